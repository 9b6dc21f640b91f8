#include "policies/rollout/split_rule.hpp"

#include <algorithm>

#include "policies/contract/choice.hpp"

namespace twinline {
namespace {

// Ordinals of the draws, far above those of decisions about a call, with which a policy of the same seed draws.
constexpr std::uint32_t call_draw = 0xffff'ff00U;
constexpr std::uint32_t block_draw = 0xffff'ff01U;
constexpr std::uint32_t pair_draw = 0xffff'ff02U;
constexpr std::uint32_t freed_agent_draw = 0xffff'ff03U;

/// Evenly spread from 0 to below 1, in steps of 2⁻⁵³.
double drawn(std::uint64_t seed, std::uint64_t key, std::uint32_t ordinal) {
  return static_cast<double>(choice(seed, key, ordinal) >> 11) * 0x1p-53;
}

Arm candidate_if(bool condition) { return condition ? Arm::candidate : Arm::incumbent; }

}  // namespace

double SplitRule::share_at(Time at) const {
  if (by == SplitBy::queue || at < began) return 0;
  if (ramp.empty()) return by == SplitBy::block ? 0.5 : 0;
  const Duration since = (by == SplitBy::block ? beginning_of(block_of(at)) : at) - began;
  double share = 0;
  for (const RampStep& step : ramp) {
    if (step.after > since) break;
    share = step.share;
  }
  return share;
}

Arm SplitRule::arm_of(CallKey key, QueueIndex queue, Time wait_began) const {
  switch (by) {
    case SplitBy::call: return candidate_if(drawn(seed, key, call_draw) < share_at(wait_began));
    case SplitBy::queue: return candidate_if(std::find(queues.begin(), queues.end(), queue) != queues.end());
    case SplitBy::block: return arm_at(wait_began);
  }
  return Arm::incumbent;
}

Arm SplitRule::arm_at(Time at) const {
  if (at < began) return Arm::incumbent;
  const std::int64_t number = block_of(at);
  const double share = share_at(at);
  if (share != 0.5) return candidate_if(drawn(seed, static_cast<std::uint64_t>(number), block_draw) < share);
  const bool candidate_first = drawn(seed, static_cast<std::uint64_t>(number / 2), pair_draw) < 0.5;
  return candidate_if(candidate_first == (number % 2 == 0));
}

Arm SplitRule::arm_of_freed(AgentIndex agent, std::uint32_t offers, Time at) const {
  const std::uint64_t freed = std::uint64_t{agent.value} << 32 | offers;
  return candidate_if(drawn(seed, freed, freed_agent_draw) < share_at(at));
}

std::int64_t SplitRule::block_of(Time at) const {
  const Duration since = at - began;
  const std::int64_t towards_zero = since / block;
  return since < Duration{0} && since % block != Duration{0} ? towards_zero - 1 : towards_zero;
}

bool SplitRule::washes_out(Time at) const { return at - beginning_of(block_of(at)) < wash_out; }

}  // namespace twinline
