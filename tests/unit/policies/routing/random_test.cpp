#include "policies/routing/random.hpp"

#include <array>

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

/// 90 agents in two groups, every third busy, so that idle ones lie in two words of bits with gaps.
struct Crowd : ViewFixture {
  SkillIndex german = add_skill("german");
  GroupIndex first = add_group("first", {{german, 1}});
  GroupIndex second = add_group("second", {{german, 2}});
  CallTypeIndex type = add_call_type("german", {german});
  std::unique_ptr<RoutingPolicy> policy = make_routing("random");

  Crowd() {
    for (std::size_t agent = 0; agent < 90; ++agent) {
      const GroupIndex group = agent % 2 == 0 ? first : second;
      if (agent % 3 == 0) {
        add_busy_agent(group);
      } else {
        add_idle_agent(group, std::chrono::seconds{agent});
      }
    }
  }
};

/// Pearson's statistic against equal shares of `draws` among the idle agents; fails the test if a busy one
/// was drawn.
double chi_square(const Crowd& centre, const std::array<int, 90>& counts, int draws) {
  const double expected = draws / 60.0;
  double sum = 0;
  for (std::size_t agent = 0; agent < counts.size(); ++agent) {
    if (agent % 3 == 0) {
      CHECK(counts[agent] == 0);
      continue;
    }
    const double difference = counts[agent] - expected;
    sum += difference * difference / expected;
  }
  CHECK(centre.centre.agents.size() == counts.size());
  return sum;
}

// Quantiles of χ² with 59 degrees of freedom at 0.0005 and 0.9995 (Wilson–Hilferty: 59·(1 − 2/531
// ± 3.2905·√(2/531))³).
constexpr double chi_square_low = 29.6;
constexpr double chi_square_high = 101.5;

}  // namespace

TEST_CASE("random: over many calls every idle agent of every group is chosen equally often") {
  Crowd centre;
  const CallId call = centre.add_waiting_call(centre.type, 0s);
  constexpr int draws = 30'000;
  std::array<int, 90> counts{};
  for (int key = 0; key < draws; ++key) {
    centre.call(call).key = static_cast<CallKey>(key);
    ++counts[agent_chosen(*centre.policy, centre, call).value];
  }
  const double statistic = chi_square(centre, counts, draws);
  CHECK(statistic > chi_square_low);
  CHECK(statistic < chi_square_high);
}

TEST_CASE("random: over many decisions about one call every idle agent is chosen equally often") {
  Crowd centre;
  const CallId call = centre.add_waiting_call(centre.type, 0s);
  constexpr int draws = 30'000;
  std::array<int, 90> counts{};
  for (int decision = 0; decision < draws; ++decision) {
    centre.call(call).decisions = static_cast<std::uint32_t>(decision);
    ++counts[agent_chosen(*centre.policy, centre, call).value];
  }
  const double statistic = chi_square(centre, counts, draws);
  CHECK(statistic > chi_square_low);
  CHECK(statistic < chi_square_high);
}

TEST_CASE("random: the same seed, call and decision always meet the same choice; another seed another one") {
  Crowd centre;
  int differing = 0;
  for (int index = 0; index < 100; ++index) {
    const CallId call = centre.add_waiting_call(centre.type, 0s);
    centre.policy_seed = 1;
    const AgentIndex chosen = agent_chosen(*centre.policy, centre, call);
    CHECK(agent_chosen(*make_routing("random"), centre, call) == chosen);
    centre.policy_seed = 2;
    if (agent_chosen(*centre.policy, centre, call) != chosen) ++differing;
  }
  CHECK(differing > 90);
}

TEST_CASE("random: nobody idle means no choice, and one idle agent is chosen for certain") {
  ViewFixture centre;
  const SkillIndex german = centre.add_skill("german");
  const GroupIndex group = centre.add_group("group", {{german, 1}});
  const CallTypeIndex type = centre.add_call_type("german", {german});
  const auto policy = make_routing("random");
  const CallId call = centre.add_waiting_call(type, 0s);
  centre.add_busy_agent(group);
  CHECK_FALSE(agent_chosen(*policy, centre, call));
  const AgentIndex only = centre.add_idle_agent(group, 0s);
  CHECK(agent_chosen(*policy, centre, call) == only);
}

TEST_CASE("random: a free agent gets the call that has waited longest") {
  Crowd centre;
  const AgentIndex agent = centre.add_idle_agent(centre.first, 0s);
  centre.add_waiting_call(centre.type, 5s);
  const CallId oldest = centre.add_waiting_call(centre.type, 15s);
  CHECK(call_chosen(*centre.policy, centre, agent) == oldest);
}

TEST_CASE("random: explains who was drawn among whom") {
  Crowd centre;
  const CallId call = centre.add_waiting_call(centre.type, 0s);
  const AgentIndex chosen = agent_chosen(*centre.policy, centre, call);
  const auto kept = reasons(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(kept.size() == 60);
  for (const Reason& reason : kept) CHECK((reason.why == "drawn") == (reason.agent == chosen));
}
