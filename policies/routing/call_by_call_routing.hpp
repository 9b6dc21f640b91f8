// The course that the policies of this room share: each waiting call or free agent is looked at on its own,
// at once. A policy says which agent a call gets; unless it says otherwise, a free agent gets the first call
// of the policy's order. Who wants to match many calls with many agents at once, or to act on timers and
// forecasts, implements RoutingPolicy.
#pragma once

#include "policies/contract/routing_policy.hpp"
#include "policies/routing/call_order.hpp"
#include "policies/routing/idle_agents.hpp"

namespace twinline {

class CallByCallRouting : public RoutingPolicy {
 public:
  /// A review goes through every waiting call in the policy's order as if each had just come into its line. A
  /// timer of the policies or a forecast changes nothing: these policies start no such timer and look at no
  /// forecast.
  void decide(const View& view, const Occasion& occasion, Decisions& decisions) const final;

 protected:
  CallByCallRouting() = default;
  explicit CallByCallRouting(CallOrder order) : order_(order) {}

  const CallOrder& order() const { return order_; }

 private:
  /// The idle agent who gets the call, or none. Explains candidates; who lets the call wait beside an idle
  /// agent holds it.
  virtual AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                               Decisions& decisions) const = 0;

  /// The waiting call that the free agent gets, or none, in which case it holds the agent.
  virtual CallSlot call_for(const View& view, AgentIndex agent, Decisions& decisions) const;

  CallOrder order_;
};

}  // namespace twinline
