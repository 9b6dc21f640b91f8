#include "policies/routing/least_occupied.hpp"

#include "policies/routing/selection.hpp"

namespace twinline {

AgentIndex LeastOccupied::agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                                    Decisions& decisions) const {
  return best_agent(
      view, call, [&](auto visit) { for_each_idle(view, call, idle, visit); },
      [&](const Eligibility&, const AgentView& agent) { return -agent.occupancy(view.now); },
      {"least occupied", "more occupied"}, decisions);
}

}  // namespace twinline
