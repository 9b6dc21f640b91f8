#include "policies/ivr/straight.hpp"

#include <catch2/catch.hpp>

#include "policies/ivr/registry.hpp"
#include "tests/unit/policies/view_fixture.hpp"

using namespace twinline;

TEST_CASE("straight IVR: every call comes into its queue at once and keeps its type") {
  const auto* entry = find_policy(ivr_policies(), "straight");
  REQUIRE(entry != nullptr);
  CHECK(entry->parameters().empty());
  std::vector<ParameterProblem> problems;
  const auto policy = entry->make(Centre{}, {}, problems);
  REQUIRE(policy != nullptr);

  ViewFixture centre;
  const SkillIndex german = centre.add_skill("german");
  const CallId call = centre.add_waiting_call(centre.add_call_type("german", {german}), 0s);
  for (const auto kind : {IvrOccasion::Kind::arrived, IvrOccasion::Kind::step_ended}) {
    const IvrDecision decision = policy->decide(centre.view(), {kind, call, 0, TreatmentOutcome::finished});
    CHECK(decision.kind == IvrDecision::Kind::enqueue);
    CHECK_FALSE(decision.type);
    CHECK_FALSE(decision.prompt);
  }
}

TEST_CASE("straight IVR: has no parameters to give") {
  std::vector<ParameterProblem> problems;
  const std::vector<ParameterText> given{{"announcement", "true"}};
  CHECK(find_policy(ivr_policies(), "straight")->make(Centre{}, given, problems) == nullptr);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].unknown);
}
