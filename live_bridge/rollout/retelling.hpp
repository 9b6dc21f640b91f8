// What an earlier process's journal tells of a policy that this one goes on to watch: a canary's split, or the policy
// of a manifest. Reading takes as long as there were many calls, so a thread of its own folds them into what watches,
// behind the one with the calls; what happens meanwhile is noted and folded at the end. Which process has what in force
// is not its business.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "policies/contract/happenings.hpp"
#include "reports/journal/header.hpp"
#include "reports/rollout/band_watch.hpp"
#include "reports/rollout/monitor.hpp"

namespace twinline::live::rollout {

/// `Watch` is RolloutMonitor or BandWatch.
template <class Watch>
class Retelling {
 public:
  /// Begins to fold what this journal has so far of the time from `from` on in which the policy was in force; the watch
  /// has heard nothing. `centre` is whose queues it means. Whatever is written to the journal from now on has to be
  /// heard instead.
  Retelling(std::filesystem::path journal, journal::PolicyIdentity policy, Time from, Centre centre,
            std::unique_ptr<Watch> watch);
  /// Waits for the thread, which gives up at once.
  ~Retelling();
  Retelling(const Retelling&) = delete;
  Retelling& operator=(const Retelling&) = delete;

  /// What happens while it reads; that is folded after what was read.
  void heard(Time now, std::span<const Happening> happenings);

  /// The watch as it would stand had nobody died, once everything is read; null before. Where the journal could not be
  /// read, why() says so, and the watch knows only what was read before. Once: nothing is left to ask for then.
  std::unique_ptr<Watch> told();
  const std::string& why() const { return why_; }

 private:
  struct Noted {
    Time at;
    Happenings happenings;
  };

  void run();
  void read();

  const std::filesystem::path journal_;
  const journal::PolicyIdentity policy_;
  const Time from_;
  const Centre centre_;
  const std::size_t segments_;  ///< that were there when it began
  std::unique_ptr<Watch> watch_;
  std::string why_;
  std::vector<Noted> meanwhile_;
  std::atomic<bool> stop_ = false, done_ = false;
  std::thread thread_;
};

}  // namespace twinline::live::rollout
