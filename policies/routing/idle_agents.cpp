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

void IdleAgents::assign(AgentIndex agent) {
  if (left_.empty()) {
    left_.assign(view_.idle_bits.begin(), view_.idle_bits.end());
    assigned_.assign(view_.agents.size(), 0);
  }
  const AgentView& who = view_.agent(agent);
  if (who.engaged + ++assigned_[agent.value] < who.capacity) return;
  const std::size_t words = view_.idle_agents(who.group).size();
  left_[who.group.value * words + agent.value / 64] &= ~(std::uint64_t{1} << (agent.value % 64));
}

}  // namespace twinline
