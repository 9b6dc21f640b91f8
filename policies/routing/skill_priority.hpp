// Groups in order of rank, with overflow after a delay. A call belongs to the first group of its type's
// ranking; the group of rank r may take it only once it has waited r × overflow_after. Until then such an
// agent idles on purpose beside the call, which keeps the agent for calls of the agent's own.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class SkillPriority final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{"skill_priority", 1,
                                   "Tries agent groups in rank order; a call may overflow after a delay."};
  struct Params {
    Duration overflow_after = 60s;
    Duration credit_per_level{0};
  };
  static constexpr auto schema =
      fields(field("overflow_after", &Params::overflow_after, between(Duration{0}, Duration{24h}),
                   "Wait after which a call may go to the next group of its ranking, and so on; 0 allows all "
                   "at once."),
             field("credit_per_level", &Params::credit_per_level, between(Duration{0}, Duration{24h}),
                   "Waiting time that each level of priority counts for when an agent is free; never for the "
                   "overflow."));

  SkillPriority(const Centre&, const Params& params)
      : CallByCallRouting(CallOrder{params.credit_per_level}), overflow_after_(params.overflow_after) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
  CallSlot call_for(const View& view, AgentIndex agent, Decisions& decisions) const override;

  /// When a group of this rank may take the call.
  Time allowed_at(const CallView& call, std::uint32_t rank) const {
    return call.queued_at + static_cast<std::int64_t>(rank) * overflow_after_;
  }

  Duration overflow_after_;
};

}  // namespace twinline
