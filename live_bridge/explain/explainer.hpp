// Has calls explained in a process of their own, behind the bridge, for whoever asks at the desk: one at a time, for so
// long and no longer. What is explained, and how, is explained_call.hpp's; this begins, hears out and ends the process.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "policies/contract/time.hpp"

namespace twinline::live::explain {

class Explainer {
 public:
  /// `command` is what this program is asked, its name first; the call's key becomes the last word.
  explicit Explainer(std::vector<std::string> command, Duration patience = 20s)
      : command_(std::move(command)), patience_(patience) {}

  struct Reply {
    /// As HTTP has it: 200; 404 no such call; 409 it cannot be explained, with the reason; 503 somebody else's call is
    /// being explained; 504 it took too long.
    int status = 200;
    std::string json;  ///< the story, or {"error": …}
  };
  /// Any thread but the loop's; several at once. Takes as long as the journal is long, at most `patience`.
  Reply explain(const std::string& call);

  /// Nobody waits any longer, and nothing more is explained.
  void stop() { stopping_ = true; }

 private:
  std::vector<std::string> command_;
  Duration patience_;
  std::mutex one_at_a_time_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace twinline::live::explain
