// What a scenario says arrives in the plain data, in whatever unit and form it was written.
#include <catch2/catch.hpp>

#include "policies/contract/units.hpp"
#include "scenarios/schema/quantity.hpp"
#include "tests/unit/schema/samples.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

Scenario scenario_of(const std::string& text) {
  const Loaded loaded = load_text(text);
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  return *loaded.scenario;
}

ByPeriod<double> rates_of(const std::string& arrivals) {
  return scenario_of(changed(sound, "{rate: 60 per hour}", arrivals)).callers[0].arrivals.by_weekday.at(0).per_hour;
}

std::string text_of(const ByPeriod<double>& rates) {
  std::string text;
  for (const auto& [from, rate] : rates) text += time_of_day_text(from) + " " + to_text(rate) + "; ";
  return text;
}

Distribution patience_of(const std::string& text) {
  return scenario_of(changed(sound, "{exponential: 5 min}", text)).callers[0].patience->at(0).value;
}

}  // namespace

TEST_CASE("a call type's channel says whether it takes the whole agent, and is part of what is run") {
  const Scenario calls = scenario_of(sound);
  CHECK(calls.centre.call_types[0].channel == Channel::voice);
  CHECK(calls.centre.call_types[0].whole_agent);
  CHECK(calls.centre.call_types[0].deadline == Duration{0});

  const Scenario letters =
      scenario_of(changed(sound, "arrivals:", "channel: email\n    deadline: 24 h\n    arrivals:"));
  CHECK(letters.centre.call_types[0].channel == Channel::email);
  CHECK_FALSE(letters.centre.call_types[0].whole_agent);
  CHECK(letters.centre.call_types[0].deadline == Duration{24h});
  CHECK(letters.hash != calls.hash);
}

TEST_CASE("who needs no trunk has none, and a pace of 1 for all is none") {
  const std::string chat = changed(changed(sound, "arrivals:", "channel: chat\n    arrivals:"),
                                   "calls:", "trunks: {main: {lines: 4}}\ncalls:");
  CHECK(scenario_of(chat).callers[0].trunk_shares.empty());
  const auto pace_of = [](const std::string& pace) {
    return scenario_of(changed(sound, "{scheduled: 4,", "{scheduled: 4, capacity: 3, pace: " + pace + ","))
        .people[0]
        .pace;
  };
  CHECK(pace_of("[1, 0.8, 0.65]") == std::vector<double>{1, 0.8, 0.65});
  CHECK(pace_of("[1, 1, 1]").empty());
}

TEST_CASE("rates and money are read in their units") {
  CHECK(parse_rate("120 per hour") == 120.0);
  CHECK(parse_rate("4.2 per min") == 252.0);
  CHECK(parse_rate("0.5 per s") == 1800.0);
  CHECK(parse_rate("3/h") == 3.0);
  CHECK_FALSE(parse_rate("3"));
  CHECK_FALSE(parse_rate("3 per kg"));
  CHECK(parse_money("40 CHF")->amount == 40.0);
  CHECK_FALSE(parse_money("40 chf"));
  CHECK(parse_money_per_hour("34 CHF per hour")->currency == "CHF");
  CHECK(parse_effect("1 pp") == 0.01);
  CHECK(parse_effect("-2 s") == -2.0);
  CHECK(parse_days("fri-mon")->weekdays == std::vector<std::uint8_t>{4, 5, 6, 0});
  CHECK_FALSE(parse_days("fri-mno"));
  CHECK_FALSE(parse_date("2026-02-29"));
  CHECK(parse_date("2028-02-29"));
}

TEST_CASE("durations and numbers survive being written and read again") {
  for (const std::int64_t nanoseconds :
       {1LL, 999LL, 1'500'000'000LL, 90'000'000'000LL, 86'400'000'000'000LL, 604'800'000'000'000LL}) {
    CHECK(parse_duration(to_text(Duration{nanoseconds})) == Duration{nanoseconds});
  }
  for (const double number : {0.1, 1e-9, 28.7, 1.0 / 3, 12345678.9}) CHECK(parse_number(to_text(number)) == number);
  for (std::int64_t minutes = 0; minutes <= 24 * 60; minutes += 7) {
    CHECK(parse_time_of_day(time_of_day_text(std::chrono::minutes{minutes})) ==
          Duration{std::chrono::minutes{minutes}});
  }
}

TEST_CASE("arrivals by steps and straight lines") {
  CHECK(text_of(rates_of("{rate: 1 per min}")) == "00:00 60; ");
  CHECK(text_of(rates_of("{rate: {\"08:00\": 1 per min, \"12:00\": 30 per hour}}")) == "00:00 0; 08:00 60; 12:00 30; ");
  CHECK(text_of(rates_of("{shape: linear, rate: {\"08:00\": 1 per min, \"12:00\": 30 per hour}}")) ==
        "00:00 0; 08:00 0; 08:00 60; 12:00 30; ");
  CHECK(text_of(rates_of("{volume: {interval: 30 min, \"08:00\": [10, 20], \"12:00\": [5]}}")) ==
        "00:00 0; 08:00 20; 08:30 40; 09:00 0; 12:00 10; 12:30 0; ");
  CHECK(text_of(rates_of("{shape: linear, volume: {interval: 30 min, \"08:00\": [10, 20]}}")) ==
        "00:00 0; 08:00 0; 08:00 20; 08:15 20; 08:45 40; 09:00 40; 09:00 0; ");
  CHECK(text_of(rates_of("{volume: {mon: {\"00:00\": [6]}, tue-sun: {interval: 1 h, \"00:00\": [6]}}}")) ==
        "00:00 24; 00:15 0; ");
}

TEST_CASE("volumes come from a file") {
  const Folder folder;
  folder.write("v.csv", "date;time;calls\n2026-01-05;08:00;12\n2026-01-05;08:15;8\n");
  const auto loaded =
      load(folder.write("s.yaml", changed(sound, "{rate: 60 per hour}", "{volume: {file: v.csv}}")), menu());
  REQUIRE(loaded.scenario);
  const auto& arrivals = loaded.scenario->callers[0].arrivals;
  CHECK(arrivals.by_weekday.empty());
  CHECK(text_of(arrivals.by_date.at("2026-01-05").per_hour) == "00:00 0; 08:00 48; 08:15 32; 08:30 0; ");
}

TEST_CASE("every distribution is read with its parameters in seconds") {
  using Kind = Distribution::Kind;
  const auto [text, kind, parameters] = GENERATE(table<std::string, Kind, std::vector<double>>({
      {"90 s", Kind::constant, {90}},
      {"{constant: 1.5 min}", Kind::constant, {90}},
      {"{exponential: 5 min}", Kind::exponential, {300}},
      {"{lognormal: {mean: 3 min, sd: 210 s}}", Kind::lognormal, {180, 210}},
      {"{gamma: {mean: 1 min, shape: 2.5}}", Kind::gamma, {60, 2.5}},
      {"{erlang: {mean: 1 min, phases: 3}}", Kind::erlang, {60, 3}},
      {"{hyperexponential: {means: [1 s, 1 min], weights: [1, 3]}}", Kind::hyperexponential, {1, 60}},
      {"{weibull: {scale: 2 s, shape: 1.5}}", Kind::weibull, {2, 1.5}},
      {"{uniform: {low: 2 s, high: 1 min}}", Kind::uniform, {2, 60}},
      {"{empirical: {values: [2 s, 4 s, 500 ms]}}", Kind::empirical, {2, 4, 0.5}},
      {"{mixture: [{weight: 1, exponential: 2 s}, {weight: 3, constant: 4 s}]}", Kind::mixture, {}},
      {"{from_log: {otherwise: {exponential: 347.7 s}}}", Kind::from_log, {}},
  }));
  CAPTURE(text);
  const Distribution read = patience_of(text);
  CHECK(read.kind == kind);
  CHECK(read.parameters == parameters);
}

TEST_CASE("a distribution may be shifted and cut") {
  const Distribution read = patience_of("{exponential: 5 min, shift: 2 s, at_least: 3 s, at_most: 1 h}");
  CHECK(read.shift == 2);
  CHECK(read.low == 3.0);
  CHECK(read.high == 3600.0);
  const Distribution log = patience_of("{from_log: {otherwise: {mixture: [{weight: 0.1, constant: 1 s}]}}}");
  CHECK(log.parts.at(0).parts.at(0).parameters == std::vector<double>{1});
}

TEST_CASE("groups, segments and periods") {
  const auto scenario = scenario_of(R"(twinline: 1
segments: {gold: {share: 10 %}, silver: {share: 30 %}, others: {}}
queues: {a: {}, b: {treatments: [{after: 1 min, overflow_to: a}, {after: 10 s, announce: hello}]}}
calls:
  x:
    queue: b
    needs: [s, t]
    groups: second
    arrivals: {rate: 1 per h}
    patience: {"00:00": 1 min, "12:00": {exponential: 2 min}, balk: 5 %}
    handling: {talk: 1 min, hold: {share: 10 %, constant: 5 s}, wrap_up: {"00:00": 3 s, "13:00": 9 s}}
groups:
  first: {scheduled: {mon: 3, tue-sun: {"08:00": 5}}, skills: {s: {level: 2, speed: 1.5}, t: {speed: 1.2}}}
  second: {scheduled: 1, skills: [s, t], cost: 30 CHF per hour}
trunks: {main: {lines: 9}}
busyness: {day: {gamma: {shape: 28.7}}}
)");
  CHECK(scenario.segment_shares == std::vector<double>{0.1, 0.3, 1 - 0.4});
  CHECK(scenario.centre.agents.size() == 6);
  CHECK(scenario.centre.agents.back().name == "second 1");
  CHECK(scenario.people[0].schedule.by_weekday.at(1).size() == 2);
  CHECK(scenario.people[0].performance.at(0).speed == 1.2);
  CHECK(scenario.people[1].cost_per_hour == 30);
  REQUIRE(scenario.centre.eligible_groups[0].size() == 2);
  CHECK(scenario.centre.eligible_groups[0][0].group == GroupIndex{1});
  const auto& treatments = scenario.centre.queues[1].treatments;
  CHECK(treatments.at(0).kind == TreatmentKind::announcement);
  CHECK(treatments.at(1).to == QueueIndex{0});
  CHECK(scenario.callers[0].balk == 0.05);
  CHECK(scenario.callers[0].patience->size() == 2);
  CHECK(scenario.callers[0].handling.wrap_up.at(1).from == Duration{13h});
  CHECK(scenario.centre.trunks.at(0).lines == 9);
  CHECK(scenario.busyness_by_day->parameters == std::vector<double>{1, 28.7});
}

TEST_CASE("the hash knows what bears on results and nothing else") {
  const std::string hash = scenario_of(sound).hash;
  const auto same = [&](const std::string& from, const std::string& to) {
    CHECK(scenario_of(changed(sound, from, to)).hash == hash);
  };
  const auto other = [&](const std::string& from, const std::string& to) {
    CAPTURE(to);
    CHECK(scenario_of(changed(sound, from, to)).hash != hash);
  };
  same("queues:", "name: another\ndescription: words\nseed: 7\nreplications: 3 # comment\nqueues:");
  same("queues:", "compare: {kpis: [asa]}\narms: {a: {seed: 3}}\nprovenance: {calls.question: assumed}\nqueues:");
  same("5 min", "300 s");
  same("60 per hour", "1 per min");
  same("queues:", "policies: {routing: {name: longest_idle_agent, version: 1}}\nqueues:");
  same("{main: {}}", "{main: {service_level: {threshold: 20 s}}}");
  other("5 min", "301 s");
  other("60 per hour", "61 per hour");
  other("scheduled: 4", "scheduled: 5");
  other("queues:", "policies: {routing: random}\nqueues:");
  other("queues:", "horizon: {days: 2}\nqueues:");
  other("queues:", "offers: {ring_limit: 21 s}\nqueues:");
  other("queues:", "busyness: {day: {gamma: {shape: 3}}}\nqueues:");
  other("{main: {}}", "{main: {service_level: {threshold: 21 s}}}");
  other("needs: banking", "priority: 1\n    needs: banking");
}

TEST_CASE("the hash follows the bytes of a replayed log, not its name") {
  const Folder folder;
  const auto hash_of = [&](const std::string& name, const std::string& bytes) {
    folder.write(name, bytes);
    const auto loaded =
        load(folder.write("s.yaml", changed(sound, "{rate: 60 per hour}", "{replay: " + name + "}")), menu());
    REQUIRE(loaded.scenario);
    return loaded.scenario->hash;
  };
  CHECK(hash_of("a.tl", "x") == hash_of("b.tl", "x"));
  CHECK(hash_of("a.tl", "x") != hash_of("a.tl", "y"));
}

TEST_CASE("surges and notices arrive with what they leave out filled in") {
  const Scenario scenario =
      scenario_of(sound +
                  "busyness: {interval: {gamma: {shape: 4}, persistence: 75 %}}\n"
                  "surges: {outage: {after: {exponential: 3 d}, customers: 5000, response: 8 %, delay: 5 min}}\n"
                  "notices: {page: {wait_above: 3 min, stay_away: 20 %, call_later: {share: 30 %, delay: 2 h}}}\n");
  CHECK(scenario.busyness_by_interval->persistence == 0.75);
  const Surge& surge = scenario.surges.at(0);
  CHECK(surge.name == "outage");
  CHECK_FALSE(surge.at);
  CHECK(surge.after->parameters == std::vector<double>{3 * 86400.0});
  CHECK(surge.customers == 5000);
  CHECK(surge.response == 0.08);
  CHECK(surge.sleeps_while_closed);
  CHECK(surge.calls == std::vector<double>{1});
  const Notice& notice = scenario.notices.at(0);
  CHECK(notice.concerns == std::vector<std::uint8_t>{1});
  CHECK(notice.reach == 1);
  CHECK(notice.wait_above == Duration{3min});
  CHECK(notice.stay_away == 0.2);
  CHECK(notice.call_later == 0.3);
  CHECK(notice.later.parameters == std::vector<double>{7200});
}

TEST_CASE("the hash knows what demand is made of, and scenarios without it keep theirs") {
  const std::string plain = scenario_of(sound).hash;
  for (const char* block : {"growth: {by: 1 %}\n", "special_days: {mon: 1.1}\n",
                            "surges: {letter: {at: '09:00', customers: 9, response: 3 %, delay: 1 h}}\n",
                            "notices: {page: {stay_away: 20 %}}\n", "busyness: {interval: {gamma: {shape: 4}}}\n"}) {
    CHECK(scenario_of(sound + block).hash != plain);
  }
  CHECK(scenario_of(sound + "busyness: {interval: {gamma: {shape: 4}, persistence: 0.1}}\n").hash !=
        scenario_of(sound + "busyness: {interval: {gamma: {shape: 4}}}\n").hash);
}
