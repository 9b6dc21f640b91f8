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
  const CallTypeIndex chat = centre.add_call_type("chat", {german});
  const AgentIndex first = centre.add_idle_agent(calls, 20s), second = centre.add_idle_agent(calls, 10s);
  const AgentIndex chatting = centre.add_idle_agent(chats, 5s);
  const View view = centre.view();
  IdleAgents idle{view};
  CHECK(idle.longest_idle(calls, chat) == first);
  CHECK(idle.count(calls, chat) == 2);
  idle.assign(first, chat);
  CHECK(idle.longest_idle(calls, chat) == second);
  CHECK(idle.count(calls, chat) == 1);
  idle.assign(second, chat);
  CHECK_FALSE(idle.longest_idle(calls, chat));
  CHECK(idle.count(calls, chat) == 0);

  idle.assign(chatting, chat);
  CHECK(idle.longest_idle(chats, chat) == chatting);
  idle.assign(chatting, chat);
  CHECK_FALSE(idle.longest_idle(chats, chat));
}

TEST_CASE("idle agents: what takes the whole agent finds only who has nothing in hand, and fills the agent") {
  ViewFixture centre;
  const SkillIndex german = centre.add_skill("german");
  const GroupIndex group = centre.add_group("group", {{german, 1}}, 3);
  const CallTypeIndex call = centre.add_call_type("call", {german}), chat = centre.add_call_type("chat", {german});
  centre.centre.call_types[call.value].whole_agent = true;
  const AgentIndex chatting = centre.add_idle_agent(group, 50s), free = centre.add_idle_agent(group, 20s);
  const AgentIndex other = centre.add_idle_agent(group, 10s);
  centre.agent(chatting).engaged = 1;
  const View view = centre.view();
  IdleAgents idle{view};
  CHECK(idle.longest_idle(group, call) == free);
  CHECK(idle.longest_idle(group, chat) == free);  // who has nothing in hand comes first
  CHECK(idle.count(group, call) == 2);
  CHECK(idle.count(group, chat) == 3);
  CHECK_FALSE(idle.has(chatting, call));
  CHECK(idle.has(chatting, chat));

  idle.assign(free, call);
  CHECK_FALSE(idle.has(free, chat));
  CHECK(idle.longest_idle(group, call) == other);
  idle.assign(other, chat);
  CHECK_FALSE(idle.longest_idle(group, call));
  CHECK(idle.count(group, call) == 0);
  CHECK(idle.count(group, chat) == 2);
  CHECK(idle.longest_idle(group, chat) == other);  // both have one in hand: as the list says
}
