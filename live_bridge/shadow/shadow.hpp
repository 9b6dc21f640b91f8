// A candidate that decides beside a bridge and is never carried out: an ACD of its own lives through the bridge's
// journal as the bridge writes it, the candidate is asked at every occasion and learns what really happened, and where
// it would have decided otherwise is counted by cause. What it was not asked, because it had fallen behind, is counted,
// too. It runs in a process of its own, on which nothing in the bridge waits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "live_bridge/shadow/shadow_tally.hpp"
#include "live_bridge/wall/watchdog.hpp"
#include "reports/journal/follower.hpp"
#include "reports/replay/overheard_routing.hpp"
#include "reports/replay/replayed_acd.hpp"

namespace twinline::live::shadow {

struct Candidate {
  journal::PolicyIdentity identity;
  std::function<std::unique_ptr<RoutingPolicy>(const Centre&)> make;
};

class Shadow {
 public:
  /// `makers` make the policies that the journal names. The candidate has `dog`'s limit for each answer. Whoever has
  /// read for longer than `patience` without an end is behind.
  Shadow(std::filesystem::path journal, journal::PolicyMakers makers, Candidate candidate, Watchdog& dog,
         Duration patience);

  /// Takes in what the journal has, at most so many records; how many there were. `now` is any clock's that does not
  /// run backwards. Throws std::runtime_error, in words, where the journal cannot be read or does not replay here:
  /// nothing can be said of a candidate then.
  std::size_t take_in(std::size_t records, Time now);

  const ShadowTally& tally() const { return tally_; }

  /// The policy in force; none before the journal has begun.
  const journal::PolicyIdentity* incumbent() const { return acd_ ? &acd_->header().routing : nullptr; }

 private:
  void begin(const journal::Header& header);
  void take(const journal::Record& record);
  void take(const journal::Entry& entry);
  void heard(const journal::Overheard& heard);
  void notice_delay(Time now);
  void skip();

  journal::Follower follower_;
  journal::PolicyMakers makers_;
  Candidate candidate_;
  Watchdog& dog_;
  Duration patience_;
  std::optional<journal::ReplayedAcd> acd_;
  std::optional<Time> at_end_;  ///< when there was nothing more to read, the last time
  bool asking_ = true;
  Outcome outcome_;
  ShadowTally tally_;
};

}  // namespace twinline::live::shadow
