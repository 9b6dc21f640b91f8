// Callbacks and campaigns: what becomes of the blocks, and what is said of slips of the pen.
#include <catch2/catch.hpp>

#include "tests/unit/schema/bridge_sample.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

std::string with_callback(const std::string& written) {
  return "twinline: 1\nqueues: {main: {}}\ncalls:\n  bank:\n    callback: " + written +
         "\n    arrivals: {rate: 60 per hour}\n    handling: {talk: 2 min}\ngroups: {office: {scheduled: 5}}\n";
}

std::string with_campaign(const std::string& written) {
  return with_callback("{kind: immediate}") + "campaigns:\n  list: " + written + "\n";
}

std::string first_problem(const std::string& text) {
  const std::string all = told_of(text);
  return all.substr(0, all.find('\n'));
}

}  // namespace

TEST_CASE("a callback is read, and the centre knows what it must of it", "[schema][outbound]") {
  const Loaded loaded =
      load_text(with_callback("{kind: virtual_hold, answers: 70 %, rings: 8 s, retries: 3, retry_after: 5 min, "
                              "priority: 4, counts_as: answered}"));
  REQUIRE(loaded.scenario);
  const Callback& callback = *loaded.scenario->callers[0].callback;
  CHECK(callback.kind == CallbackKind::virtual_hold);
  CHECK(callback.ringing.answers == .7);
  CHECK(callback.retries == 3);
  CHECK(callback.retry_after == 5min);
  CHECK(callback.priority == 4);
  const CallbackRule& rule = loaded.scenario->centre.call_types[0].callback;
  CHECK(rule.keeps_place);
  CHECK(rule.kept_is_answered);
  CHECK(rule.tries == 4);
  CHECK(loaded.scenario->calls_customers());
}

TEST_CASE("a callback without more than its kind has its defaults", "[schema][outbound]") {
  const Loaded loaded = load_text(with_callback("{kind: scheduled}"));
  REQUIRE(loaded.scenario);
  const Callback& callback = *loaded.scenario->callers[0].callback;
  CHECK(callback.ringing.answers == .85);
  CHECK(callback.ringing.rings.parameters.front() == 10);
  CHECK(callback.ringing.limit == 25s);
  CHECK(callback.slot == 15min);
  CHECK(callback.retries == 2);
  CHECK_FALSE(loaded.scenario->centre.call_types[0].callback.keeps_place);
}

TEST_CASE("what a kind of callback cannot have is refused", "[schema][outbound]") {
  CHECK(first_problem(with_callback("{kind: virtual_hold, delay: 5 min}")) ==
        "s.yaml:5:43: delay is for callbacks that are immediate or scheduled; virtual_hold calls when it is the "
        "call's turn");
  CHECK(first_problem(with_callback("{kind: immediate, slot: 5 min}")) ==
        "s.yaml:5:39: slot is for callbacks that are scheduled");
}

TEST_CASE("a campaign is read", "[schema][outbound]") {
  const Loaded loaded = load_text(
      with_campaign("{calls: bank, records: 500, from: '09:00', until: '12:30', mode: predictive, answers: 35 %, "
                    "answering_machine: 10 %, abandon_limit: 2 %, within: 3 s, keep_free: 2, lines: 12}"));
  REQUIRE(loaded.scenario);
  REQUIRE(loaded.scenario->campaigns.size() == 1);
  const Campaign& campaign = loaded.scenario->campaigns[0];
  CHECK(campaign.name == "list");
  CHECK(campaign.records == 500);
  CHECK(campaign.from == 9h);
  CHECK(campaign.until == 12h + 30min);
  CHECK(campaign.mode == DiallingMode::predictive);
  CHECK(campaign.machine == .1);
  CHECK(campaign.abandon_limit == .02);
  CHECK(campaign.within == 3s);
  CHECK(campaign.keep_free == 2);
  CHECK(campaign.lines == 12);
}

TEST_CASE("campaigns that cannot be are refused", "[schema][outbound]") {
  const std::string most = "calls: bank, records: 5, answers: 35 %";
  CHECK(first_problem(with_campaign("{" + most + ", from: '12:00', until: '09:00'}")) ==
        "s.yaml:10:3: list ends before it begins; until must be after from");
  CHECK(first_problem(with_campaign("{" + most + ", answering_machine: 80 %}")) ==
        "s.yaml:10:3: list: answers and answering_machine add up to 115 %; at most 100 %");
  CHECK(first_problem(with_campaign("{" + most + ", preview: 20 s}")) ==
        "s.yaml:10:59: preview is for mode preview; list is progressive");
  CHECK(first_problem(with_campaign("{" + most + ", from: noon}")) ==
        "s.yaml:10:56: 'noon'; expected a time of day such as '09:00'");
}

TEST_CASE("callbacks and campaigns bear on the hash, and their absence does not", "[schema][outbound]") {
  const auto hash_of = [](const std::string& text) { return load_text(text).scenario->hash; };
  const std::string two = hash_of(with_callback("{kind: immediate}"));
  CHECK(hash_of(with_callback("{kind: immediate, retries: 2}")) == two);
  CHECK(hash_of(with_callback("{kind: immediate, retries: 1}")) != two);
  CHECK(hash_of(with_campaign("{calls: bank, records: 5, answers: 35 %}")) != two);
}

TEST_CASE("the KPIs of customers whom the centre calls are known where it calls any", "[schema][outbound]") {
  const std::string compare = "compare: {kpis: [callbacks_kept, dialler_abandonment]}\n";
  CHECK(load_text(with_callback("{kind: immediate}") + compare).scenario);
  const std::string without = changed(with_callback("{kind: immediate}"), "    callback: {kind: immediate}\n", "");
  CHECK(first_problem(without + compare).find("the scenario has neither callbacks nor campaigns") != std::string::npos);
}

TEST_CASE("what they run on is not simulated with calls to customers", "[schema][outbound]") {
  CHECK(first_problem(with_callback("{kind: immediate}") + "infrastructure: {sites: {zurich: {groups: [office]}}}\n")
            .find("calls to customers are simulated without what they run on") != std::string::npos);
}

TEST_CASE("a bridge rings no customers, and says so", "[schema][outbound]") {
  const std::string question = "question: {queue: main}";
  CHECK(told_of_bridge(changed(only_run, question, "question: {queue: main, callback: {kind: immediate}}")).empty());
  CHECK(told_of_bridge(changed(only_run, question, "question: {queue: main, callback: {kind: virtual_hold}}"))
            .find("s.yaml:4:44: virtual_hold is simulated only, for a bridge does not ring customers") !=
        std::string::npos);
  CHECK(told_of_bridge(only_run + "campaigns: {list: {calls: order, records: 5, answers: 35 %}}\n")
            .find("campaigns are simulated only, for a bridge does not ring customers") != std::string::npos);
}
