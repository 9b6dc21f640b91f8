// How a policy weighs agents for a call: candidates, a score for each, the highest wins. The policies differ
// in whom they take for a candidate and in the score; ties and reasons are alike for all and live here.
#pragma once

#include <string_view>

#include "policies/contract/routing_policy.hpp"
#include "policies/routing/idle_agents.hpp"

namespace twinline {

/// What the reasons say of the winner and of those who lost.
struct Wording {
  std::string_view won, lost;
};

inline constexpr std::string_view lost_tie = "equal score, later in the order of ties";

/// A score as a number for the reasons; durations in seconds.
constexpr double as_score(Duration duration) { return in_seconds(duration); }
constexpr double as_score(int number) { return number; }
constexpr double as_score(double number) { return number; }

/// How long the agent has had nothing in hand; of those who have something, the less the more they have.
inline Duration idled(const View& view, const AgentView& agent) {
  return agent.engaged == 0 ? view.now - agent.idle_since : -1s * agent.engaged;
}

/// The candidate with the highest score, or none without candidates. Ties go to the longer idle, then in the
/// order of the candidates: by rank, then by agent index. `for_each(visit)` enumerates candidates as
/// visit(eligibility, agent) does; `score(eligibility, agent_view)` may be of any ordered type that as_score
/// knows. The second pass is for reasons only.
template <class Candidates, class Score>
AgentIndex best_agent(const View& view, const CallView& call, Candidates for_each, Score score, Wording wording,
                      Decisions& decisions) {
  using Value = decltype(score(Eligibility{}, AgentView{}));
  AgentIndex best;
  Value best_score{};
  Time best_since{};
  for_each([&](const Eligibility& eligibility, AgentIndex agent) {
    const AgentView& candidate = view.agent(agent);
    const Value value = score(eligibility, candidate);
    const bool better = value > best_score || (value == best_score && candidate.idle_since < best_since);
    if (best && !better) return;
    best = agent;
    best_score = value;
    best_since = candidate.idle_since;
  });
  if (decisions.wants_reasons()) {
    for_each([&](const Eligibility& eligibility, AgentIndex agent) {
      const Value value = score(eligibility, view.agent(agent));
      const auto why = agent == best ? wording.won : value == best_score ? lost_tie : wording.lost;
      decisions.explain(call.id, agent, as_score(value), why);
    });
  }
  return best;
}

/// The agent who has idled longest of all who may serve the call. O(eligible groups).
AgentIndex longest_idle_for(const View& view, const CallView& call, const IdleAgents& idle, Decisions& decisions);

}  // namespace twinline
