// The `ivr:` block: what becomes of it, and what is said of slips of the pen.
#include <catch2/catch.hpp>

#include "tests/unit/schema/samples.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

/// A scenario of two call types with this `ivr:` block; the first goes through the flow `main`.
std::string with_ivr(const std::string& block, const std::string& call_keys = "ivr: main") {
  return R"(twinline: 1
site: {opens: {mon-fri: "08:00-18:00"}}
horizon: {from: 2026-03-02, days: 7}
queues: {main: {}}
calls:
  bank: {queue: main, arrivals: {rate: 60 per hour}, handling: {talk: 2 min}, )" +
         call_keys + R"(}
  loan: {queue: main, arrivals: {rate: 0 per hour}, handling: {talk: 2 min}}
groups: {all: {scheduled: 5}}
ivr:
)" + block;
}

const std::string every_step = R"(  hours: {office: {mon-fri: "09:00-17:00", sat: "09:00-12:00"}}
  look_ups: {crm: {attributes: {rank: {1: 80 %, 2: 15 %}}, takes: 300 ms, fails: 2 %}}
  destinations: [cards, night_desk]
  prompts: {hello: 3 s, pick: 10 s, again: {exponential: 4 s}}
  flows:
    main:
      greet: {announce: hello}
      open: {hours: office, otherwise: bye}
      know: {look_up: crm, deadline: 700 ms, otherwise: choose}
      rank: {branch_on: rank, values: {2: person}}
      choose: {menu: pick, keys: {1: number, 9: away}, remember: choice, tries: 2, on_wrong: again, first_key: 7 s,
               callers: {hang_up: 1 %, nothing: 2 %, wrong: 3 %, keys: {1: 70 %, 9: 30 %}, takes: 2 s}}
      number: {collect: hello, fewest: 4, most: 6, secret: yes}
      person: {queue_as: loan}
      away: {transfer: night_desk, otherwise: person}
      bye: {hang_up: closed}
)";

}  // namespace

TEST_CASE("a flow becomes steps that name each other", "[schema][ivr]") {
  const Loaded loaded = load_text(with_ivr(every_step));
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  const Scenario& scenario = *loaded.scenario;
  const Centre& centre = scenario.centre;
  CHECK(scenario.ivr.name == "flow");
  REQUIRE(centre.flows.size() == 1);
  const auto& steps = centre.flows[0].steps;
  REQUIRE(steps.size() == 9);
  CHECK(centre.call_types[0].flow == FlowIndex{0U});
  CHECK_FALSE(centre.call_types[1].flow);

  CHECK(steps[0].kind == StepKind::announce);
  CHECK(steps[0].next == StepIndex{1U});
  CHECK(centre.prompts[steps[0].prompt.value] == "hello");
  CHECK(steps[1].otherwise == StepIndex{8U});
  CHECK(steps[2].deadline == 700ms);
  CHECK(steps[2].otherwise == StepIndex{4U});
  CHECK(centre.attributes[steps[3].attribute.value] == "rank");
  REQUIRE(steps[3].branches.size() == 1);
  CHECK(steps[3].branches[0].value == 2);
  CHECK_FALSE(steps[3].otherwise);
  CHECK(steps[4].branches[1].value == '9');
  CHECK(steps[4].branches[1].to == StepIndex{7U});
  CHECK(steps[4].tries == 2);
  CHECK(steps[4].digits.first_key == 7s);
  CHECK(centre.prompts[steps[4].on_wrong.value] == "again");
  CHECK(steps[5].digits.secret);
  CHECK(steps[5].digits.fewest == 4);
  CHECK(steps[5].digits.most == 6);
  CHECK(steps[6].type == CallTypeIndex{1U});
  CHECK(centre.destinations[steps[7].destination.value] == "night_desk");
  CHECK_FALSE(steps[8].self_served);

  const AtStep& people = scenario.ivr_people.at_step[0][4];
  CHECK(people.hangs_up == 0.01);
  CHECK(people.keys == std::vector<double>{0.7, 0.3});
  CHECK(scenario.ivr_people.sources[0].values[0].shares[1] == std::pair<std::int64_t, double>{2, 0.15});
  CHECK(scenario.ivr_people.prompts[steps[0].prompt.value]->parameters == std::vector<double>{3});
}

TEST_CASE("hours are laid out in world time", "[schema][ivr]") {
  const Loaded loaded = load_text(with_ivr(every_step));
  REQUIRE(loaded.scenario);
  const BusinessHours& office = loaded.scenario->centre.hours.at(0);
  CHECK(office.open.size() == 6);
  CHECK_FALSE(office.is_open(world_start + 9h - 1ns));
  CHECK(office.is_open(world_start + 9h));
  CHECK_FALSE(office.is_open(world_start + 17h));
  CHECK(office.is_open(world_start + 24h * 5 + 11h));
  CHECK_FALSE(office.is_open(world_start + 24h * 6 + 11h));
}

TEST_CASE("hours that are open all day go through midnight in one piece", "[schema][ivr]") {
  const Loaded loaded = load_text(with_ivr("  hours: {ever: \"00:00-24:00\"}\n  flows: {main: {go: {queue: yes}}}\n"));
  REQUIRE(loaded.scenario);
  REQUIRE(loaded.scenario->centre.hours.at(0).open.size() == 1);
  CHECK(loaded.scenario->centre.hours[0].open[0].until == world_start + 24h * 7);
}

TEST_CASE("a policy that is named stays in force", "[schema][ivr]") {
  const Loaded loaded = load_text(with_ivr(every_step) + "policies: {ivr: straight}\n");
  REQUIRE(loaded.scenario);
  CHECK(loaded.scenario->ivr.name == "straight");
}

TEST_CASE("slips of the pen in flows are told with their place", "[schema][ivr]") {
  const std::string text = with_ivr(R"(  look_ups: {crm: {attributes: {rank: {1: 80 %, 2: 30 %, top: 1 %}}}}
  destinations: [cards]
  prompts: {hello: 3 s}
  flows:
    main:
      greet: {announce: helo, tries: 2}
      know: {look_up: cmr, then: chose}
      choose: {menu: hello, keys: {1: greet, 12: greet}, callers: {keys: {1: 50 %, 3: 50 %}}}
      pin: {collect: hello, secret: yes, remember: pin, fewest: 5, most: 4}
      away: {transfer: card}
      open: {hours: office}
      by: {branch_on: colour, values: {red: greet}}
      both: {announce: hello, queue: yes}
)");
  CHECK(told_of(text) == R"(s.yaml:10:33: the shares of attribute 'rank' add up to 110 %; at most 100 % is possible
s.yaml:10:58: the value 'top' of attribute 'rank' is no whole number
s.yaml:15:25: unknown prompt 'helo'; did you mean 'hello'?
s.yaml:15:31: 'tries' has no use in step 'greet'; remove it
s.yaml:16:23: unknown look-up 'cmr'; did you mean 'crm'?
s.yaml:16:34: unknown step 'chose'; did you mean 'choose'?
s.yaml:17:46: '12' is no key to choose by; expected 0 to 9 or *
s.yaml:17:74: the shares of the keys of step 'choose' add up to 50 %; they must be 100 %
s.yaml:17:84: key '3' is not on the menu of step 'choose'
s.yaml:18:7: step 'pin' wants more keys than it takes
s.yaml:18:7: step 'pin' cannot remember keys that are secret
s.yaml:19:24: unknown destination 'card'; did you mean 'cards'?
s.yaml:20:21: unknown hours 'office'; there is none
s.yaml:21:23: unknown attribute 'colour'; expected rank or pin
s.yaml:21:40: the value 'red' is no whole number
s.yaml:22:31: both has both 'announce' and 'queue'; keep one
)");
}

TEST_CASE("a circle that asks nothing is refused, and a survey that queues", "[schema][ivr]") {
  CHECK(told_of(with_ivr(R"(  flows:
    main:
      one: {announce: hello}
      two: {announce: hello, then: one}
)")) == R"(s.yaml:6:84: warning: no way through flow 'main' leads to a human being
s.yaml:12:7: step 'one' comes round to itself without asking the caller anything
)");
  CHECK(told_of(with_ivr("  flows: {main: {go: {queue: yes}}}\n", "survey: main")) ==
        "s.yaml:6:87: flow 'main' is no survey: step 'go' is of no use after the talk\n");
  CHECK(told_of(with_ivr("  flows: {main: {go: {hang_up: served}}}\n")) ==
        "s.yaml:6:84: warning: no way through flow 'main' leads to a human being\n");
  CHECK(told_of(with_ivr("  flows: {mein: {go: {queue: yes}}}\n")) ==
        "s.yaml:6:84: unknown flow 'main'; did you mean 'mein'?\n");
}

TEST_CASE("a human being who is far away, or lost on the way, is a warning", "[schema][ivr]") {
  const std::string two_questions = R"(  human_within: 1
  flows:
    main:
      first: {menu: hello, keys: {1: second}, otherwise: second}
      second: {collect: hello, then: person, otherwise: bye}
      person: {queue: yes}
      bye: {hang_up: closed}
)";
  CHECK(told_of(with_ivr(two_questions)) ==
        "s.yaml:6:84: warning: the shortest way through flow 'main' to a human being asks 2 times; at most 1 "
        "(ivr.human_within)\n");
  CHECK(told_of(with_ivr(changed(two_questions, "human_within: 1", "human_within: 2"))).empty());
  CHECK(told_of(with_ivr(R"(  flows:
    main:
      first: {menu: hello, keys: {1: person, 2: robot}, otherwise: person}
      person: {queue: yes}
      robot: {collect: hello, then: bye, otherwise: bye}
      bye: {hang_up: served}
)")) == "s.yaml:6:84: warning: whoever is asked at step 'robot' of flow 'main' reaches no human being any more\n");
}
