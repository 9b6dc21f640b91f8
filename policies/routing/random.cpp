#include "policies/routing/random.hpp"

#include "policies/contract/choice.hpp"

namespace twinline {
namespace {

/// The agent before whom `preceding` other idle agents come, by rank, then by agent index. Requires that many
/// and one more.
AgentIndex candidate_after(const View& view, const CallView& call, const IdleAgents& idle, std::uint64_t preceding) {
  for (const Eligibility& eligibility : view.centre->eligible_groups[call.type.value]) {
    const std::uint64_t here = idle.count(eligibility.group, call.type);
    if (preceding < here) return agent_after(idle.of(eligibility.group, call.type), preceding);
    preceding -= here;
  }
  return {};
}

}  // namespace

AgentIndex Random::agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                             Decisions& decisions) const {
  std::uint64_t candidates = 0;
  for (const Eligibility& eligibility : view.centre->eligible_groups[call.type.value]) {
    candidates += idle.count(eligibility.group, call.type);
  }
  if (candidates == 0) return {};
  const std::uint64_t drawn = choice_below(candidates, view.policy_seed, call.key, call.decisions);
  const AgentIndex winner = candidate_after(view, call, idle, drawn);
  if (decisions.wants_reasons()) {
    for_each_idle(view, call, idle, [&](const Eligibility&, AgentIndex agent) {
      decisions.explain(call.id, agent, agent == winner ? 1 : 0, agent == winner ? "drawn" : "not drawn");
    });
  }
  return winner;
}

}  // namespace twinline
