// The best available agent for each call: the eligible group with the highest level for the call's type, and
// in it who has idled longest. Good for the caller at hand; the best agents work most.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class MostSkilledFirst final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{"most_skilled_first", 1,
                                   "Gives a call to the idle agent with the highest skill level for it."};
  struct Params {};
  static constexpr auto schema = fields();

  MostSkilledFirst(const Centre&, const Params&) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
};

}  // namespace twinline
