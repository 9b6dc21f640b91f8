#include "policies/routing/idle_agents.hpp"

namespace twinline {

std::optional<std::size_t> first_agent_from(AgentBits bits, std::size_t from) {
  std::uint64_t below_from = (std::uint64_t{1} << (from % 64)) - 1;
  for (std::size_t word = from / 64; word < bits.size(); ++word, below_from = 0) {
    const std::uint64_t rest = bits[word] & ~below_from;
    if (rest != 0) return word * 64 + static_cast<std::size_t>(std::countr_zero(rest));
  }
  return std::nullopt;
}

AgentIndex agent_after(AgentBits bits, std::uint64_t preceding) {
  std::size_t word = 0;
  for (;; ++word) {
    const auto here = static_cast<std::uint64_t>(std::popcount(bits[word]));
    if (preceding < here) break;
    preceding -= here;
  }
  std::uint64_t rest = bits[word];
  for (; preceding > 0; --preceding) rest &= rest - 1;
  return AgentIndex{word * 64 + static_cast<std::size_t>(std::countr_zero(rest))};
}

std::uint64_t count_agents(AgentBits bits) {
  std::uint64_t count = 0;
  for (const std::uint64_t word : bits) count += static_cast<std::uint64_t>(std::popcount(word));
  return count;
}

/// As the view's list would be if what was assigned were in hand already.
AgentIndex IdleAgents::longest_left(GroupIndex group, CallTypeIndex type) const {
  const AgentBits left = of(group, type);
  AgentIndex first;
  std::uint32_t fewest = 0;
  for (AgentIndex agent = view_.group(group).longest_idle; agent; agent = view_.agent(agent).next_idle) {
    if ((left[agent.value / 64] >> (agent.value % 64) & 1U) == 0) continue;
    const std::uint32_t in_hand = view_.agent(agent).engaged + assigned_[agent.value];
    if (in_hand == 0) return agent;
    if (first && in_hand >= fewest) continue;
    first = agent;
    fewest = in_hand;
  }
  return first;
}

void IdleAgents::assign(AgentIndex agent, CallTypeIndex type) {
  if (left_.empty()) {
    left_.assign(view_.idle_bits.begin(), view_.idle_bits.end());
    free_left_.assign(view_.free_bits.begin(), view_.free_bits.end());
    assigned_.assign(view_.agents.size(), 0);
  }
  const AgentView& who = view_.agent(agent);
  const std::size_t words = (view_.agents.size() + 63) / 64;
  const std::size_t word = who.group.value * words + agent.value / 64;
  const std::uint64_t others = ~(std::uint64_t{1} << (agent.value % 64));
  free_left_[word] &= others;
  const bool filled = who.engaged + ++assigned_[agent.value] >= who.capacity;
  if (filled || takes_whole(type)) left_[word] &= others;
}

}  // namespace twinline
