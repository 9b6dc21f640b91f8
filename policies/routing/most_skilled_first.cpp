#include "policies/routing/most_skilled_first.hpp"

#include "policies/routing/selection.hpp"

namespace twinline {

AgentIndex MostSkilledFirst::agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                                       Decisions& decisions) const {
  return best_agent(
      view, call, [&](auto visit) { for_each_longest_idle(view, call, idle, visit); },
      [](const Eligibility& eligibility, const AgentView&) { return eligibility.level; },
      {"highest skill level", "lower skill level"}, decisions);
}

}  // namespace twinline
