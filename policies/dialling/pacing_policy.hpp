// Pacing: how many customers a dialler rings now. It decides from what a dialler can see: who is idle, how long others
// have been busy, how long what it rings has rung; never from who will answer. Whoever dials asks it whenever that may
// have changed, and tells it what came of its dials. Which agent then gets whom is the routing policy's business.
#pragma once

#include <cstdint>
#include <span>

#include "policies/contract/time.hpp"

namespace twinline {

/// What a dialler sees of one campaign.
struct DiallingView {
  Time now;
  std::uint32_t idle = 0;               ///< agents who could take such a call now and are not kept for others
  std::uint32_t in_line = 0;            ///< customers or records that have no agent yet
  std::span<const Time> ringing_since;  ///< of each customer who is being rung
  std::span<const Time> engaged_since;  ///< of each agent who could take such a call when done
};

class PacingPolicy {
 public:
  PacingPolicy() = default;
  PacingPolicy(const PacingPolicy&) = delete;
  PacingPolicy& operator=(const PacingPolicy&) = delete;
  virtual ~PacingPolicy() = default;

  /// How many more to ring now.
  virtual std::uint32_t dials(const DiallingView& view) const = 0;

  /// Another day has begun: limits per day are counted anew.
  virtual void begin_day() {}
  /// A dial is over, after it rang so long; `answered` by a person.
  virtual void learn_dial(bool answered, Duration rang) {
    static_cast<void>(answered);
    static_cast<void>(rang);
  }
  /// A customer who answered met an agent in time, or did not.
  virtual void learn_contact(bool met_agent) { static_cast<void>(met_agent); }
  /// An agent was busy with a call for so long, wrap-up included.
  virtual void learn_handling(Duration handling) { static_cast<void>(handling); }
};

}  // namespace twinline
