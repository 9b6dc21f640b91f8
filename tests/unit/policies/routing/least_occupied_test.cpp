#include "policies/routing/least_occupied.hpp"

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

struct Workers : ViewFixture {
  SkillIndex german = add_skill("german");
  GroupIndex second = add_group("second", {{german, 1}});
  GroupIndex first = add_group("first", {{german, 1}});
  CallTypeIndex type = add_call_type("german", {german}, {first, second});
  std::unique_ptr<RoutingPolicy> policy = make_routing("least_occupied");

  AgentIndex add_worker(GroupIndex group, Duration logged_in, Duration handled, Duration idle_for) {
    const AgentIndex agent = add_idle_agent(group, idle_for);
    this->agent(agent).logged_in_at = now - logged_in;
    this->agent(agent).handled = handled;
    return agent;
  }
};

}  // namespace

TEST_CASE("least_occupied: the lowest share of engaged time wins, not the least engaged time") {
  Workers centre;
  centre.add_worker(centre.first, 10min, 5min, 50s);
  const AgentIndex expected = centre.add_worker(centre.second, 40min, 10min, 1s);
  CHECK(agent_chosen(*centre.policy, centre, centre.add_waiting_call(centre.type, 0s)) == expected);
}

TEST_CASE("least_occupied: an agent who is busy with another call counts the work at hand") {
  Workers centre;
  centre.centre.groups[centre.first.value].capacity = 2;
  const AgentIndex juggling = centre.add_worker(centre.first, 40min, 0min, 50s);
  centre.agent(juggling).engaged = 1;
  centre.agent(juggling).engaged_since = centre.now - 20min;
  const AgentIndex resting = centre.add_worker(centre.second, 40min, 10min, 1s);
  CHECK(agent_chosen(*centre.policy, centre, centre.add_waiting_call(centre.type, 0s)) == resting);
}

TEST_CASE("least_occupied: equal occupancies go to the longest idle, then by rank, then by agent index") {
  Workers centre;
  const AgentIndex of_second = centre.add_worker(centre.second, 40min, 10min, 5s);
  const AgentIndex of_first = centre.add_worker(centre.first, 40min, 10min, 5s);
  const AgentIndex of_first_later = centre.add_worker(centre.first, 40min, 10min, 5s);
  const AgentIndex longest = centre.add_worker(centre.second, 20min, 5min, 9s);
  const CallId call = centre.add_waiting_call(centre.type, 0s);
  for (const AgentIndex expected : {longest, of_first, of_first_later, of_second}) {
    CHECK(agent_chosen(*centre.policy, centre, call) == expected);
    centre.make_busy(expected);
  }
  CHECK_FALSE(agent_chosen(*centre.policy, centre, call));
}

TEST_CASE("least_occupied: explains every idle agent") {
  Workers centre;
  const AgentIndex busier = centre.add_worker(centre.first, 40min, 20min, 5s);
  const AgentIndex winner = centre.add_worker(centre.first, 40min, 10min, 1s);
  const CallId call = centre.add_waiting_call(centre.type, 0s);
  const auto kept = reasons(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].agent == busier);
  CHECK(kept[0].score == Approx(-0.5));
  CHECK(kept[0].why == "more occupied");
  CHECK(kept[1].agent == winner);
  CHECK(kept[1].score == Approx(-0.25));
  CHECK(kept[1].why == "least occupied");
}
