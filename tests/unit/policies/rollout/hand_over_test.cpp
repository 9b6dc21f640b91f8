#include "policies/rollout/hand_over.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

#include "policies/routing/longest_idle_agent.hpp"
#include "policies/routing/round_robin.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

/// Remembers a number; does not take it where the test says so.
struct Remembering final : RoutingPolicy {
  std::uint32_t number;
  bool takes_it;
  explicit Remembering(std::uint32_t known = 0, bool takes = true) : number(known), takes_it(takes) {}
  void decide(const View&, const Occasion&, Decisions&) const override {}
  void save(StateWriter& writer) const override { writer.put(number); }
  void restore(StateReader& reader) override {
    reader.get(number);
    if (!takes_it) throw std::runtime_error("cannot read that");
  }
};

using Make = std::function<std::unique_ptr<RoutingPolicy>()>;

Make remembering(std::uint32_t known = 0, bool takes = true) {
  return [known, takes] { return std::make_unique<Remembering>(known, takes); };
}

Make split_of(PolicyName first, Make make_first, PolicyName second, Make make_second) {
  return [=] {
    return std::make_unique<Split>(Split::Side{first, make_first()}, Split::Side{second, make_second()}, SplitRule{});
  };
}

std::uint32_t known_by(const RoutingPolicy& policy) { return dynamic_cast<const Remembering&>(policy).number; }
std::uint32_t known_by(const RoutingPolicy& policy, Arm arm) {
  return known_by(*dynamic_cast<const Split&>(policy).side(arm).policy);
}

std::vector<std::uint8_t> saved(const RoutingPolicy& policy) {
  StateWriter writer;
  policy.save(writer);
  return writer.take();
}

const PolicyName old{"old", 1, ":x=1"}, tried{"tried", 3, ":x=1"}, split_itself{"split", 1, ""};

}  // namespace

TEST_CASE("hand-over: an equal policy goes on with what was learnt, whatever its parameters", "[rollout]") {
  const PolicyName next = GENERATE(PolicyName{"old", 1, ":x=1"}, PolicyName{"old", 1, ":x=2"});
  const auto handed = hand_over<RoutingPolicy>(Remembering(7), old, remembering(), next);
  CHECK(known_by(*handed.policy) == 7);
  CHECK(handed.refusal.empty());
  CHECK(handed.state == saved(*handed.policy));
}

TEST_CASE("hand-over: another policy or version begins as it was made", "[rollout]") {
  const PolicyName next = GENERATE(PolicyName{"old", 2, ":x=1"}, PolicyName{"tried", 1, ":x=1"});
  const auto handed = hand_over<RoutingPolicy>(Remembering(7), old, remembering(3), next);
  CHECK(known_by(*handed.policy) == 3);
  CHECK(handed.refusal.empty());
  CHECK(handed.state.empty());
}

TEST_CASE("hand-over: into a split, out of it, and from one to the next", "[rollout]") {
  const auto into =
      hand_over<RoutingPolicy>(Remembering(7), old, split_of(old, remembering(), tried, remembering(5)), split_itself);
  CHECK(known_by(*into.policy, Arm::incumbent) == 7);
  CHECK(known_by(*into.policy, Arm::candidate) == 5);
  CHECK(into.state == saved(*into.policy));

  const auto out = hand_over(*into.policy, split_itself, remembering(), tried);
  CHECK(known_by(*out.policy) == 5);

  const auto turned =
      hand_over(*into.policy, split_itself, split_of(tried, remembering(), old, remembering()), split_itself);
  CHECK(known_by(*turned.policy, Arm::incumbent) == 5);
  CHECK(known_by(*turned.policy, Arm::candidate) == 7);
}

TEST_CASE("hand-over: between arms of one policy the one with the same parameters gives", "[rollout]") {
  const PolicyName sooner{"old", 1, ":x=2"};
  const auto both = split_of(old, remembering(7), sooner, remembering(8))();
  CHECK(known_by(*hand_over(*both, split_itself, remembering(), sooner).policy) == 8);
  CHECK(known_by(*hand_over(*both, split_itself, remembering(), old).policy) == 7);
  CHECK(known_by(*hand_over(*both, split_itself, remembering(), PolicyName{"old", 1, ":x=3"}).policy) == 7);
}

TEST_CASE("hand-over: a state that is not taken leaves the policy as it was made, and is told", "[rollout]") {
  const auto alone = hand_over<RoutingPolicy>(Remembering(7), old, remembering(3, false), old);
  CHECK(known_by(*alone.policy) == 3);
  CHECK(alone.refusal == "'old': cannot read that");
  CHECK(alone.state.empty());

  const auto in_force = split_of(old, remembering(7), tried, remembering(8))();
  const auto handed =
      hand_over(*in_force, split_itself, split_of(old, remembering(3, false), tried, remembering()), split_itself);
  CHECK(known_by(*handed.policy, Arm::incumbent) == 3);
  CHECK(known_by(*handed.policy, Arm::candidate) == 8);
  CHECK(handed.refusal == "'old': cannot read that");
  CHECK(handed.state == saved(*handed.policy));
}

TEST_CASE("hand-over: a state of which something is left unread is not taken", "[rollout]") {
  const Centre centre = small_centre();
  const Make forgetful = [&] { return std::make_unique<LongestIdleAgent>(centre, LongestIdleAgent::Params{}); };
  const auto handed = hand_over<RoutingPolicy>(Remembering(7), old, forgetful, old);
  CHECK(handed.refusal == "'old': it left a part of the state unread");
}

TEST_CASE("hand-over: round robin goes on in its circle after a swap", "[rollout]") {
  const Centre centre = small_centre();
  const Make robin = [&] { return std::make_unique<RoundRobin>(centre, RoundRobin::Params{}); };
  Driven driven(centre, robin());
  driven.ready(ann);
  driven.ready(bob);
  driven.call(sales);
  REQUIRE(driven.wish<Offer>()->offer.agent == ann);
  driven.tell(OfferRefused{driven.last_offer(ann), OfferRefusal::declined});
  const PolicyName name{"round_robin", 1, ""};
  auto handed = hand_over(driven.acd.routing(), name, robin, name);
  CHECK_FALSE(handed.state.empty());
  const std::uint32_t number = driven.acd.prepare(std::move(handed.policy));
  driven.tell(PolicyPutInForce{PolicyKind::routing, number});
  CHECK(saved(driven.acd.routing()) == handed.state);
}

}  // namespace twinline
