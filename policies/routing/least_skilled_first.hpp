// Keeps the best agents for later: the eligible group with the lowest level for the call's type that may
// serve it, and in it who has idled longest.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class LeastSkilledFirst final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{"least_skilled_first", 1,
                                   "Gives a call to the idle agent with the lowest skill level that suffices."};
  struct Params {};
  static constexpr auto schema = fields();

  LeastSkilledFirst(const Centre&, const Params&) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
};

}  // namespace twinline
