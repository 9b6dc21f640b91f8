// Whose call it is while a candidate is tried beside the policy that was in force: a pure function of the call, its
// queue and the time, so that the ACD that acts on it, a replay, a simulation beforehand and whoever analyses the calls
// afterwards agree without telling each other. What the two policies then decide is policies/rollout/split's job.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline {

/// The two sides of a partial rollout.
enum class Arm : std::uint8_t { incumbent, candidate };

/// What is dealt out to the arms. Blocks of time are a switchback: all that happens in a block is one arm's.
enum class SplitBy : std::uint8_t { call, queue, block };

/// Who decides about a freed agent where calls of both arms wait (by call only): those that are first in a line.
enum class FreedAgent : std::uint8_t {
  longest_waiting,  ///< the arm of the call that has waited longest among those that the agent may serve
  drawn,            ///< a keyed draw with the candidate's share, anew for each offer to the agent
};

/// From `after` on, counted from the rollout's beginning, the candidate has this share.
struct RampStep {
  Duration after{0};
  double share = 0;  ///< 0 to 1
  friend bool operator==(const RampStep&, const RampStep&) = default;
};

struct SplitRule {
  SplitBy by = SplitBy::call;
  FreedAgent freed_agent = FreedAgent::longest_waiting;
  /// The candidate's share of the calls, or of the blocks, in ascending order of `after`; what is left to 1 is held out
  /// for the incumbent. Before the first step the share is 0. Without a step it is 0 by call and a half by block.
  std::vector<RampStep> ramp;
  std::vector<QueueIndex> queues;  ///< by queue: those of the candidate
  Duration block = 30min;          ///< by block: length, above 0
  Duration wash_out{0};            ///< by block: the beginning of each that counts for neither arm
  std::uint64_t seed = 0;
  Time began{};  ///< ramp and blocks are counted from here; all that was earlier is the incumbent's

  /// The candidate's share of what begins then: the probability with which an analysis weighs. By block it is that of
  /// the whole block. By queue nothing is drawn, and it is 0.
  double share_at(Time at) const;

  /// Whose the call is whose wait began (CallView::queued_at) then in this queue. By call and by queue it stays so as
  /// long as that wait lasts; by block it is the arm of the block in which the wait began, to which an analysis counts
  /// it, whoever decides about it later.
  Arm arm_of(CallKey key, QueueIndex queue, Time wait_began) const;

  /// By block: who decides at that time.
  Arm arm_at(Time at) const;

  /// FreedAgent::drawn: who decides about an agent to whom so many offers were made before (AgentView::offers).
  Arm arm_of_freed(AgentIndex agent, std::uint32_t offers, Time at) const;

  /// By block: the number of the block that holds this time, 0 from `began` on, negative before; and when one begins.
  /// Blocks 2k and 2k + 1 are a pair: at a share of a half each arm has one of them, and a draw says which comes first.
  /// At other shares each block is drawn by itself.
  std::int64_t block_of(Time at) const;
  Time beginning_of(std::int64_t number) const { return began + block * number; }

  /// By block: whether the time lies in the wash-out of its block.
  bool washes_out(Time at) const;

  friend bool operator==(const SplitRule&, const SplitRule&) = default;
};

}  // namespace twinline
