#include "policies/ivr/ivr_bypass.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

constexpr ServiceHealth well{true, 1, 0, 10, 0, 200ms};

/// The small centre: calls of type `sales` hear an announcement before the queue, and a shorter one meanwhile.
struct Announcing {
  static constexpr PromptIndex welcome{0U}, sorry{1U};
  Centre centre = small_centre();
  std::unique_ptr<Driven> driven;

  explicit Announcing(IvrBypass::Params params = {}) {
    centre.services = {"crm", "speech"};
    Step greet, short_cut;
    greet.kind = short_cut.kind = StepKind::announce;
    greet.prompt = welcome;
    short_cut.prompt = sorry;
    centre.flows = {{"main", {greet}}, {"short", {short_cut}}};
    centre.call_types[0].flow = FlowIndex{0U};
    params.service = "speech";
    driven = std::make_unique<Driven>(centre, nullptr, nullptr, std::make_unique<IvrBypass>(centre, params));
  }
  void report(ServiceHealth health, ServiceIndex service = ServiceIndex{1U}) {
    driven->tell(ServiceReported{service, health});
  }
  /// What a new call hears first; none: it queues.
  PromptIndex heard() {
    driven->call();
    return driven->wishes<Play>() == 1 ? driven->wish<Play>()->prompt : PromptIndex{};
  }
};

}  // namespace

TEST_CASE("ivr_bypass: calls go through their flow while the service is well", "[ivr]") {
  Announcing centre;
  CHECK(centre.heard() == Announcing::welcome);
  centre.report(well);
  CHECK(centre.heard() == Announcing::welcome);
  centre.report({false, 0, 0, 0, 5, {}}, ServiceIndex{0U});  // another one
  CHECK(centre.heard() == Announcing::welcome);
}

TEST_CASE("ivr_bypass: past the flow as long as the service is not well, and a while longer", "[ivr]") {
  Announcing centre({.recovered_for = 30s});
  const CallId under_way = centre.driven->call();
  const ServiceHealth bad = GENERATE(ServiceHealth{false, 0, 0, 0, 0, {}}, ServiceHealth{true, 1, 101, 5, 0, 1s},
                                     ServiceHealth{true, 1, 9, 5, 0, Duration{5s} + 1ns},
                                     ServiceHealth{true, 1, 9, 5, 6, 1s}, ServiceHealth{true, 1, 0, 0, 1, {}});
  centre.report(bad);
  CHECK_FALSE(centre.heard());
  CHECK(centre.driven->state(under_way) == CallState::in_ivr);
  centre.driven->after(10min);
  CHECK_FALSE(centre.heard());
  centre.report(well);
  centre.driven->after(20s);
  centre.report({true, 1, 100, 5, 5, 5s});  // at the limits, still well: the time goes on
  centre.driven->after(Duration{10s} - 1ns);
  CHECK_FALSE(centre.heard());
  centre.driven->after(1ns);
  CHECK(centre.heard() == Announcing::welcome);
  centre.report(bad);
  CHECK_FALSE(centre.heard());
}

TEST_CASE("ivr_bypass: meanwhile calls may go through another flow, to its end", "[ivr]") {
  Announcing centre({.flow = "short"});
  centre.report({false, 0, 0, 0, 0, {}});
  CHECK(centre.heard() == Announcing::sorry);
  const CallId call = centre.driven->wish<Play>()->call;
  centre.driven->tell(TreatmentEnded{call, TreatmentOutcome::finished});
  CHECK(centre.driven->state(call) == CallState::waiting);
}

TEST_CASE("ivr_bypass: what it has learnt is in a snapshot", "[ivr]") {
  Announcing centre, other;
  centre.report({false, 0, 0, 0, 0, {}});
  other.driven->acd.restore(centre.driven->acd.save());
  CHECK_FALSE(other.heard());
  StateWriter writer;
  writer.put(std::uint8_t{9});
  IvrBypass policy(centre.centre, {.service = "crm"});
  StateReader reader(writer.bytes());
  CHECK_THROWS_WITH(policy.restore(reader), Catch::Contains("unknown version"));
}

TEST_CASE("ivr_bypass: a service or flow that is not there is named", "[ivr]") {
  const Announcing centre;
  CHECK_THROWS_WITH(IvrBypass(centre.centre, {}), "service is ''; expected crm, speech");
  CHECK_THROWS_WITH(IvrBypass(centre.centre, {.service = "crm", .flow = "shrt"}),
                    "flow is 'shrt'; expected main, short");
  CHECK_THROWS_WITH(IvrBypass(small_centre(), {.service = "crm"}), "service is 'crm'; there is none");
}

}  // namespace twinline
