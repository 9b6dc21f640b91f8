#include "policies/routing/earliest_deadline_first.hpp"

#include "policies/routing/selection.hpp"

namespace twinline {

AgentIndex EarliestDeadlineFirst::agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                                            Decisions& decisions) const {
  return longest_idle_for(view, call, idle, decisions);
}

}  // namespace twinline
