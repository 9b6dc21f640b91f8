#include "policies/staffing/fixed.hpp"

#include <catch2/catch.hpp>

#include "policies/staffing/registry.hpp"
#include "tests/unit/policies/view_fixture.hpp"

using namespace twinline;

TEST_CASE("fixed staffing: asks nobody and wants no timer, whatever the occasion") {
  REQUIRE(staffing_policies().size() == 1);
  const auto* entry = find_policy(staffing_policies(), "fixed");
  REQUIRE(entry != nullptr);
  CHECK(entry->parameters().empty());
  std::vector<ParameterProblem> problems;
  const auto policy = entry->make(Centre{}, {}, problems);
  REQUIRE(policy != nullptr);

  ViewFixture centre;
  const SkillIndex german = centre.add_skill("german");
  centre.add_busy_agent(centre.add_group("group", {{german, 1}}));
  centre.add_waiting_call(centre.add_call_type("german", {german}), 10min);
  using Kind = StaffingOccasion::Kind;
  for (const Kind kind : {Kind::start, Kind::timer, Kind::forecast_changed, Kind::request_settled}) {
    StaffingDecisions decisions;
    policy->decide(centre.view(), {kind, {}}, decisions);
    CHECK(decisions.requests().empty());
    CHECK(decisions.reconsider_time() == never);
  }
  CHECK(policy->interests().empty());
}
