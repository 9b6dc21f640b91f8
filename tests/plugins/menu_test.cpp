// A plug-in's policy beside Twinline's own: on the menu, in a scenario, in an ACD that is saved and goes on elsewhere.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <variant>

#include <catch2/catch.hpp>

#include "reports/journal/reader.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/plugins/plugin.hpp"
#include "scenarios/schema/load.hpp"
#include "sim/lab/replication.hpp"
#include "tests/cli/desk.hpp"
#include "tests/plugins/plugins.hpp"

namespace twinline::plugin_test {
namespace {

using Catch::Contains;
using cli_test::Desk;

const scenarios::PolicyDescription& on_menu(const std::vector<scenarios::PolicyDescription>& menu,
                                            const std::string& name) {
  const auto found = std::find_if(menu.begin(), menu.end(), [&](const auto& policy) { return policy.name == name; });
  REQUIRE(found != menu.end());
  return *found;
}

std::string refusal_on_menu(const std::string& file) {
  try {
    scenarios::add_plugin(file);
  } catch (const scenarios::PluginError& error) {
    return error.what();
  }
  return {};
}

/// A scenario with this routing policy.
std::string with_routing(const std::string& policy) {
  return tests::changed(cli_test::small, "{name: skill_priority, params: {overflow_after: 30 s}}", policy);
}

/// What is told of it, from its file's name on.
std::string told_of(const std::string& policy) {
  const Desk desk(with_routing(policy));
  const auto loaded = scenarios::ScenarioFile(desk.folder() / "s.yaml", scenarios::policy_menu()).load();
  std::string told;
  for (const scenarios::Problem& problem : loaded.problems) {
    const std::string line = to_string(problem);
    told += line.substr(line.find("s.yaml")) + "\n";
  }
  return told;
}

}  // namespace

TEST_CASE("menu: a plug-in's policy stands there with its parameters and the sum of its file") {
  scenarios::add_plugin(quick_hands);
  scenarios::add_plugin(quick_hands);
  const scenarios::PolicyMenu menu = scenarios::policy_menu();
  const auto& policy = on_menu(menu.routing, "quick_hands");
  CHECK(policy.parameters.size() == 2);
  CHECK(policy.build == scenarios::load_plugin(quick_hands).sha256);
  CHECK(on_menu(menu.routing, "round_robin").build.empty());
  CHECK(std::count_if(menu.routing.begin(), menu.routing.end(),
                      [](const auto& candidate) { return candidate.name == "quick_hands"; }) == 1);
  CHECK(std::none_of(menu.staffing.begin(), menu.staffing.end(),
                     [](const auto& candidate) { return candidate.name == "quick_hands"; }));
}

TEST_CASE("menu: a name that is taken is refused") {
  {
    const Odd odd("our name");
    CHECK_THAT(refusal_on_menu(odd_policy), Contains("there is a policy 'round_robin' already, Twinline's own"));
  }
  scenarios::add_plugin(quick_hands);
  const Desk desk;
  const auto other_build = desk.folder() / "other.so";
  std::filesystem::copy_file(quick_hands, other_build);
  std::ofstream(other_build, std::ios::app) << "another build";
  CHECK_THAT(refusal_on_menu(other_build.string()),
             Contains("there is a policy 'quick_hands' of version 1 already, of SHA-256 ") &&
                 Contains("a changed policy is a new version"));
}

TEST_CASE("menu: a policy is made only from the build that is asked for") {
  scenarios::add_plugin(quick_hands);
  const std::string build = scenarios::load_plugin(quick_hands).sha256;
  CHECK(scenarios::make_routing(Centre{}, {"quick_hands", 1, {}, build}) != nullptr);
  CHECK(scenarios::make_routing(Centre{}, {"quick_hands", 0, {}}) != nullptr);
  CHECK_THROWS_WITH(
      scenarios::make_routing(Centre{}, {"quick_hands", 1, {}, "another"}),
      Contains("is here as the plug-in of SHA-256 " + build + "; wanted is the plug-in of SHA-256 another"));
  CHECK_THROWS_WITH(scenarios::make_routing(Centre{}, {"quick_hands", 2, {}, build}), Contains("has version 1, not 2"));
  CHECK_THROWS_WITH(scenarios::make_routing(Centre{}, {"slow_hands", 1, {}, "another"}),
                    Contains("there is no policy 'slow_hands'; wanted is the plug-in of SHA-256 another"));
}

TEST_CASE("scenario: what is wrong with a plug-in's parameters is told as with any other's") {
  scenarios::add_plugin(quick_hands);
  CHECK(told_of("{name: quick_hands, params: {prior: 90 s}}").empty());
  CHECK_THAT(told_of("{name: quick_hands, params: {prior: -3 s}}"),
             Contains("s.yaml:16:48: prior is -3 s; it must be at least 1 s"));
  CHECK_THAT(told_of("{name: quick_hands, params: {priors: 3 s}}"),
             Contains("s.yaml:16:41: policy 'quick_hands' has no parameter 'priors'; did you mean 'prior'?"));
  CHECK_THAT(told_of("{name: split, params: {incumbent: random, candidate: \"quick_hands:prior=-3 s\"}}"),
             Contains("s.yaml:16:65: candidate is 'quick_hands:prior=-3 s': parameter 'prior' of policy 'quick_hands' "
                      "is -3 s; it must be at least 1 s"));
  CHECK_THAT(told_of("quick_hand"), Contains("unknown policy 'quick_hand'; did you mean 'quick_hands'?"));
}

TEST_CASE("scenario: a policy that cannot be made for the centre is refused where it is named") {
  scenarios::add_plugin(odd_policy);
  CHECK(told_of("odd").empty());
  {
    const Odd odd("crash when made");
    CHECK_THAT(told_of("odd"), Contains("s.yaml:16:12: policy 'odd', made for this centre, crashed: SIGSEGV"));
  }
  const Odd odd("throw when made");
  CHECK_THAT(told_of("odd"), Contains("policy 'odd', made for this centre, threw an exception: no such luck"));
  CHECK_THAT(told_of("{name: split, params: {incumbent: random, candidate: odd}}"),
             Contains("policy 'split', made for this centre, threw an exception: no such luck"));
}

TEST_CASE("scenario: its hash names the plug-in's build") {
  scenarios::add_plugin(quick_hands);
  const Desk desk(with_routing("quick_hands"));
  scenarios::PolicyMenu menu = scenarios::policy_menu();
  const auto hash = [&] { return scenarios::ScenarioFile(desk.folder() / "s.yaml", menu).load().scenario->hash; };
  const std::string before = hash();
  for (auto& policy : menu.routing) {
    if (policy.name == "quick_hands") policy.build = std::string(64, '0');
  }
  CHECK(hash() != before);
}

TEST_CASE("state: an ACD with a plug-in's policy that learns goes on from its snapshot as if nothing had been") {
  scenarios::add_plugin(quick_hands);
  const Desk desk(with_routing("{name: quick_hands, params: {prior_calls: 1}}"));
  auto loaded = scenarios::ScenarioFile(desk.folder() / "s.yaml", scenarios::policy_menu()).load();
  REQUIRE(loaded.scenario.has_value());
  const sim::Model model(std::move(*loaded.scenario));
  const auto path = desk.folder() / "run.tlj";
  sim::Replicator(model, reports::Detail::counts).run_journalled({7, 0}, path);

  const scenarios::Scenario& scenario = model.scenario();
  const auto fresh_policies = [&] {
    return scenarios::make_policies(scenario.centre, scenario.routing, scenario.staffing, scenario.ivr);
  };
  const std::uint64_t seed = sim::policy_seed({7, 0});
  Acd straight(scenario.centre, fresh_policies(), seed), resumed(scenario.centre, fresh_policies(), seed);
  Outcome of_straight, of_resumed;
  of_straight.keep_decisions = of_resumed.keep_decisions = true;
  straight.start(world_start, of_straight);

  journal::Reader reader(path);
  constexpr std::size_t before_snapshot = 100;
  std::size_t entries = 0, decisions = 0;
  while (const auto record = reader.next()) {
    const auto* entry = std::get_if<journal::Entry>(&*record);
    if (entry == nullptr) continue;
    if (entries == before_snapshot) {
      resumed.restore(straight.save());
      REQUIRE(resumed.save() == straight.save());
    }
    of_straight.clear();
    straight.handle(entry->at, entry->fact, of_straight);
    CHECK(of_straight.decisions == entry->decisions);
    if (entries++ < before_snapshot) continue;
    of_resumed.clear();
    resumed.handle(entry->at, entry->fact, of_resumed);
    REQUIRE(of_resumed.decisions == of_straight.decisions);
    decisions += of_resumed.decisions.size();
  }
  CHECK(decisions > 50);
  CHECK(resumed.save() == straight.save());
}

}  // namespace twinline::plugin_test
