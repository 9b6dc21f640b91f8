#include <catch2/catch.hpp>

#include "tests/unit/schema/samples.hpp"

using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;
using twinline::Duration;
using namespace std::chrono_literals;

namespace {

const std::string base = changed(sound, "groups:", R"(policies:
  routing: {name: skill_priority, params: {overflow_after: 45 s}}
arms:
  now: {policies.routing.params.overflow_after: 0 s}
  idle: {policies.routing: longest_idle_agent, groups.agents.scheduled: {"08:00": 9}}
groups:)");

Scenario overlaid(const Overlays& overlays, const std::string& text = base) {
  const Folder folder;
  const Loaded loaded = load(folder.write("s.yaml", text), menu(), overlays, "--b");
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  return *loaded.scenario;
}

std::string told_of_overlay(const std::string& path, const std::string& value) {
  const Folder folder;
  return told(load(folder.write("s.yaml", base), menu(), {{path, value}}, "--b"), folder);
}

}  // namespace

TEST_CASE("an overlay merges maps and replaces single values") {
  CHECK(overlaid({{"groups.agents.scheduled", "7"}}).centre.agents.size() == 7);
  CHECK(overlaid({{"groups.agents", "{capacity: 2}"}}).centre.groups.at(0).capacity == 2);
  CHECK(overlaid({{"groups.agents", "{capacity: 2}"}}).centre.agents.size() == 4);
  CHECK(overlaid({{"queues.main.service_level.threshold", "33 s"}}).centre.queues.at(0).service_level.threshold == 33s);
  const auto both = overlaid({{"seed", "9"}, {"seed", "10"}});
  CHECK(both.seed == 10);
}

TEST_CASE("another kind of a thing takes nothing of the old kind along") {
  const auto lognormal = overlaid({{"calls.question.patience", "{lognormal: {mean: 3 s, sd: 2 s}}"}});
  CHECK(lognormal.callers.at(0).patience->at(0).value.kind == Distribution::Kind::lognormal);
  const auto ageing = overlaid({{"policies.routing", "{name: priority_ageing}"}});
  REQUIRE(ageing.routing.parameters.size() == 1);
  CHECK(ageing.routing.parameters[0].name == "credit_per_level");
  CHECK(overlaid({{"policies.routing", "random"}}).routing.parameters.empty());
  const auto stepped = overlaid({{"calls.question.arrivals", "{volume: {\"08:00\": [10, 20]}}"}});
  CHECK(stepped.callers.at(0).arrivals.by_weekday.at(0).per_hour.size() == 4);
}

TEST_CASE("a path may go below a short form and below what was left to its default") {
  const auto text = changed(base, "policies:\n  routing: {name: skill_priority, params: {overflow_after: 45 s}}",
                            "policies: {routing: skill_priority}");
  const auto params = overlaid({{"policies.routing.params.overflow_after", "90 s"}}, text).routing.parameters;
  REQUIRE(params.size() == 1);
  CHECK(params[0].value == "90 s");
  CHECK(overlaid({{"offers.ring_limit", "11 s"}}).centre.offers.ring_limit == 11s);
  CHECK(overlaid({{"horizon.days", "3"}}).horizon.days.size() == 3);
}

TEST_CASE("arms overlay the file they stand in") {
  const Folder folder;
  const ScenarioFile file(folder.write("s.yaml", base), menu());
  REQUIRE(file.check().scenario);
  CHECK(file.check().arms.size() == 2);
  CHECK(file.check().arms[1].overlays ==
        Overlays{{"policies.routing", "longest_idle_agent"}, {"groups.agents.scheduled", "{\"08:00\": 9}"}});
  CHECK(file.load_arm("now").scenario->routing.parameters.at(0).value == "0 s");
  CHECK(file.load_arm("idle").scenario->routing.name == "longest_idle_agent");
  CHECK(file.load_arm("idle").scenario->centre.agents.size() == 9);
  CHECK(told(file.load_arm("nwo"), folder) == "s.yaml: unknown arm 'nwo'; did you mean 'now'?\n");
  // What an arm was written as gives the same scenario as the arm.
  const Loaded loaded = file.check();
  for (const ArmDefinition& arm : loaded.arms) {
    CHECK(file.load(arm.overlays).scenario->hash == file.load_arm(arm.name).scenario->hash);
  }
}

TEST_CASE("a wrong overlay says where it came from") {
  CHECK(told_of_overlay("groups.agnets.scheduled", "3") ==
        "--b: groups.agnets.scheduled: path 'groups.agnets.scheduled' leads nowhere at 'agnets'; did you "
        "mean 'agents'?\n");
  CHECK(told_of_overlay("polices.routing", "random") ==
        "--b: polices.routing: path 'polices.routing' leads nowhere at 'polices'; did you mean 'policies'?\n");
  CHECK(told_of_overlay("groups.agents.scheduled.most", "3") ==
        "--b: groups.agents.scheduled.most: path 'groups.agents.scheduled.most' goes on with 'most' below a "
        "single value; "
        "overlay the value as a whole\n");
  CHECK(told_of_overlay("seed", "-3") == "--b: seed:1:1: seed is -3; it must be at least 0\n");
  CHECK(told_of_overlay("seed", "") == "--b: seed: has no value\n");
  CHECK(told_of_overlay("seed", "{a: [b") == "--b: seed:1:1: this is not YAML: end of sequence flow not found\n");
  CHECK(told_of_overlay("policies.routing", "longest_idle") ==
        "--b: policies.routing:1:1: unknown policy 'longest_idle'; did you mean 'longest_idle_agent'?\n");
}
