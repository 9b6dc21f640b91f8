#include "policies/routing/idle_agents.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/policies/view_fixture.hpp"

using namespace twinline;

TEST_CASE("agent bits: first_agent_from, agent_after and count_agents agree over word borders") {
  const std::vector<std::uint64_t> bits{1ULL << 63 | 1ULL << 5, 0, 1ULL << 0 | 1ULL << 63};
  CHECK(first_agent_from(bits, 0) == 5u);
  CHECK(first_agent_from(bits, 5) == 5u);
  CHECK(first_agent_from(bits, 6) == 63u);
  CHECK(first_agent_from(bits, 64) == 128u);
  CHECK(first_agent_from(bits, 129) == 191u);
  CHECK_FALSE(first_agent_from(bits, 192));
  CHECK_FALSE(first_agent_from({}, 0));
  CHECK(count_agents(bits) == 4);
  CHECK(count_agents({}) == 0);
  const std::vector<std::size_t> members{5, 63, 128, 191};
  for (std::size_t member = 0; member < members.size(); ++member) {
    CHECK(agent_after(bits, member) == AgentIndex{members[member]});
  }
}

TEST_CASE("idle agents: those filled by this decision are left out, from the list and from the bits") {
  ViewFixture centre;
  const SkillIndex german = centre.add_skill("german");
  const GroupIndex calls = centre.add_group("calls", {{german, 1}});
  const GroupIndex chats = centre.add_group("chats", {{german, 1}}, 2);
  const AgentIndex first = centre.add_idle_agent(calls, 20s), second = centre.add_idle_agent(calls, 10s);
  const AgentIndex chatting = centre.add_idle_agent(chats, 5s);
  const View view = centre.view();
  IdleAgents idle{view};
  CHECK(idle.longest_idle(calls) == first);
  CHECK(idle.count(calls) == 2);
  idle.assign(first);
  CHECK(idle.longest_idle(calls) == second);
  CHECK(idle.count(calls) == 1);
  idle.assign(second);
  CHECK_FALSE(idle.longest_idle(calls));
  CHECK(idle.count(calls) == 0);

  idle.assign(chatting);
  CHECK(idle.longest_idle(chats) == chatting);
  idle.assign(chatting);
  CHECK_FALSE(idle.longest_idle(chats));
}
