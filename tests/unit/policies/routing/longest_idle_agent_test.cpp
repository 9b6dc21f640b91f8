#include "policies/routing/longest_idle_agent.hpp"

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

struct TwoGroups : ViewFixture {
  SkillIndex german = add_skill("german"), french = add_skill("french");
  GroupIndex swiss = add_group("swiss", {{german, 5}, {french, 5}});
  GroupIndex germans = add_group("germans", {{german, 5}});
  CallTypeIndex german_call = add_call_type("german", {german}, {germans, swiss});
  CallTypeIndex french_call = add_call_type("french", {french});
  std::unique_ptr<RoutingPolicy> policy = make_routing("longest_idle_agent");
};

}  // namespace

TEST_CASE("longest_idle_agent: the agent idle longest gets the call, whatever the rank of the group") {
  TwoGroups centre;
  centre.add_idle_agent(centre.germans, 10s);
  const AgentIndex rested = centre.add_idle_agent(centre.swiss, 30s);
  centre.add_idle_agent(centre.swiss, 20s);
  CHECK(agent_chosen(*centre.policy, centre, centre.add_waiting_call(centre.german_call, 0s)) == rested);
}

TEST_CASE("longest_idle_agent: equal idle times go by rank, and within a group by the order of its list") {
  TwoGroups centre;
  const AgentIndex second_rank = centre.add_idle_agent(centre.swiss, 10s);
  const AgentIndex first_rank = centre.add_idle_agent(centre.germans, 10s);
  const AgentIndex first_rank_later = centre.add_idle_agent(centre.germans, 10s);
  const CallId call = centre.add_waiting_call(centre.german_call, 0s);
  CHECK(agent_chosen(*centre.policy, centre, call) == first_rank);
  centre.make_busy(first_rank);
  CHECK(agent_chosen(*centre.policy, centre, call) == first_rank_later);
  centre.make_busy(first_rank_later);
  CHECK(agent_chosen(*centre.policy, centre, call) == second_rank);
}

TEST_CASE("longest_idle_agent: who lacks the skill is never chosen, and a call without an agent waits") {
  TwoGroups centre;
  centre.add_idle_agent(centre.germans, 30s);
  const AgentIndex able = centre.add_busy_agent(centre.swiss);
  const CallId call = centre.add_waiting_call(centre.french_call, 0s);
  CHECK_FALSE(agent_chosen(*centre.policy, centre, call));
  centre.agent(able).engaged = 0;
  centre.idle(able, 0s);
  CHECK(agent_chosen(*centre.policy, centre, call) == able);
}

TEST_CASE("longest_idle_agent: a free agent gets the longest waiting call of all lines, priority or not") {
  TwoGroups centre;
  const AgentIndex swiss_agent = centre.add_idle_agent(centre.swiss, 0s);
  const AgentIndex german_agent = centre.add_idle_agent(centre.germans, 0s);
  centre.add_waiting_call(centre.german_call, 20s, 9);
  const CallId oldest = centre.add_waiting_call(centre.french_call, 40s);
  const CallId german_oldest = centre.add_waiting_call(centre.german_call, 30s);
  CHECK(call_chosen(*centre.policy, centre, swiss_agent) == oldest);
  CHECK(call_chosen(*centre.policy, centre, german_agent) == german_oldest);
}

TEST_CASE("longest_idle_agent: calls that have waited equally long go by key") {
  TwoGroups centre;
  const AgentIndex agent = centre.add_idle_agent(centre.swiss, 0s);
  const CallId first = centre.add_waiting_call(centre.german_call, 20s);
  const CallId second = centre.add_waiting_call(centre.french_call, 20s);
  CHECK(call_chosen(*centre.policy, centre, agent) == first);
  centre.call(second).key = centre.call(first).key - 1;
  CHECK(call_chosen(*centre.policy, centre, agent) == second);
}

TEST_CASE("longest_idle_agent: a free agent without waiting calls gets none") {
  TwoGroups centre;
  const AgentIndex agent = centre.add_idle_agent(centre.germans, 0s);
  CHECK_FALSE(call_chosen(*centre.policy, centre, agent));
  centre.take_from_line(centre.add_waiting_call(centre.german_call, 5s));
  centre.add_waiting_call(centre.french_call, 5s);
  CHECK_FALSE(call_chosen(*centre.policy, centre, agent));
}

TEST_CASE("longest_idle_agent: timers and forecasts decide nothing") {
  TwoGroups centre;
  centre.add_idle_agent(centre.germans, 0s);
  centre.add_waiting_call(centre.german_call, 5s);
  CHECK(ask(*centre.policy, centre.view(), {Occasion::Kind::timer, {}, {}}).list().empty());
  CHECK(ask(*centre.policy, centre.view(), {Occasion::Kind::forecast_changed, {}, {}}).list().empty());
}

TEST_CASE("longest_idle_agent: explains the winner and those who lost") {
  TwoGroups centre;
  const AgentIndex loser = centre.add_idle_agent(centre.germans, 10s);
  const AgentIndex winner = centre.add_idle_agent(centre.swiss, 30s);
  const CallId call = centre.add_waiting_call(centre.german_call, 0s);
  auto kept = reasons(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].agent == loser);
  CHECK(kept[0].call == call);
  CHECK(kept[0].score == Approx(10));
  CHECK(kept[0].why == "idle for less long");
  CHECK(kept[1].agent == winner);
  CHECK(kept[1].score == Approx(30));
  CHECK(kept[1].why == "longest idle");

  centre.idle(loser, 30s);
  kept = reasons(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].why == "longest idle");
  CHECK(kept[1].why == "equal score, later in the order of ties");

  const CallId older = centre.add_waiting_call(centre.french_call, 40s);
  kept = reasons(*centre.policy, centre.view(), agent_free(winner));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].call == older);
  CHECK(kept[0].score == Approx(40));
  CHECK(kept[0].why == "longest waiting");
  CHECK(kept[1].call == call);
  CHECK(kept[1].why == "waits for less long");
}
