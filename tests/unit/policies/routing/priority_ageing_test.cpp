#include "policies/routing/priority_ageing.hpp"

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

struct Priorities : ViewFixture {
  SkillIndex german = add_skill("german");
  GroupIndex group = add_group("group", {{german, 1}});
  CallTypeIndex type = add_call_type("german", {german});
  std::unique_ptr<RoutingPolicy> policy = make_routing("priority_ageing");
};

}  // namespace

TEST_CASE("priority_ageing: a level of priority is worth 90 s of waiting, to the nanosecond") {
  Priorities centre;
  const AgentIndex agent = centre.add_idle_agent(centre.group, 0s);
  const CallId plain = centre.add_waiting_call(centre.type, Duration{190s} + 1ns, 0);
  const CallId urgent = centre.add_waiting_call(centre.type, 10s, 2);
  CHECK(call_chosen(*centre.policy, centre, agent) == plain);
  centre.call(plain).queued_at += 2ns;
  CHECK(call_chosen(*centre.policy, centre, agent) == urgent);
}

TEST_CASE("priority_ageing: among equal priorities and without credit the longest waiting goes first") {
  Priorities centre;
  const AgentIndex agent = centre.add_idle_agent(centre.group, 0s);
  centre.add_waiting_call(centre.type, 10s, 3);
  const CallId second = centre.add_waiting_call(centre.type, 11s, 3);
  CHECK(call_chosen(*centre.policy, centre, agent) == second);
  const CallId oldest = centre.add_waiting_call(centre.type, 12s, 0);
  CHECK(call_chosen(*make_routing("priority_ageing", {{"credit_per_level", "0"}}), centre, agent) == oldest);
}

TEST_CASE("priority_ageing: a call gets the longest idle agent") {
  Priorities centre;
  centre.add_idle_agent(centre.group, 1s);
  const AgentIndex rested = centre.add_idle_agent(centre.group, 2s);
  CHECK(agent_chosen(*centre.policy, centre, centre.add_waiting_call(centre.type, 0s, 9)) == rested);
}

TEST_CASE("priority_ageing: explains with the credit included") {
  Priorities centre;
  const AgentIndex agent = centre.add_idle_agent(centre.group, 0s);
  const CallId plain = centre.add_waiting_call(centre.type, 50s, 0);
  const CallId urgent = centre.add_waiting_call(centre.type, 10s, 1);
  const auto kept = reasons(*centre.policy, centre.view(), agent_free(agent));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].call == plain);
  CHECK(kept[0].score == Approx(50));
  CHECK(kept[0].why == "waits for less long with priority credit");
  CHECK(kept[1].call == urgent);
  CHECK(kept[1].score == Approx(100));
  CHECK(kept[1].why == "longest waiting with priority credit");
}
