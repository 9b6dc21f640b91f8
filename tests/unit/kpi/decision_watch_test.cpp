#include "reports/kpi/decision_watch.hpp"

#include <functional>
#include <random>

#include <catch2/catch.hpp>

#include "reports/statistics/t_mixture.hpp"
#include "tests/unit/kpi/replications.hpp"

namespace twinline::reports::test {
namespace {

const Centre& centre() {
  static const Centre both = two_queue_centre();
  return both;
}

/// Feeds days until the watch says stop, at most so many; arm b's mean wait differs by `effect` with noise of spread 1.
std::optional<Stopped> watch_until(DecisionWatch& watch, double effect, std::uint64_t most, double noise = 1) {
  std::mt19937_64 bits(5);
  std::normal_distribution<double> normal;
  for (std::uint64_t n = 0; n < most; ++n) {
    const double shared = 100 + 10 * normal(bits);
    const std::vector<ReplicationTotals> arms{day(100, shared), day(100, shared + effect + noise * normal(bits))};
    if (watch.add(arms)) break;
  }
  return watch.stopped();
}

DecisionWatch watch_of(std::vector<ComparedKpi> kpis, std::uint64_t budget, std::vector<GuardrailRule> rules = {}) {
  const std::vector<WatchedArm> arms{{"A", &centre(), &hour()}, {"B", &centre(), &hour()}};
  return {arms, kpis, rules, budget};
}

const ComparedKpi asa{"asa", {}, true, false};

}  // namespace

TEST_CASE("a large effect is decided at the first looks, a smaller one later") {
  DecisionWatch large = watch_of({asa}, 4000), small = watch_of({asa}, 4000);
  const auto soon = watch_until(large, 5, 4000), late = watch_until(small, 0.3, 4000);
  REQUIRE((soon && late));
  CHECK(soon->reason == StopReason::decided);
  CHECK(soon->replications == statistics::first_look);
  CHECK(late->reason == StopReason::decided);
  CHECK(late->replications > 2 * soon->replications);
  CHECK(late->budget == 4000);
}

TEST_CASE("no effect is decided where a least effect is stated, futile where none is") {
  DecisionWatch stated = watch_of({{"asa", 0.5, true, false}}, 4000);
  const auto same = watch_until(stated, 0, 4000);
  REQUIRE(same);
  CHECK(same->reason == StopReason::decided);
  DecisionWatch open = watch_of({asa}, 4000);
  const auto futile = watch_until(open, 0, 4000);
  REQUIRE(futile);
  CHECK(futile->reason == StopReason::futile);
  CHECK(futile->replications < 4000);
  CHECK(futile->replications > 1000);  // the present estimate is no proof before most of the budget is spent
}

TEST_CASE("a budget is the end, and a hopeless one is seen at once") {
  DecisionWatch spent = watch_of({{"asa", 0.11, true, false}}, 300);
  const auto budget = watch_until(spent, 0.105, 300, 1);
  REQUIRE(budget);
  CHECK(budget->replications <= 300);
  CHECK(budget->reason != StopReason::decided);
  DecisionWatch hopeless = watch_of({{"asa", 1e-6, true, false}}, 60);
  const auto futile = watch_until(hopeless, 0, 60);
  REQUIRE(futile);
  CHECK(futile->reason == StopReason::futile);
}

TEST_CASE("a one-sided question gives up on what gets worse") {
  DecisionWatch better = watch_of({{"asa", {}, true, true}}, 4000), worse = watch_of({{"asa", {}, true, true}}, 4000);
  CHECK(watch_until(better, -1, 4000)->reason == StopReason::decided);
  const auto given_up = watch_until(worse, 1, 4000);
  CHECK(given_up->reason == StopReason::futile);
  CHECK(given_up->replications == statistics::first_look);
}

TEST_CASE("guardrails are waited for until they are settled") {
  DecisionWatch alone = watch_of({asa}, 4000), guarded = watch_of({asa}, 4000, {{"retail.asa", 1.15}});
  const auto without = watch_until(alone, 1, 4000), with = watch_until(guarded, 1, 4000);
  CHECK(without->reason == StopReason::decided);
  CHECK(with->reason == StopReason::decided);
  CHECK(with->replications > without->replications);
}

TEST_CASE("more questions take longer than one") {
  // By total and by queue the same figure: twice the question, each at half the chance of error.
  DecisionWatch one = watch_of({asa}, 4000);
  DecisionWatch two = watch_of({asa, {"retail.asa", {}, true, false}, {"answered", {}, false, false}}, 4000);
  CHECK(watch_until(two, 0.3, 4000)->replications > watch_until(one, 0.3, 4000)->replications);
}

TEST_CASE("arms that agree in every replication are decided once enough have been seen") {
  DecisionWatch watch = watch_of({asa}, 4000);
  const auto stopped = watch_until(watch, 0, 4000, 0);
  CHECK(stopped->reason == StopReason::decided);
  CHECK(stopped->replications == statistics::enough_equal);
}

TEST_CASE("the smallest p-value of the way is kept") {
  DecisionWatch watch = watch_of({asa}, 4000);
  watch_until(watch, 0.3, 4000);
  std::vector<Difference> differences(2);
  differences[0].b = differences[1].b = "B";
  differences[0].kpi = "asa";
  differences[1].kpi = "answered";
  differences[0].p = differences[1].p = 0.9;
  watch.keep_least_p(differences);
  CHECK(*differences[0].p <= 0.05);
  CHECK(*differences[1].p == 0.9);
}

TEST_CASE("what cannot be decided on is refused") {
  CHECK_THROWS_AS(watch_of({{"asa", {}, false, false}}, 4000), std::invalid_argument);
  CHECK_THROWS_AS(watch_of({{"wait_p90", {}, true, false}}, 4000), std::invalid_argument);
  CHECK_THROWS_AS(watch_of({{"speed", {}, true, false}}, 4000), std::invalid_argument);
}

}  // namespace twinline::reports::test
