// Quality scores of calls, in a table beside the call records, by the call's pseudonym. They come from outside, after
// the call, and are in no journal: who sends one is told whether it is kept, and sends it again where it is not.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "live_bridge/store/sql_connection.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::store {

struct QualityScore {
  std::string pseudonym;  ///< of the call, 16 hexadecimal digits
  std::string criterion;
  double score = 0;
  std::string received;  ///< as Instants writes it
};

class Scores {
 public:
  explicit Scores(scenarios::StoreSettings settings);

  /// In the database when it returns, in place of an earlier score of this call by this criterion. Those received
  /// before `oldest` are deleted. Blocks, on any thread but the loop's; throws what keeps the database from it.
  void keep(const QualityScore& score, const std::string& oldest);

 private:
  const scenarios::StoreSettings settings_;
  std::mutex mutex_;
  std::unique_ptr<SqlConnection> connection_;  ///< none before the first score, and after a failure
};

}  // namespace twinline::live::store
