// What a scenario says of machines before the agents: what becomes of it, and what is said of slips of the pen.
#include <catch2/catch.hpp>

#include "tests/unit/schema/bridge_sample.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

std::string with_machines(const std::string& ivr) {
  return R"(twinline: 1
queues: {main: {}}
calls:
  bill:
    ivr: main
    arrivals: {rate: 60 per hour}
    handling: {talk: 2 min, identification: 30 s, with_context: 80 %}
    wrong_queue: {finds_out: 40 s}
  loan: {arrivals: {rate: 0 per hour}, handling: {talk: 2 min}}
groups: {all: {scheduled: 5}}
ivr:
)" + ivr;
}

const std::string machines = R"(  ports: 12
  when_busy: reject
  look_ups:
    records: {attributes: {authenticated: {1: 90 %}}}
    listener: {confusion: {bill: {bill: 90 %, loan: 8 %, unknown: 2 %}}}
    assistant: {solves: {bill: 55 %}, takes: 90 s}
  flows:
    main:
      number: {collect: enter, fewest: 4, human: person, callers: {opts_out: 5 %}}
      check: {authenticate: records}
      listen: {look_up: listener, otherwise: person}
      meant: {branch_on: intent, values: {bill: offer, loan: person}, otherwise: person}
      offer: {steer: app, to: loan, after: 2 min, incentive: {costs: 2 CHF, raises: 5 %}, callers: {accepts: 20 %}}
      talk: {bot: assistant, otherwise: person, callers: {opts_out: 10 %}}
      done: {hang_up: served, callers: {resolved: 85 %}}
      person: {queue: yes}
)";

}  // namespace

TEST_CASE("machines become steps, and what is said of them data", "[schema][ivr]") {
  const Loaded loaded = load_text(with_machines(machines));
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  const Scenario& scenario = *loaded.scenario;
  CHECK(scenario.centre.ivr_ports == IvrPorts{12, WhenPortsBusy::reject});
  CHECK(scenario.callers[0].handling.identification->parameters == std::vector<double>{30});
  CHECK(scenario.callers[0].handling.with_context == 0.8);
  CHECK(scenario.callers[0].finds_out.has_value());
  CHECK_FALSE(scenario.callers[1].finds_out.has_value());
  CHECK(scenario.journeys.has_value());

  using Shares = std::vector<std::pair<std::int64_t, double>>;
  const auto& sources = scenario.ivr_people.sources;
  CHECK(sources[1].by_matter.at(0).shares == std::vector<Shares>{{{0, 0.9}, {1, 0.08}}, {}});
  CHECK(sources[2].by_matter.at(0).shares == std::vector<Shares>{{{1, 0.55}}, {}});

  const auto& steps = scenario.centre.flows[0].steps;
  const auto& people = scenario.ivr_people.at_step[0];
  CHECK(steps[0].human == StepIndex{7U});
  CHECK(people[0].opts_out == 0.05);
  CHECK(steps[1].kind == StepKind::authenticate);
  CHECK(scenario.centre.attributes[steps[1].attribute.value] == "authenticated");
  CHECK(steps[3].branches[1].value == 1);
  CHECK(steps[4].kind == StepKind::steer);
  CHECK(steps[4].type == CallTypeIndex{1U});
  CHECK(people[4].accepts == Approx(0.25));
  CHECK(people[4].incentive == 2);
  CHECK(steps[5].kind == StepKind::bot);
  CHECK(steps[5].deadline == 10min);
  CHECK(scenario.centre.attributes[steps[5].attribute.value] == "resolved");
  CHECK(people[6].resolved == 0.85);
}

TEST_CASE("the hash knows machines", "[schema][ivr]") {
  const auto hash_of = [](const char* from, const char* to) {
    const Loaded loaded = load_text(changed(with_machines(machines), from, to));
    INFO(from << " → " << to);
    REQUIRE(loaded.scenario);
    return loaded.scenario->hash;
  };
  const std::string hash = hash_of("ports: 12", "ports: 12");
  for (const auto& [from, to] : {std::pair{"ports: 12", "ports: 13"},
                                 {"reject", "queue"},
                                 {"identification: 30 s", "identification: 31 s"},
                                 {"with_context: 80 %", "with_context: 81 %"},
                                 {"finds_out: 40 s", "finds_out: 41 s"},
                                 {"loan: 8 %, unknown: 2 %", "loan: 9 %, unknown: 1 %"},
                                 {"solves: {bill: 55 %}", "solves: {bill: 54 %}"},
                                 {"opts_out: 5 %", "opts_out: 6 %"},
                                 {"human: person", "human: talk"},
                                 {"resolved: 85 %", "resolved: 84 %"},
                                 {"accepts: 20 %", "accepts: 21 %"},
                                 {"costs: 2 CHF", "costs: 3 CHF"},
                                 {"after: 2 min", "after: 3 min"}}) {
    CHECK(hash_of(from, to) != hash);
  }
}

TEST_CASE("slips of the pen about machines are told with their place", "[schema][ivr]") {
  CHECK(told_of(with_machines(R"(  when_busy: queue
  look_ups:
    records: {attributes: {known: {1: 90 %}}}
    listener: {confusion: {bil: {bill: 100 %}, bill: {bill: 90 %, lone: 8 %}}}
    assistant: {solves: {loans: 55 %}}
  flows:
    main:
      number: {collect: enter, human: person}
      pin: {collect: enter, fewest: 4, secret: yes, human: person}
      account: {collect: enter, fewest: 4, callers: {opts_out: 5 %}}
      choose: {menu: pick, keys: {1: person}, callers: {opts_out: 5 %, accepts: 2 %}, human: person}
      check: {authenticate: records}
      talk: {bot: records, to: loan}
      offer: {steer: app, incentive: {costs: 2 CHF, raises: 90 %}, callers: {accepts: 20 %, resolved: 5 %}}
      person: {queue: yes}
)")) == R"(s.yaml:12:14: 'when_busy' has no use without 'ports'
s.yaml:15:28: unknown call type 'bil'; did you mean 'bill'?
s.yaml:15:48: the shares of 'bill' add up to 98 %; they must be 100 %
s.yaml:15:67: unknown call type 'lone'; expected bill or loan
s.yaml:16:26: unknown call type 'loans'; did you mean 'loan'?
s.yaml:19:7: step 'number' cannot tell a lone 0 from a number of one key; remove 'human'
s.yaml:20:7: step 'pin' cannot tell a lone 0 from other keys, which are secret; remove 'human'
s.yaml:21:64: step 'account' has no way to opt out by; say where 'human' leads
s.yaml:22:67: step 'choose' has no way to opt out by; menus with a key 0, collect and bot have
s.yaml:22:81: 'accepts' has no use in step 'choose'; remove it
s.yaml:22:87: 'human' has no use in step 'choose'; remove it
s.yaml:23:29: source 'records' does not tell 'authenticated'; say how often in ivr.look_ups.records.attributes
s.yaml:24:19: source 'records' does not tell 'resolved'; say how often in ivr.look_ups.records.solves
s.yaml:24:28: 'to' has no use in step 'talk'; remove it
s.yaml:25:7: step 'offer' lacks 'to': the call type to go on as
s.yaml:25:7: those who accept at step 'offer', with the incentive and without, add up to 110 %; at most 100 % is possible
s.yaml:25:103: 'resolved' has no use in step 'offer'; remove it
)");
}

TEST_CASE("a machine from which nobody comes to a human being is a warning", "[schema][ivr]") {
  CHECK(told_of(with_machines(R"(  look_ups: {assistant: {solves: {bill: 55 %}}}
  flows:
    main:
      choose: {menu: pick, keys: {1: talk, 0: person}, otherwise: person}
      talk: {bot: assistant, otherwise: closed}
      done: {hang_up: served}
      closed: {hang_up: closed}
      person: {queue: yes}
)")) == "s.yaml:5:10: warning: whoever talks to a machine at step 'talk' of flow 'main' reaches no human being any "
        "more\n");
}

TEST_CASE("a bridge asks machines behind URLs, and refuses what it has no means for", "[schema][bridge]") {
  const std::string ivr = R"(ivr:
  look_ups:
    listener: {confusion: {question: {question: 90 %, unknown: 10 %}}}
    assistant: {solves: {question: 50 %}}
  flows:
    main:
      listen: {look_up: listener, otherwise: person}
      talk: {bot: assistant, otherwise: person}
      done: {hang_up: served}
      person: {queue: yes}
bridge:
  look_ups:
    listener: {url: "http://127.0.0.1:9000/intent", kind: recogniser}
    assistant: {url: "http://127.0.0.1:9000/talk", kind: bot}
)";
  const std::string text =
      changed(changed(only_run, "bridge:\n", ivr), "question: {queue: main}", "question: {queue: main, ivr: main}");
  const Folder folder;
  const LoadedBridge loaded = load_bridge_of(text, folder);
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.bridge);
  const auto& told = loaded.bridge->settings.look_ups.at(0).tells;
  REQUIRE(told.size() == 1);
  CHECK(told[0].name == "intent");
  CHECK(told[0].value_of("order") == 1);
  CHECK(told_of_bridge(changed(text, "done: {hang_up: served}", "done: {steer: app, to: order}")) ==
        "s.yaml:18:7: step 'done' steers to another channel, which a bridge cannot; offer it in a menu, and let a "
        "look_up "
        "of a service send the link\n");
}
