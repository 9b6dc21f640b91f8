// Surges: whom they reach, who of them calls, when, and what about.
#include "sim/people/surges.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "tests/unit/schema/samples.hpp"

using namespace twinline;
using scenarios::samples::changed;
using scenarios::samples::load_text;
using scenarios::samples::sound;

namespace {

const std::string two_types =
    changed(sound, "groups:", "  order:\n    arrivals: {rate: 0 per hour}\n    handling: {talk: 1 min}\ngroups:");

scenarios::Scenario scenario_with_surges(const std::string& blocks) {
  const scenarios::Loaded loaded = load_text(two_types + blocks);
  for (const scenarios::Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  return *loaded.scenario;
}

std::vector<sim::Arrival> calls_of(const std::string& blocks, std::uint64_t index = 0) {
  const auto scenario = scenario_with_surges(blocks);
  return sim::surge_calls(scenario, sim::Draws({11, index}));
}

double hours(const sim::Arrival& call) { return in_seconds(call.at - world_start) / 3600; }

}  // namespace

TEST_CASE("a surge brings its response, after its delay, about what it is about") {
  const auto calls = calls_of(
      "surges: {mailing: {at: '06:00', customers: 40000, response: 5 %, delay: {exponential: 2 h}, "
      "calls: {question: 25 %, order: 75 %}}}\n");
  const double expected = 40000 * 0.05 * (1 - std::exp(-18.0 / 2));
  CHECK(std::abs(static_cast<double>(calls.size()) - expected) < 4 * std::sqrt(expected));
  double delay = 0, orders = 0;
  std::set<CallKey> keys;
  for (const sim::Arrival& call : calls) {
    delay += (hours(call) - 6) / static_cast<double>(calls.size());
    orders += (call.type == CallTypeIndex{1}) / static_cast<double>(calls.size());
    keys.insert(call.key);
    CHECK(call.source == sim::ArrivalSource::surge);
  }
  CHECK(delay == Approx(2).epsilon(0.08));
  CHECK(orders == Approx(0.75).epsilon(0.05));
  CHECK(keys.size() == calls.size());
  CHECK(std::is_sorted(calls.begin(), calls.end(), [](const auto& a, const auto& b) { return a.at < b.at; }));
}

TEST_CASE("who calls at a smaller response calls at a greater one, at the same instant") {
  const auto with_response = [](const char* response) {
    std::map<CallKey, Time> calls;
    for (const sim::Arrival& call :
         calls_of(std::string{"surges: {mailing: {at: '06:00', customers: 5000, response: "} + response +
                  ", lasts: 1 h, delay: {exponential: 1 h}, calls: order}}\n")) {
      calls[call.key] = call.at;
    }
    return calls;
  };
  const auto few = with_response("3 %"), more = with_response("4 %");
  CHECK(few.size() < more.size());
  for (const auto& [key, at] : few) CHECK(more.at(key) == at);
}

TEST_CASE("callers sleep while the site is closed, or do not call at all") {
  const std::string site = "site: {opens: {mon-tue: '08:00-18:00'}}\nhorizon: {days: 2}\n";
  const std::string surge =
      "surges: {mailing: {at: '12:00', on: 2026-01-05, customers: 20000, response: 10 %, "
      "delay: {uniform: {low: 0 h, high: 15 h}}, calls: order";
  const auto count = [](const std::vector<sim::Arrival>& calls, double from, double until) {
    return std::count_if(calls.begin(), calls.end(),
                         [&](const sim::Arrival& call) { return hours(call) >= from && hours(call) < until; });
  };
  const auto sleeping = calls_of(site + surge + "}}\n");
  // 6 of 15 hours are left on Monday, 9 fall on Tuesday from eight on.
  CHECK(count(sleeping, 12, 18) + count(sleeping, 32, 41) == static_cast<std::ptrdiff_t>(sleeping.size()));
  CHECK(std::abs(static_cast<double>(sleeping.size()) - 2000) < 180);
  CHECK(static_cast<double>(count(sleeping, 12, 18)) == Approx(800).epsilon(0.12));
  const auto awake = calls_of(site + surge + ", sleeps_while_closed: no}}\n");
  CHECK(count(awake, 12, 18) == static_cast<std::ptrdiff_t>(awake.size()));
  CHECK(static_cast<double>(awake.size()) == Approx(800).epsilon(0.12));
}

TEST_CASE("surges by chance come once a day at most, and their size varies from one to the next") {
  const std::string surge =
      "surges: {outage: {after: {exponential: 12 h}, customers: 400, response: 50 %, "
      "lasts: {exponential: 30 min}, delay: 10 min, calls: question";
  std::map<std::uint64_t, int> by_day;
  std::set<CallKey> keys;
  const auto calls = calls_of("horizon: {days: 40}\n" + surge + "}}\n");
  for (const sim::Arrival& call : calls) {
    ++by_day[call.key >> (sim::attempt_bits + sim::ordinal_bits) & ((1U << sim::day_bits) - 1)];
    keys.insert(call.key);
  }
  CHECK(keys.size() == calls.size());
  CHECK(by_day.size() > 20);
  CHECK(by_day.size() <= 40);
  for (const auto& [day, number] : by_day) CHECK(std::abs(number - 200) < 60);

  std::set<std::size_t> sizes;
  for (std::uint64_t index = 0; index < 6; ++index) {
    sizes.insert(calls_of("surges: {outage: {at: '08:00', customers: 400, response: 50 %, size: {gamma: {shape: 4}}, "
                          "delay: 10 min, calls: question}}\n",
                          index)
                     .size() /
                 40);
  }
  CHECK(sizes.size() >= 4);  // ±2.5 % without the factor would be two bins
}

TEST_CASE("open time passes while the site is open alone") {
  const auto days =
      scenario_with_surges("site: {opens: {mon: '08:00-12:00', wed: '10:00-11:00'}}\nhorizon: {days: 3}\n")
          .horizon.days;
  const auto after = [&](Duration from, Duration open) {
    return sim::after_open_time(days, world_start + from, open) - world_start;
  };
  CHECK(after(7h, 0s) == 8h);
  CHECK(after(9h, 90min) == 10h + 30min);
  CHECK(after(9h, 3h) == 48h + 10h);
  CHECK(after(9h, 3h + 59min) == 48h + 10h + 59min);
  CHECK(sim::after_open_time(days, world_start + 9h, 4h) == never);
  CHECK(sim::after_open_time(days, world_start + 72h, 0s) == never);
}
