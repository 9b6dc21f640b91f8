#include "reports/kpi/regression_watch.hpp"

#include <random>

#include <catch2/catch.hpp>

#include "reports/statistics/t_mixture.hpp"
#include "tests/unit/kpi/replications.hpp"

namespace twinline::reports::test {
namespace {

const Centre& watched_centre() {
  static const Centre both = two_queue_centre();
  return both;
}

/// What happens between the baseline and now: the mean wait of a day changes by `effect`, with noise.
struct Story {
  double effect = 0, noise = 0, tolerance = 0.5;
  std::uint64_t budget = 600;
  unsigned seed = 5;
};

/// The finding on retail.asa after as many days as the watch wants.
CheckedKpi finding_of(const Story& story) {
  std::mt19937_64 bits(story.seed);
  std::normal_distribution<double> normal;
  BaselineArm arm{"", "", {}, {}, {{"retail.asa", {}}}};
  std::vector<ReplicationTotals> now;
  for (std::uint64_t n = 0; n < story.budget; ++n) {
    const double shared = 100 + 10 * normal(bits);
    const ReplicationTotals before = day(100, shared);
    arm.kpis[0].parts.push_back({before.by_queue[0].counts.wait_answered.in_seconds(), 100});
    now.push_back(day(100, shared + story.effect + story.noise * normal(bits)));
  }
  const std::vector<WatchedKpi> kpis{{"retail.asa", {story.tolerance, std::nullopt}}};
  RegressionWatch watch(watched_centre(), hour(), arm, kpis, 0.05, story.budget);
  for (const ReplicationTotals& totals : now) {
    if (watch.add(totals)) break;
  }
  return watch.findings().front();
}

}  // namespace

TEST_CASE("a centre that differs in nothing is within its tolerance once enough were equal") {
  const CheckedKpi same = finding_of({});
  CHECK(same.verdict == CheckVerdict::within);
  CHECK(same.n == statistics::enough_equal);
  CHECK(same.change == 0);
  CHECK(same.baseline == same.now);
  CHECK(same.kpi == "asa");
  CHECK(same.by == Dimensions{{"queue", "retail"}});
  CHECK(finding_of({.tolerance = 0}).verdict == CheckVerdict::within);
}

TEST_CASE("a change far beyond the tolerance is worse at the first look, one for the better is within") {
  const CheckedKpi worse = finding_of({.effect = 5, .noise = 1});
  CHECK(worse.verdict == CheckVerdict::worse);
  CHECK(worse.n == statistics::first_look);
  CHECK(worse.low > worse.tolerance);
  CHECK(worse.now - worse.baseline == Approx(worse.change));
  CHECK(finding_of({.effect = -5, .noise = 1}).verdict == CheckVerdict::within);
}

TEST_CASE("a change that is sure but smaller than the tolerance is within") {
  const CheckedKpi slight = finding_of({.effect = 0.2, .noise = 0.1});
  CHECK(slight.verdict == CheckVerdict::within);
  CHECK(slight.low > 0);
  CHECK(slight.high <= slight.tolerance);
}

TEST_CASE("at the end of the budget what surely got worse is judged by its estimate") {
  const CheckedKpi beyond = finding_of({.effect = 0.54, .noise = 1});
  CHECK(beyond.verdict == CheckVerdict::worse);
  CHECK(beyond.n == 600);
  CHECK(beyond.low > 0);
  CHECK(beyond.low < beyond.tolerance);
  CHECK(beyond.change > beyond.tolerance);
  const CheckedKpi close = finding_of({.effect = 0.47, .noise = 1});
  CHECK(close.verdict == CheckVerdict::undecided);
  CHECK(close.change < close.tolerance);
  CHECK(close.high > close.tolerance);
}

TEST_CASE("noise alone is undecided, neither passed nor failed") {
  const CheckedKpi noisy = finding_of({.effect = 0, .noise = 30});
  CHECK(noisy.verdict == CheckVerdict::undecided);
  CHECK(noisy.n == 600);
}

TEST_CASE("looked at after every replication, no change is called worse in one check of twenty at most") {
  int alarms = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    if (finding_of({.noise = 1, .tolerance = 0, .budget = 400, .seed = seed}).verdict == CheckVerdict::worse) ++alarms;
  }
  CHECK(alarms <= 10);
}

TEST_CASE("for a KPI of which more is better, less is worse") {
  BaselineArm arm{"", "", {}, {}, {{"answer_rate", {}}}};
  for (int n = 0; n < 300; ++n) arm.kpis[0].parts.push_back({100, 100});
  const std::vector<WatchedKpi> kpis{{"answer_rate", {}}};
  RegressionWatch falls(watched_centre(), hour(), arm, kpis, 0.05, 300), rises = falls;
  ReplicationTotals fewer = day(90, 1), all = day(100, 1);
  fewer.total.counts.abandoned = 10;
  bool done = false;
  for (int n = 0; n < 300 && !done; ++n) {
    rises.add(all);
    done = falls.add(n % 2 == 0 ? fewer : all);
  }
  const CheckedKpi fall = falls.findings().front();
  CHECK(fall.verdict == CheckVerdict::worse);
  CHECK(fall.change == Approx(-0.05));
  CHECK(fall.high < -fall.tolerance);
}

TEST_CASE("tolerances are in the KPI's unit, a share of the baseline, the larger of both, or the usual") {
  CHECK(tolerance_on(Unit::seconds, {2.0, std::nullopt}, 1000) == 2);
  CHECK(tolerance_on(Unit::seconds, {std::nullopt, 0.1}, 50) == Approx(5));
  CHECK(tolerance_on(Unit::seconds, {2.0, 0.1}, 50) == Approx(5));
  CHECK(tolerance_on(Unit::seconds, {2.0, 0.1}, 5) == 2);
  CHECK(tolerance_on(Unit::share, {}, 0.8) == 0.005);
  CHECK(tolerance_on(Unit::seconds, {}, 10) == 0.5);
  CHECK(tolerance_on(Unit::seconds, {}, 100) == Approx(2));
  CHECK(tolerance_on(Unit::count, {}, 300) == Approx(3));
  CHECK(tolerance_on(Unit::share, {0.0, std::nullopt}, 0.8) == 0);
}

TEST_CASE("a watch asks for what the baseline has") {
  const BaselineArm arm{"", "", {}, {}, {{"asa", std::vector<statistics::RatioPart>(300)}}};
  const std::vector<WatchedKpi> asa_alone{{"asa", {}}}, missing{{"service_level", {}}}, unknown{{"no_such", {}}};
  CHECK_NOTHROW(RegressionWatch(watched_centre(), hour(), arm, asa_alone, 0.05, 300));
  CHECK_THROWS_WITH(RegressionWatch(watched_centre(), hour(), arm, missing, 0.05, 300),
                    "the baseline has no KPI 'service_level'");
  CHECK_THROWS_WITH(RegressionWatch(watched_centre(), hour(), arm, unknown, 0.05, 300),
                    "the baseline has no KPI 'no_such'");
  CHECK_THROWS_WITH(RegressionWatch(watched_centre(), hour(), arm, asa_alone, 0.05, 301),
                    "the budget is beyond the baseline's replications");
}

}  // namespace twinline::reports::test
