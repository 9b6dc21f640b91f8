// What the tests of call records share: a simulated day in memory, a bridge that lives through it once more with a
// journal and call records of its own, and the tables that come of it as lines of text.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "live_bridge/store/call_records.hpp"
#include "reports/journal/record.hpp"
#include "reports/journal/writer.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::store_test {

struct Day {
  journal::Header header;
  std::vector<journal::Entry> entries;
};

/// The library's quickstart, simulated once.
const Day& quickstart();

/// A day of calls alike, one a second, each answered at once and handled for 30 s.
Day steady_day(std::size_t calls);

/// One life of a bridge: follows the journal that is there, as after a restart.
class LiveBridge {
 public:
  LiveBridge(const Day& day, scenarios::StoreSettings settings);

  /// Journals and tells the entries up to this one, from the one after the last.
  void live_until(std::size_t entry);

  live::store::CallRecords& records() { return *records_; }

  /// Waits until the records follow; false after 20 s.
  bool is_caught_up() const;

  /// The rest of the life happens to nobody's records.
  void stop_records() { records_.reset(); }

 private:
  const Day* day_;
  std::size_t told_ = 0;
  journal::Writer journal_;
  std::unique_ptr<live::store::CallRecords> records_;
};

/// Settings with journal and SQLite file in this folder.
scenarios::StoreSettings settings_in(const std::filesystem::path& folder);

/// How many entries a journal has; 0 when there is none.
std::size_t entries_in(const std::filesystem::path& journal);

/// Calls and offers, a line each, the same for equal tables of any database.
std::vector<std::string> tables_in(const scenarios::StoreSettings& settings);

/// The first line that is another one; empty when all are the same.
std::string first_difference(const std::vector<std::string>& found, const std::vector<std::string>& expected);

/// A result of one number.
double number(const scenarios::StoreSettings& settings, const std::string& query);

/// Asks until it is so; false after this many seconds.
bool eventually(const std::function<bool()>& is_so, int seconds = 20);

}  // namespace twinline::store_test
