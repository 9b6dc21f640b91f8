// Ends the process when a policy does not return: it cannot be called back, and everybody waits. Who was in force is
// barred first, so that the next process, which goes on as after any crash, does without it. Policies of Twinline's own
// that the configuration names are not barred: there is nothing to go back to.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "live_bridge/rollout/barred.hpp"
#include "live_bridge/wall/watchdog.hpp"

namespace twinline::live {

class PolicyWatch {
 public:
  /// Bars are written to this file.
  explicit PolicyWatch(std::filesystem::path bars);

  /// Who decides from now on; `manifest` is the SHA-256 of the one that it came by, empty where the configuration names
  /// it. On the thread with the calls, before the policy is asked for the first time.
  void in_force(PolicyKind kind, const journal::PolicyIdentity& policy, const std::string& manifest = {});

  /// What else is to be done before the process ends, on the watchdog's thread and while the one with the calls hangs.
  /// Before anything is asked.
  void before_the_end(std::function<void()> last_words) { last_words_ = std::move(last_words); }

  /// Around whatever a policy is asked or told.
  Watchdog& dog() { return dog_; }

 private:
  struct InForce {
    journal::PolicyIdentity policy;
    std::string manifest;
  };

  [[noreturn]] void end();
  std::vector<rollout::Barred> to_bar() const;

  std::filesystem::path bars_;
  std::array<InForce, 3> in_force_;  ///< by kind
  std::function<void()> last_words_;
  Watchdog dog_;  ///< last: its thread reads the rest
};

}  // namespace twinline::live
