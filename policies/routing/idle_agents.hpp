// Who can take a call now. On most occasions that is what the view says; in a review, which fills many agents
// at once, it is the view less those whom the same decision has already filled. Policies ask here and need
// not know which it is.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "policies/contract/view.hpp"

namespace twinline {

/// A set of agents, one bit each, by agent index.
using AgentBits = std::span<const std::uint64_t>;

/// The first agent of the set whose index is at least `from`.
std::optional<std::size_t> first_agent_from(AgentBits bits, std::size_t from);

/// The agent of the set before whom `preceding` others come. Requires a set with more than `preceding`
/// agents.
AgentIndex agent_after(AgentBits bits, std::uint64_t preceding);

/// How many agents the set has.
std::uint64_t count_agents(AgentBits bits);

/// Lives for one decision; the view must outlive it. Allocates nothing until an agent is assigned.
class IdleAgents {
 public:
  explicit IdleAgents(const View& view) : view_(view) {}

  /// Who of the group can take a contact of this type, has the fewest in hand and of those has idled longest; or none.
  /// Costs one look-up outside a review.
  AgentIndex longest_idle(GroupIndex group, CallTypeIndex type) const {
    return left_.empty() ? view_.longest_idle(group, type) : longest_left(group, type);
  }

  /// Whether this one can take a contact of this type.
  bool has(AgentIndex agent, CallTypeIndex type) const {
    const AgentBits bits = of(view_.agent(agent).group, type);
    return !bits.empty() && (bits[agent.value / 64] >> (agent.value % 64) & 1U) != 0;
  }

  /// All of the group who can take a contact of this type; an empty span when the view knows of nobody.
  AgentBits of(GroupIndex group, CallTypeIndex type) const {
    if (view_.group(group).idle == 0) return {};
    const AgentBits seen = view_.idle_agents(group, type);
    if (left_.empty()) return seen;
    return AgentBits{takes_whole(type) ? free_left_ : left_}.subspan(group.value * seen.size(), seen.size());
  }

  /// How many of the group can take a contact of this type.
  std::uint64_t count(GroupIndex group, CallTypeIndex type) const {
    const bool all_alike = !takes_whole(type) || view_.centre->groups[group.value].capacity == 1;
    return left_.empty() && all_alike ? view_.group(group).idle : count_agents(of(group, type));
  }

  /// Counts one more contact for an idle agent, who is idle no more once all places are taken.
  void assign(AgentIndex agent, CallTypeIndex type);

 private:
  bool takes_whole(CallTypeIndex type) const { return view_.centre->call_types[type.value].whole_agent; }
  AgentIndex longest_left(GroupIndex group, CallTypeIndex type) const;

  const View& view_;
  std::vector<std::uint64_t> left_;       ///< the view's idle bits less the filled; empty before the first assignment
  std::vector<std::uint64_t> free_left_;  ///< of those, who has nothing in hand
  std::vector<std::uint32_t> assigned_;   ///< by agent, in this decision
};

/// Calls visit(eligibility, agent) with the longest idle agent of each group that may serve the call, by
/// rank.
template <class Visit>
void for_each_longest_idle(const View& view, const CallView& call, const IdleAgents& idle, Visit visit) {
  for (const Eligibility& eligibility : view.centre->eligible_groups[call.type.value]) {
    if (const AgentIndex agent = idle.longest_idle(eligibility.group, call.type)) visit(eligibility, agent);
  }
}

/// Calls visit(eligibility, agent) with every idle agent who may serve the call, by rank, then by agent
/// index.
template <class Visit>
void for_each_idle(const View& view, const CallView& call, const IdleAgents& idle, Visit visit) {
  for (const Eligibility& eligibility : view.centre->eligible_groups[call.type.value]) {
    const AgentBits bits = idle.of(eligibility.group, call.type);
    for (std::size_t word = 0; word < bits.size(); ++word) {
      for (std::uint64_t rest = bits[word]; rest != 0; rest &= rest - 1) {
        visit(eligibility, AgentIndex{word * 64 + static_cast<std::size_t>(std::countr_zero(rest))});
      }
    }
  }
}

}  // namespace twinline
