// Evens out work rather than idle time: the idle agent whose share of engaged time since login is lowest gets
// the call. It favours who has just logged in, and who gets short calls.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class LeastOccupied final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{"least_occupied", 1,
                                   "Gives a call to the idle agent with the lowest occupancy since login."};
  struct Params {};
  static constexpr auto schema = fields();

  LeastOccupied(const Centre&, const Params&) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
};

}  // namespace twinline
