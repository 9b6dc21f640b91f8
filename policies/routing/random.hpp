// The baseline: each idle agent who may serve the call has the same chance, drawn by the keyed choice for
// this call and decision. A free agent gets the call that has waited longest, so that chance lies in the
// choice of agents alone.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class Random final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{"random", 1,
                                   "Gives a call to any idle agent who may serve it, each with the same chance."};
  struct Params {};
  static constexpr auto schema = fields();

  Random(const Centre&, const Params&) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
};

}  // namespace twinline
