#include "policies/routing/registry.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace twinline;

namespace {

const PolicyEntry<RoutingPolicy>& menu_entry(std::string_view name) {
  const auto* found = find_policy(routing_policies(), name);
  REQUIRE(found != nullptr);
  return *found;
}

std::vector<ParameterProblem> problems_of(std::string_view name, const std::vector<ParameterText>& given) {
  std::vector<ParameterProblem> problems;
  const auto policy = menu_entry(name).make(Centre{}, given, problems);
  CHECK((policy == nullptr) == !problems.empty());
  return problems;
}

}  // namespace

TEST_CASE("routing menu: names are unique, every entry has a summary and can be made from its defaults") {
  std::set<std::string_view> names;
  for (const auto& entry : routing_policies()) {
    INFO(entry.info.name);
    CHECK(names.insert(entry.info.name).second);
    CHECK(entry.info.version == 1);
    CHECK(entry.info.summary.ends_with('.'));
    std::vector<ParameterText> defaults;
    for (const ParameterInfo& info : entry.parameters()) defaults.push_back({info.name, info.default_value});
    CHECK(problems_of(entry.info.name, defaults).empty());
  }
  CHECK(names == std::set<std::string_view>{"longest_idle_agent", "skill_priority", "priority_ageing",
                                            "earliest_deadline_first", "preferred_agent", "home_site",
                                            "most_skilled_first", "least_skilled_first", "least_occupied",
                                            "round_robin", "random"});
  CHECK(find_policy(routing_policies(), "longest_idle") == nullptr);
}

TEST_CASE("routing menu: describes the parameters with type, default and bounds") {
  const auto infos = menu_entry("skill_priority").parameters();
  REQUIRE(infos.size() == 2);
  CHECK(infos[0].name == "overflow_after");
  CHECK(infos[0].type == ParameterType::duration);
  CHECK(infos[0].default_value == "1 min");
  CHECK(infos[0].low == "0 s");
  CHECK(infos[0].high == "1 day");
  CHECK(infos[1].name == "credit_per_level");
  CHECK(infos[1].default_value == "0 s");
  const auto ageing = menu_entry("priority_ageing").parameters();
  REQUIRE(ageing.size() == 1);
  CHECK(ageing[0].name == "credit_per_level");
  CHECK(ageing[0].default_value == "90 s");
  CHECK(menu_entry("random").parameters().empty());
}

TEST_CASE("routing menu: all problems with parameters are reported at once, and no policy is made") {
  const auto problems =
      problems_of("skill_priority", {{"overflow_after", "-30 s"}, {"credit_per_level", "soon"}, {"overflow", "1 s"}});
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].parameter == "overflow_after");
  CHECK(problems[0].message == "is -30 s; it must be at least 0 s");
  CHECK(problems[1].parameter == "credit_per_level");
  CHECK(problems[1].message == "is 'soon'; expected a duration such as '30 s' or '5 min'");
  CHECK(problems[2].parameter == "overflow");
  CHECK(problems[2].unknown);
  const auto unknown = problems_of("random", {{"seed", "4"}});
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].unknown);
  const auto too_long = problems_of("priority_ageing", {{"credit_per_level", "2 days"}});
  REQUIRE(too_long.size() == 1);
  CHECK(too_long[0].message == "is 2 days; it must be at most 1 day");
}
