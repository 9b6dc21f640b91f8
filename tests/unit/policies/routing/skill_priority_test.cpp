#include "policies/routing/skill_priority.hpp"

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

/// Three groups that all speak French, ranked home, neighbour, reserve; the reserve prefers loans.
struct Ranked : ViewFixture {
  SkillIndex french = add_skill("french"), loans = add_skill("loans");
  GroupIndex reserve = add_group("reserve", {{french, 9}, {loans, 5}});
  GroupIndex neighbour = add_group("neighbour", {{french, 5}});
  GroupIndex home = add_group("home", {{french, 3}});
  CallTypeIndex french_call = add_call_type("french", {french}, {home, neighbour, reserve});
  CallTypeIndex loan_call = add_call_type("loan", {loans});
  std::unique_ptr<RoutingPolicy> policy = make_routing("skill_priority", {{"overflow_after", "30 s"}});
};

}  // namespace

TEST_CASE("skill_priority: the lowest rank wins, and within a group the longest idle") {
  Ranked centre;
  centre.add_idle_agent(centre.reserve, 50s);
  centre.add_idle_agent(centre.home, 5s);
  const AgentIndex expected = centre.add_idle_agent(centre.home, 10s);
  CHECK(agent_chosen(*centre.policy, centre, centre.add_waiting_call(centre.french_call, 0s)) == expected);
  CHECK(agent_chosen(*centre.policy, centre, centre.add_waiting_call(centre.french_call, 5min)) == expected);
}

TEST_CASE("skill_priority: a call is held beside an idle agent of a group that it may not use yet") {
  Ranked centre;
  centre.add_idle_agent(centre.reserve, 50s);
  centre.add_idle_agent(centre.neighbour, 50s);
  const CallId call = centre.add_waiting_call(centre.french_call, 10s);
  const Decisions decisions = ask(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(decisions.list().size() == 2);
  CHECK(decisions.list()[0].kind == Decision::Kind::hold_call);
  CHECK(decisions.list()[0].call == call);
  CHECK(decisions.list()[1].kind == Decision::Kind::reconsider_call);
  CHECK(decisions.list()[1].call == call);
  CHECK(decisions.list()[1].at == centre.now + 20s);
}

TEST_CASE("skill_priority: a call that finds nobody idle is reconsidered but not held, until no rank is left") {
  Ranked centre;
  centre.add_busy_agent(centre.home);
  const CallId call = centre.add_waiting_call(centre.french_call, 0s);
  Decisions decisions = ask(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(decisions.list().size() == 1);
  CHECK(decisions.list()[0].kind == Decision::Kind::reconsider_call);
  CHECK(decisions.list()[0].at == centre.now + 30s);

  centre.now += 30s;
  decisions = ask(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(decisions.list().size() == 1);
  CHECK(decisions.list()[0].at == centre.now + 30s);

  centre.now += 30s;
  CHECK(ask(*centre.policy, centre.view(), call_waits(call)).list().empty());
}

TEST_CASE("skill_priority: the next group may take the call at the very instant its delay is over") {
  Ranked centre;
  const AgentIndex next_group = centre.add_idle_agent(centre.neighbour, 50s);
  centre.add_idle_agent(centre.reserve, 90s);
  const CallId call = centre.add_waiting_call(centre.french_call, Duration{30s} - 1ns);
  CHECK(ask(*centre.policy, centre.view(), call_waits(call)).list()[0].kind == Decision::Kind::hold_call);
  centre.now += 1ns;
  CHECK(agent_chosen(*centre.policy, centre, call) == next_group);
}

TEST_CASE("skill_priority: a free agent takes no call before its overflow time and is held beside it") {
  Ranked centre;
  const AgentIndex agent = centre.add_idle_agent(centre.reserve, 0s);
  const CallId call = centre.add_waiting_call(centre.french_call, 59s);
  const Decisions decisions = ask(*centre.policy, centre.view(), agent_free(agent));
  REQUIRE(decisions.list().size() == 1);
  CHECK(decisions.list()[0].kind == Decision::Kind::hold_agent);
  CHECK(decisions.list()[0].agent == agent);
  centre.now += 1s;
  CHECK(call_chosen(*centre.policy, centre, agent) == call);
}

TEST_CASE("skill_priority: a free agent prefers a younger call that is allowed to an older one that is not") {
  Ranked centre;
  const AgentIndex agent = centre.add_idle_agent(centre.reserve, 0s);
  const CallId older = centre.add_waiting_call(centre.french_call, 45s);
  const CallId own = centre.add_waiting_call(centre.loan_call, 1s);
  CHECK(call_chosen(*centre.policy, centre, agent) == own);
  const auto kept = reasons(*centre.policy, centre.view(), agent_free(agent));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].call == older);
  CHECK(kept[0].why == "not yet allowed to this group");
  CHECK(kept[1].why == "longest waiting");
}

TEST_CASE("skill_priority: without a delay every rank is allowed at once and nothing is reconsidered") {
  Ranked centre;
  const auto policy = make_routing("skill_priority", {{"overflow_after", "0 s"}});
  const CallId call = centre.add_waiting_call(centre.french_call, 0s);
  CHECK(ask(*policy, centre.view(), call_waits(call)).list().empty());
  const AgentIndex agent = centre.add_idle_agent(centre.reserve, 0s);
  CHECK(agent_chosen(*policy, centre, call) == agent);
  CHECK(call_chosen(*policy, centre, agent) == call);
}

TEST_CASE("skill_priority: priority credit orders the calls of a free agent but opens no group earlier") {
  Ranked centre;
  const auto policy = make_routing("skill_priority", {{"overflow_after", "30 s"}, {"credit_per_level", "1 min"}});
  const AgentIndex home_agent = centre.add_idle_agent(centre.home, 0s);
  const AgentIndex next_agent = centre.add_idle_agent(centre.neighbour, 0s);
  const CallId plain = centre.add_waiting_call(centre.french_call, 50s);
  const CallId urgent = centre.add_waiting_call(centre.french_call, 5s, 1);
  CHECK(call_chosen(*policy, centre, home_agent) == urgent);
  CHECK(call_chosen(*policy, centre, next_agent) == plain);
  CHECK(call_chosen(*centre.policy, centre, home_agent) == plain);
}

TEST_CASE("skill_priority: a review holds and reconsiders each call by its own wait") {
  Ranked centre;
  const AgentIndex next_agent = centre.add_idle_agent(centre.neighbour, 0s);
  centre.add_idle_agent(centre.reserve, 0s);
  const CallId young = centre.add_waiting_call(centre.french_call, 10s);
  const CallId old = centre.add_waiting_call(centre.french_call, 40s);
  const Decisions decisions = ask(*centre.policy, centre.view(), review());
  REQUIRE(decisions.list().size() == 3);
  CHECK(decisions.list()[0].kind == Decision::Kind::assign);
  CHECK(decisions.list()[0].call == old);
  CHECK(decisions.list()[0].agent == next_agent);
  CHECK(decisions.list()[1].kind == Decision::Kind::hold_call);
  CHECK(decisions.list()[1].call == young);
  CHECK(decisions.list()[2].kind == Decision::Kind::reconsider_call);
  CHECK(decisions.list()[2].at == centre.now + 20s);
}

TEST_CASE("skill_priority: explains who won, who is of a lower rank and who has to wait for the overflow") {
  Ranked centre;
  const AgentIndex home_agent = centre.add_idle_agent(centre.home, 5s);
  const AgentIndex reserve_agent = centre.add_idle_agent(centre.reserve, 50s);
  const CallId call = centre.add_waiting_call(centre.french_call, 0s);
  auto kept = reasons(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].agent == home_agent);
  CHECK(kept[0].why == "highest rank with an idle agent");
  CHECK(kept[1].agent == reserve_agent);
  CHECK(kept[1].score == Approx(-2));
  CHECK(kept[1].why == "lower rank");
  centre.make_busy(home_agent);
  kept = reasons(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].why == "overflow delay not over");
}
