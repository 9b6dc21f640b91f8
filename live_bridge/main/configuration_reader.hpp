// Reads the configuration file again on a thread of its own. A file with thousands of agents takes longer to read than
// a caller may wait for an answer; the thread with the calls only puts in force what was read.
#pragma once

#include <functional>
#include <future>
#include <optional>
#include <string>

#include "live_bridge/wall/event_loop.hpp"
#include "live_bridge/wall/wake.hpp"
#include "scenarios/schema/load_bridge.hpp"

namespace twinline::live {

class ConfigurationReader {
 public:
  /// What was read; none where it cannot be used, and its problems have been told on stderr then.
  using Done = std::function<void(std::optional<scenarios::Bridge>)>;

  /// `done` is called on the loop's thread. Throws std::system_error where the system has no eventfd to give.
  ConfigurationReader(EventLoop& loop, std::string file, Done done);
  /// Waits for a reading that is under way; of it nothing is told.
  ~ConfigurationReader();
  ConfigurationReader(const ConfigurationReader&) = delete;
  ConfigurationReader& operator=(const ConfigurationReader&) = delete;

  /// Asked while it reads, it reads once more afterwards: the file may have changed behind its back.
  void read();

 private:
  void begin();
  void finish();

  const std::string configuration_;
  Done done_;
  Wake finished_;  ///< rung by the reading thread
  std::future<std::optional<scenarios::Bridge>> reading_;
  bool again_ = false;
};

}  // namespace twinline::live
