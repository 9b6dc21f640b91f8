#include "scenarios/menu/split_policy.hpp"

#include <stdexcept>

#include <catch2/catch.hpp>

#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/policy_text.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline::scenarios {
namespace {

using Parameters = std::vector<ParameterText>;

Centre named_centre() {
  Centre centre = small_centre();
  centre.queues[0].name = "sales";
  centre.queues[1].name = "any";
  return centre;
}

/// The problems of these parameters, "parameter message" each.
std::vector<std::string> problems_of(const Parameters& given) {
  std::vector<ParameterProblem> problems;
  split_description().check(given, problems);
  std::vector<std::string> texts;
  for (const ParameterProblem& problem : problems) texts.push_back(problem.parameter + " " + problem.message);
  return texts;
}

Parameters with(Parameters more) {
  Parameters all{{"incumbent", "longest_idle_agent"}, {"candidate", "skill_priority:overflow_after=0.75 min"}};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::string value_of(const PolicyChoice& choice, const std::string& name) {
  for (const ParameterText& parameter : choice.parameters) {
    if (parameter.name == name) return parameter.value;
  }
  return "(none)";
}

}  // namespace

TEST_CASE("policy text: read and written alike", "[menu]") {
  const std::string text = GENERATE("random", "random@1", "quick_hands@2#5ca1ab1e:prior=3 min", "a:b=c,d=e f",
                                    "split@1:candidate=\"random@1\",ramp=\"1 %, 5 % after 1 h\"",
                                    "split@1:candidate=\"x@1:y='1, 2'\",by=call");
  const PolicyChoice read = read_policy_text(text);
  const PolicyChoice again = read_policy_text(policy_text(read));
  CHECK(again.name == read.name);
  CHECK(again.version == read.version);
  CHECK(again.build == read.build);
  CHECK(again.parameters == read.parameters);
  CHECK(policy_text(again) == policy_text(read));
}

TEST_CASE("policy text: its parts", "[menu]") {
  const PolicyChoice read = read_policy_text("quick@2#abc:one=1,two=\"a, b\",three=[x, y]");
  CHECK(read.name == "quick");
  CHECK(read.version == 2);
  CHECK(read.build == "abc");
  CHECK(read.parameters == Parameters{{"one", "1"}, {"two", "a, b"}, {"three", "[x, y]"}});
  CHECK_THROWS_WITH(read_policy_text("a:b"), "'b' is no parameter; expected param=value");
  CHECK_THROWS_WITH(read_policy_text("a@x"), "'x' is no version; expected a whole number from 1 on");
  for (const char* text : {"", ":a=b", "a#b", "a@1#"}) {
    CHECK_THROWS_WITH(read_policy_text(text), "expected a policy, NAME[@VERSION][:param=value,…]");
  }
}

TEST_CASE("split: is on the menu", "[menu][rollout]") {
  const PolicyMenu menu = policy_menu();
  const PolicyDescription* split = find_policy(menu.routing, split_name, 0);
  REQUIRE(split != nullptr);
  CHECK(split->version == 1);
  CHECK(find_policy(menu.routing, split_name, 2) == nullptr);
}

TEST_CASE("split: its parameters in one spelling", "[menu][rollout]") {
  const Parameters all = complete_parameters(
      split_description(), with({{"ramp", "1 %,10 %  after 60 min"}, {"seed", "7"}, {"began", "1.5 h"}}));
  const PolicyChoice choice{"split", 1, all};
  CHECK(value_of(choice, "incumbent") == "longest_idle_agent@1");
  CHECK(value_of(choice, "candidate") == "skill_priority@1:overflow_after=45 s,credit_per_level=0 s");
  CHECK(value_of(choice, "ramp") == "0.01, 0.1 after 1 h");
  CHECK(problems_of(all).empty());
  CHECK(complete_parameters(split_description(), all) == all);
}

TEST_CASE("split: read from its parameters and written back", "[menu][rollout]") {
  const Centre centre = named_centre();
  const Parameters more = GENERATE(Parameters{{"share", "10 %"}, {"freed_agent", "drawn"}, {"seed", "7"}},
                                   Parameters{{"ramp", "1 %, 50 % after 2 h"}, {"began", "3 h"}},
                                   Parameters{{"by", "queue"}, {"queues", "any, sales"}},
                                   Parameters{{"by", "block"}, {"block", "20 min"}, {"wash_out", "90 s"}});
  const SplitChoice split = split_of(centre, {"split", 0, with(more)});
  CHECK(split.candidate.version == 1);
  const PolicyChoice written = choice_of(centre, split);
  CHECK(written.parameters == complete_parameters(split_description(), with(more)));
  const SplitChoice again = split_of(centre, written);
  CHECK(again.rule == split.rule);
  CHECK(policy_text(again.incumbent) == policy_text(split.incumbent));
  CHECK(policy_text(again.candidate) == policy_text(split.candidate));
  const auto made = make_routing(centre, written);
  CHECK(dynamic_cast<const Split&>(*made).rule() == split.rule);
}

TEST_CASE("split: what its rule becomes", "[menu][rollout]") {
  const Centre centre = named_centre();
  const SplitRule by_call =
      split_of(centre, {"split", 1, with({{"ramp", "1 %, 50 % after 2 h"}, {"began", "3 h"}})}).rule;
  CHECK(by_call.ramp == std::vector<RampStep>{{0s, 0.01}, {2h, 0.5}});
  CHECK(by_call.began == world_start + 3h);
  const SplitRule by_queue = split_of(centre, {"split", 1, with({{"by", "queue"}, {"queues", "any"}})}).rule;
  CHECK(by_queue.queues == std::vector<QueueIndex>{QueueIndex{1U}});
  const SplitRule by_block = split_of(centre, {"split", 1, with({{"by", "block"}, {"wash_out", "2 min"}})}).rule;
  CHECK(by_block.block == 30min);
  CHECK(by_block.wash_out == 2min);
  CHECK(by_block.share_at(world_start) == 0.5);
}

TEST_CASE("split: what is wrong is told, parameter by parameter", "[menu][rollout]") {
  struct Case {
    Parameters given;
    std::vector<std::string> problems;
  };
  const std::vector<Case> cases{
      {{},
       {"incumbent is missing; expected a policy, NAME[@VERSION][:param=value,…]",
        "candidate is missing; expected a policy, NAME[@VERSION][:param=value,…]"}},
      {{{"incumbent", "longest_idle"}, {"candidate", "skill_priority@4"}},
       {"incumbent is 'longest_idle': unknown policy 'longest_idle'; did you mean 'longest_idle_agent'?",
        "candidate is 'skill_priority@4': policy 'skill_priority' has no version 4"}},
      {{{"incumbent", "random"}, {"candidate", "skill_priority:overflow_after=-3 s"}},
       {"candidate is 'skill_priority:overflow_after=-3 s': parameter 'overflow_after' of policy 'skill_priority' is "
        "-3 s; it must be at least 0 s"}},
      {{{"incumbent", "split:incumbent=random"}, {"candidate", "random#abc"}},
       {"incumbent is 'split:incumbent=random': a split is not made of splits",
        "candidate is 'random#abc': expected a policy, NAME[@VERSION][:param=value,…]"}},
      {{{"incumbent", "random"}, {"candidate", "random@1#abc"}},
       {"candidate is 'random@1#abc': policy 'random' is here with another build than abc"}},
      {with({{"by", "hour"}}), {"by is 'hour'; expected call, queue or block"}},
      {with({{"freed_agent", "first"}}), {"freed_agent is 'first'; expected longest_waiting or drawn"}},
      {with({{"ramp", "5 % after 1 h, 10 %"}}),
       {"ramp is '5 % after 1 h, 10 %'; expected shares in the order of time, such as '1 %, 10 % after 1 h'"}},
      {with({{"share", "20 %"}, {"ramp", "5 %"}}), {"share does not go with a ramp"}},
      {with({{"queues", "any"}, {"block", "5 min"}}),
       {"queues goes with by: queue alone", "block goes with by: block alone"}},
      {with({{"by", "queue"}, {"share", "20 %"}}),
       {"share does not go with by: queue", "queues is missing; expected those of the candidate"}},
      {with({{"by", "block"}, {"wash_out", "1 h"}}), {"wash_out is 1 h; it must be below the block's 30 min"}},
      {with({{"shares", "1"}}), {"shares is not a parameter of this policy"}},
  };
  for (const Case& each : cases) CHECK(problems_of(each.given) == each.problems);
}

TEST_CASE("split: a queue that the centre does not have is refused when it is made", "[menu][rollout]") {
  const Centre centre = named_centre();
  const Parameters given = with({{"by", "queue"}, {"queues", "sale"}});
  CHECK(split_description().trial(centre, given) ==
        "has no queue 'sale' to give to its candidate; did you mean 'sales'?");
  CHECK_THROWS_WITH(make_routing(centre, {"split", 1, given}),
                    "policy 'split' has no queue 'sale' to give to its candidate; did you mean 'sales'?");
  CHECK_THROWS_WITH(make_routing(centre, {"split", 2, with({})}), "policy 'split' has version 1, not 2");
  CHECK_THROWS_WITH(split_of(centre, {"random", 1, {}}), "policy 'random' is no split");
}

TEST_CASE("split: it reads the attributes that its policies read", "[menu][rollout]") {
  const auto read = split_description().reads_with({{"incumbent", "preferred_agent"}, {"candidate", "random"}});
  const PolicyMenu menu = policy_menu();
  const PolicyDescription* alone = find_policy(menu.routing, "preferred_agent", 0);
  REQUIRE(alone != nullptr);
  CHECK(read == alone->reads);
}

}  // namespace twinline::scenarios
