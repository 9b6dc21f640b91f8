#include "policies/routing/round_robin.hpp"

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

/// 130 agents, alternating between two groups, so that the circle runs over three words of bits.
struct Circle : ViewFixture {
  SkillIndex german = add_skill("german"), french = add_skill("french");
  GroupIndex german_only = add_group("german only", {{german, 1}});
  GroupIndex both = add_group("both", {{german, 1}, {french, 1}});
  CallTypeIndex german_call = add_call_type("german", {german});
  CallTypeIndex french_call = add_call_type("french", {french});
  std::unique_ptr<RoutingPolicy> policy = make_routing("round_robin");
  std::uint32_t offers = 0;

  Circle() {
    for (std::size_t agent = 0; agent < 130; ++agent) add_idle_agent(agent % 2 == 0 ? german_only : both, 10s);
  }
  void offered(AgentIndex agent) { policy->learn(OfferMade{{agent, offers++}, {}, {}}, view()); }
};

}  // namespace

TEST_CASE("round_robin: begins with the first agent and goes round through all groups") {
  Circle centre;
  const CallId call = centre.add_waiting_call(centre.german_call, 0s);
  for (std::size_t turn = 0; turn < 300; ++turn) {
    const AgentIndex agent = agent_chosen(*centre.policy, centre, call);
    REQUIRE(agent == AgentIndex{turn % 130});
    centre.offered(agent);
  }
}

TEST_CASE("round_robin: passes over agents who are busy or lack the skill") {
  Circle centre;
  const CallId call = centre.add_waiting_call(centre.french_call, 0s);
  centre.offered(AgentIndex{std::size_t{62}});
  centre.make_busy(AgentIndex{std::size_t{63}});
  CHECK(agent_chosen(*centre.policy, centre, call) == AgentIndex{std::size_t{65}});
  centre.offered(AgentIndex{std::size_t{129}});
  CHECK(agent_chosen(*centre.policy, centre, call) == AgentIndex{std::size_t{1}});
}

TEST_CASE("round_robin: the agent of the last offer comes last") {
  ViewFixture centre;
  const SkillIndex german = centre.add_skill("german");
  const GroupIndex group = centre.add_group("group", {{german, 1}});
  const CallTypeIndex type = centre.add_call_type("german", {german});
  const AgentIndex first = centre.add_idle_agent(group, 1s), second = centre.add_idle_agent(group, 2s);
  const CallId call = centre.add_waiting_call(type, 0s);
  const auto policy = make_routing("round_robin");
  policy->learn(OfferMade{{first, 0}, call, group}, centre.view());
  CHECK(agent_chosen(*policy, centre, call) == second);
  centre.make_busy(second);
  CHECK(agent_chosen(*policy, centre, call) == first);
  centre.make_busy(first);
  CHECK_FALSE(agent_chosen(*policy, centre, call));
}

TEST_CASE("round_robin: its place in the circle survives a snapshot, and deciding does not move it") {
  Circle centre;
  const CallId call = centre.add_waiting_call(centre.german_call, 0s);
  centre.offered(AgentIndex{std::size_t{40}});
  CHECK(agent_chosen(*centre.policy, centre, call) == agent_chosen(*centre.policy, centre, call));
  StateWriter writer;
  centre.policy->save(writer);
  const auto restored = make_routing("round_robin");
  StateReader reader{writer.bytes()};
  restored->restore(reader);
  CHECK(reader.at_end());
  CHECK(agent_chosen(*restored, centre, call) == AgentIndex{std::size_t{41}});
}

TEST_CASE("round_robin: refuses a state of another version") {
  StateWriter writer;
  writer.put(std::uint8_t{200});
  writer.put(AgentIndex{std::size_t{3}});
  StateReader reader{writer.bytes()};
  CHECK_THROWS_WITH(make_routing("round_robin")->restore(reader), "round_robin: state of an unknown version");
}

TEST_CASE("round_robin: a place beyond the last agent, as after a change of the centre, still finds the next one") {
  Circle centre;
  centre.offered(AgentIndex{std::size_t{1000}});
  const AgentIndex chosen = agent_chosen(*centre.policy, centre, centre.add_waiting_call(centre.german_call, 0s));
  CHECK(chosen == AgentIndex{std::size_t{1001 % 130}});
}

TEST_CASE("round_robin: wants to hear of offers and of nothing else") {
  const auto policy = make_routing("round_robin");
  CHECK(policy->interests().has<OfferMade>());
  CHECK_FALSE(policy->interests().has<OfferEnded>());
  CHECK(make_routing("longest_idle_agent")->interests().empty());
}

TEST_CASE("round_robin: explains how many turns away each candidate is") {
  Circle centre;
  const CallId call = centre.add_waiting_call(centre.french_call, 0s);
  centre.offered(AgentIndex{std::size_t{4}});
  const auto kept = reasons(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(kept.size() == 65);
  CHECK(kept[0].agent == AgentIndex{std::size_t{1}});
  CHECK(kept[0].score == Approx(-126));
  CHECK(kept[0].why == "later in turn");
  CHECK(kept[2].agent == AgentIndex{std::size_t{5}});
  CHECK(kept[2].score == Approx(0));
  CHECK(kept[2].why == "next in turn");
}
