#include "policies/routing/selection.hpp"

namespace twinline {

AgentIndex longest_idle_for(const View& view, const CallView& call, const IdleAgents& idle, Decisions& decisions) {
  return best_agent(
      view, call, [&](auto visit) { for_each_longest_idle(view, call, idle, visit); },
      [&](const Eligibility&, const AgentView& agent) { return idled(view, agent); },
      {"longest idle", "idle for less long"}, decisions);
}

}  // namespace twinline
