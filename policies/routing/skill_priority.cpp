#include "policies/routing/skill_priority.hpp"

namespace twinline {

AgentIndex SkillPriority::agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                                    Decisions& decisions) const {
  AgentIndex winner;
  bool idle_but_not_allowed = false;
  Time next_overflow = never;
  for (const Eligibility& eligibility : view.centre->eligible_groups[call.type.value]) {
    const Time allowed = allowed_at(call, eligibility.rank);
    const AgentIndex agent = idle.longest_idle(eligibility.group, call.type);
    // The call has to be asked about again even if nobody idles: an agent of this group who becomes free
    // before its time is held, and only the call's own time lets the two meet.
    if (allowed > view.now && next_overflow == never) next_overflow = allowed;
    if (!agent) continue;
    std::string_view why = "highest rank with an idle agent";
    if (winner) {
      why = "lower rank";
    } else if (allowed > view.now) {
      idle_but_not_allowed = true;
      why = "overflow delay not over";
    } else {
      winner = agent;
    }
    if (winner && !decisions.wants_reasons()) return winner;
    decisions.explain(call.id, agent, -static_cast<double>(eligibility.rank), why);
  }
  if (winner) return winner;
  if (idle_but_not_allowed) decisions.hold(call.id);
  if (next_overflow != never) decisions.reconsider_at(call.id, next_overflow);
  return {};
}

CallSlot SkillPriority::call_for(const View& view, AgentIndex agent, Decisions& decisions) const {
  const GroupIndex group = view.agent(agent).group;
  const auto allowed = [&](const CallView& call) {
    return allowed_at(call, view.centre->eligibility_of(group, call.type)->rank) <= view.now;
  };
  const CallSlot first = order().first_for(view, agent, allowed, decisions);
  if (!first) decisions.hold(agent);
  return first;
}

}  // namespace twinline
