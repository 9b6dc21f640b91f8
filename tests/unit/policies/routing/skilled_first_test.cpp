#include "policies/routing/least_skilled_first.hpp"
#include "policies/routing/most_skilled_first.hpp"
#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

/// The experts know German best, but of what German loans need their weakest skill counts.
struct Levels : ViewFixture {
  SkillIndex german = add_skill("german"), loans = add_skill("loans");
  GroupIndex novices = add_group("novices", {{german, 2}});
  GroupIndex regulars = add_group("regulars", {{german, 5}, {loans, 6}});
  GroupIndex colleagues = add_group("colleagues", {{german, 5}});
  GroupIndex experts = add_group("experts", {{german, 9}, {loans, 3}});
  CallTypeIndex german_call = add_call_type("german", {german});
  CallTypeIndex german_loan = add_call_type("german loan", {german, loans});
  AgentIndex novice = add_idle_agent(novices, 10s);
  AgentIndex regular = add_idle_agent(regulars, 20s);
  AgentIndex colleague = add_idle_agent(colleagues, 30s);
  AgentIndex expert = add_idle_agent(experts, 40s);
  std::unique_ptr<RoutingPolicy> most = make_routing("most_skilled_first");
  std::unique_ptr<RoutingPolicy> least = make_routing("least_skilled_first");
};

}  // namespace

TEST_CASE("skilled_first: the highest or lowest level wins, equal levels go to the longest idle") {
  Levels centre;
  const CallId call = centre.add_waiting_call(centre.german_call, 0s);
  SECTION("most") {
    for (const AgentIndex expected : {centre.expert, centre.colleague, centre.regular, centre.novice}) {
      CHECK(agent_chosen(*centre.most, centre, call) == expected);
      centre.make_busy(expected);
    }
    CHECK_FALSE(agent_chosen(*centre.most, centre, call));
  }
  SECTION("least") {
    for (const AgentIndex expected : {centre.novice, centre.colleague, centre.regular, centre.expert}) {
      CHECK(agent_chosen(*centre.least, centre, call) == expected);
      centre.make_busy(expected);
    }
    CHECK_FALSE(agent_chosen(*centre.least, centre, call));
  }
}

TEST_CASE("skilled_first: of several skills needed the weakest counts, and all are needed") {
  Levels centre;
  const CallId call = centre.add_waiting_call(centre.german_loan, 0s);
  CHECK(agent_chosen(*centre.most, centre, call) == centre.regular);
  CHECK(agent_chosen(*centre.least, centre, call) == centre.expert);
}

TEST_CASE("skilled_first: within a group the longest idle gets the call") {
  Levels centre;
  const AgentIndex rested = centre.add_idle_agent(centre.experts, 60s);
  CHECK(agent_chosen(*centre.most, centre, centre.add_waiting_call(centre.german_call, 0s)) == rested);
}

TEST_CASE("skilled_first: a free agent gets the longest waiting call, whatever the levels") {
  Levels centre;
  const CallId oldest = centre.add_waiting_call(centre.german_loan, 10s);
  centre.add_waiting_call(centre.german_call, 5s);
  CHECK(call_chosen(*centre.most, centre, centre.expert) == oldest);
  CHECK(call_chosen(*centre.least, centre, centre.expert) == oldest);
}

TEST_CASE("skilled_first: explains by level") {
  Levels centre;
  const CallId call = centre.add_waiting_call(centre.german_loan, 0s);
  const auto most = reasons(*centre.most, centre.view(), call_waits(call));
  REQUIRE(most.size() == 2);
  CHECK(most[0].agent == centre.regular);
  CHECK(most[0].score == Approx(5));
  CHECK(most[0].why == "highest skill level");
  CHECK(most[1].why == "lower skill level");
  const auto least = reasons(*centre.least, centre.view(), call_waits(call));
  REQUIRE(least.size() == 2);
  CHECK(least[0].score == Approx(-5));
  CHECK(least[0].why == "higher skill level");
  CHECK(least[1].why == "lowest skill level");
}
