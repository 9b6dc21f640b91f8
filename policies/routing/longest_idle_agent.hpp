// The usual rule of an ACD: the agent who has idled longest gets the call, the call that has waited longest
// gets the agent. It shares idle time evenly and knows neither skill levels nor priorities.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class LongestIdleAgent final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{
      "longest_idle_agent", 1,
      "Gives a call to the agent who has idled longest, a free agent the call that has waited longest."};
  struct Params {};
  static constexpr auto schema = fields();

  LongestIdleAgent(const Centre&, const Params&) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
};

}  // namespace twinline
