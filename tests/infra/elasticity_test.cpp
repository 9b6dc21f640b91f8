// Cores that come and go: a drill worked out by hand.
#include "sim/infra/elasticity.hpp"

#include <catch2/catch.hpp>

#include "sim/infra/instants.hpp"

namespace twinline::infra {
namespace {

constexpr HostIndex crowded{0U};

/// Of one host.
scenarios::Infrastructure infrastructure_of(const scenarios::Elastic& rules) {
  scenarios::Host host;
  host.name = "ivr";
  host.cores = 2;
  host.carried_by = scenarios::CarriedBy::processor_sharing;
  host.elastic = rules;
  scenarios::Infrastructure infrastructure;
  infrastructure.hosts.push_back(host);
  return infrastructure;
}

/// A host of two cores that may have six, and its carrier.
struct Drill {
  explicit Drill(const scenarios::Elastic& rules) : infrastructure(infrastructure_of(rules)) {}

  void go_to(Time until) {
    for (Time next = elasticity.next_time(); next <= until; next = elasticity.next_time()) {
      carrier->advance(next, ended);
      elasticity.advance(next);
    }
    carrier->advance(until, ended);
  }
  BoughtCores bought(Time now) const { return elasticity.bought(now).at(0); }
  std::uint32_t cores_at(Duration after) {
    go_to(world_start + after);
    return bought(world_start + after).cores;
  }

  scenarios::Infrastructure infrastructure;
  std::unique_ptr<Carrier> carrier = make_carrier({{{"ivr", 2, 1.0, true}}, {}, {}});
  Elasticity elasticity{infrastructure, *carrier, random::StreamSeed{1, 0}};
  std::vector<Completion> ended;
};

scenarios::Distribution always(double seconds) {
  scenarios::Distribution distribution;
  distribution.kind = scenarios::Distribution::Kind::constant;
  distribution.parameters = {seconds};
  return distribution;
}

scenarios::Elastic rules() {
  scenarios::Elastic rules;
  rules.most_cores = 6;
  rules.step = 2;
  rules.check_every = 60s;
  rules.add_above_utilisation = 0.8;
  rules.remove_below_utilisation = 0.3;
  rules.provisioning = always(90);
  return rules;
}

}  // namespace

TEST_CASE("Cores come when they have been provisioned, up to the cap, and go when the load has gone", "[infra]") {
  Drill drill(rules());
  for (Tag tag = 0; tag < 10; ++tag) drill.carrier->execute(crowded, 1000, tag);
  CHECK(drill.cores_at(149s) == 2);  // ordered at 60 s, and two more at 120 s
  CHECK(drill.cores_at(150s) == 4);
  CHECK(drill.cores_at(209s) == 4);
  CHECK(drill.cores_at(210s) == 6);
  CHECK(drill.cores_at(300s) == 6);
  CHECK(drill.bought(world_start + 300s).ordered == 4);
  for (Tag tag = 0; tag < 10; ++tag) drill.carrier->cancel(tag);
  CHECK(drill.cores_at(359s) == 6);
  CHECK(drill.cores_at(360s) == 4);
  CHECK(drill.cores_at(420s) == 2);
  CHECK(drill.cores_at(480s) == 2);
  const BoughtCores bought = drill.bought(world_start + 480s);
  CHECK(bought.most == 6);
  // 150 s of two cores, 60 s of four, 150 s of six, 60 s of four and 60 s of two.
  CHECK(bought.core_time == Duration{1800s});
  // The carrier has had the same cores: all were busy until the load went.
  CHECK(drill.carrier->load(crowded).busy == 150s * 2 + 60s * 4 + 90s * 6);
}

TEST_CASE("Cores are ordered by the queue, too, and none is given back while others are on order", "[infra]") {
  scenarios::Elastic by_queue = rules();
  by_queue.add_above_utilisation.reset();
  by_queue.add_above_queue = 3;
  Drill drill(by_queue);
  for (Tag tag = 0; tag < 5; ++tag) drill.carrier->execute(crowded, 1000, tag);
  CHECK(drill.cores_at(240s) == 2);  // three requests more than cores are not more than three
  drill.carrier->execute(crowded, 1000, 5);
  drill.go_to(world_start + 301s);
  for (Tag tag = 0; tag < 6; ++tag) drill.carrier->cancel(tag);
  CHECK(drill.cores_at(389s) == 2);
  CHECK(drill.cores_at(390s) == 4);
  CHECK(drill.cores_at(420s) == 2);
}

TEST_CASE("A host that is down keeps its cores", "[infra]") {
  Drill drill(rules());
  for (Tag tag = 0; tag < 10; ++tag) drill.carrier->execute(crowded, 1000, tag);
  CHECK(drill.cores_at(230s) == 6);
  drill.carrier->switch_host(crowded, false);
  CHECK(drill.cores_at(600s) == 6);
  drill.carrier->switch_host(crowded, true);
  CHECK(drill.cores_at(660s) == 4);
}

}  // namespace twinline::infra
