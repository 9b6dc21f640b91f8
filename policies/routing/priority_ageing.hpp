// Priority as a head start: a free agent gets the call with the greatest wait, where each level of priority
// counts as so much time already waited. Urgent calls overtake, old ones are never starved. The bank of Brown
// et al. (2005, JASA 100) credited its priority customers with 1.5 minutes, hence the default.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class PriorityAgeing final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{
      "priority_ageing", 1, "Gives a free agent the longest waiting call; priority counts as time already waited."};
  struct Params {
    Duration credit_per_level = 90s;
  };
  static constexpr auto schema =
      fields(field("credit_per_level", &Params::credit_per_level, between(Duration{0}, Duration{24h}),
                   "Waiting time that each level of priority counts for; 0 serves first come, first served."));

  PriorityAgeing(const Centre&, const Params& params) : CallByCallRouting(CallOrder{params.credit_per_level}) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
};

}  // namespace twinline
