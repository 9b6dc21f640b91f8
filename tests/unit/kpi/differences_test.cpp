#include "reports/kpi/differences.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "reports/kpi/kpis.hpp"
#include "tests/unit/kpi/replications.hpp"

namespace twinline::reports::test {

TEST_CASE("differences are b minus a, for the total and each dimension, or for the queue that is named") {
  const Centre centre = two_queue_centre();
  std::vector<ReplicationTotals> slow, fast;
  for (const double noise : {0.0, 1.0, 2.0, 3.0}) {
    slow.push_back(replication(centre, answered_after({25 + noise, 30 + noise})));
    fast.push_back(replication(centre, answered_after({5 + noise, 10 + noise})));
  }
  const ArmReplications a{"A", &centre, slow};
  const ArmReplications b{"B", &centre, fast};
  const std::vector<ComparedKpi> kpis{{"asa", 1.0}, {"retail.service_level", {}}, {"offered", {}}};
  const auto list = differences(hour(), a, b, kpis, {Pairing::paired});
  REQUIRE(list.size() >= 3);
  CHECK(list.front().kpi == "asa");
  CHECK(list.front().by.empty());
  CHECK(list.front().mean == Approx(-20));
  CHECK(list.front().low == Approx(-20));  // the noise is shared, so pairing takes it out
  CHECK(list.front().verdict == Verdict::better);
  CHECK(list.front().least_effect == 1.0);
  CHECK(list.front().n == 4);
  std::size_t service_levels = 0;
  for (const Difference& difference : list) {
    if (difference.kpi != "service_level") continue;
    ++service_levels;
    CHECK(difference.by == Dimensions{{"queue", "retail"}});
    CHECK(difference.mean == 1);
  }
  CHECK(service_levels == 1);
  CHECK(list.back().kpi == "offered");
  CHECK(list.back().verdict == Verdict::no_meaningful_difference);

  const auto apart = differences(hour(), a, b, kpis, {Pairing::independent});
  CHECK(apart.front().mean == Approx(-20));
  CHECK(apart.front().low < -22);
  const auto backwards = differences(hour(), b, a, kpis, {Pairing::paired});
  CHECK(backwards.front().verdict == Verdict::worse);
  CHECK_THROWS_AS(differences(hour(), a, b, std::vector<ComparedKpi>{{"speed", {}}}, {Pairing::paired}),
                  std::invalid_argument);
}

TEST_CASE("an arm against itself never differs, and one replication decides nothing") {
  const Centre centre = two_queue_centre();
  const std::vector<ReplicationTotals> same{replication(centre, answered_after({5, 30})),
                                            replication(centre, answered_after({15, 40, 2}))};
  const ArmReplications a{"A", &centre, same};
  std::vector<ComparedKpi> all;
  for (const Kpi& kpi : kpi_table()) all.push_back({std::string{kpi.name}, {}});
  for (const Difference& difference : differences(hour(), a, a, all, {Pairing::paired})) {
    INFO(difference.kpi);
    CHECK(difference.verdict != Verdict::better);
    CHECK(difference.verdict != Verdict::worse);
  }
  const ArmReplications single{"A", &centre, std::span(same).first(1)};
  const auto list = differences(hour(), single, single, all, {Pairing::paired});
  CHECK(list.front().verdict == Verdict::undecided);
  CHECK(std::isnan(list.front().low));
}

TEST_CASE("a guardrail holds only when the interval excludes a breach") {
  const Centre centre = two_queue_centre();
  std::vector<ReplicationTotals> base, worse;
  for (const double noise : {0.0, 1.0, 2.0, 3.0}) {
    base.push_back(replication(centre, answered_after({5 + noise, 10 + noise})));
    worse.push_back(replication(centre, answered_after({6 + noise, 12 + 1.5 * noise})));
  }
  const ArmReplications a{"A", &centre, base};
  const ArmReplications b{"B", &centre, worse};
  const std::vector<GuardrailRule> rules{{"asa", 5.0}, {"asa", 2.0}, {"retail.service_level", -0.01}, {"asa", 0}};
  const auto list = guardrails(hour(), a, b, rules, {Pairing::paired});
  REQUIRE(list.size() == 4);
  CHECK(list[0].held);
  CHECK_FALSE(list[1].held);  // 1.5 to 2.25 s longer on average, which does not exclude 2 s
  CHECK(list[2].held);
  CHECK(list[2].by == Dimensions{{"queue", "retail"}});
  CHECK_FALSE(list[3].held);
  CHECK(guardrails(hour(), b, a, std::vector<GuardrailRule>{{"asa", 0}}, {Pairing::paired})[0].held);
}

TEST_CASE("what a comparison is about is judged together, all else by itself") {
  const Centre centre = two_queue_centre();
  std::vector<ReplicationTotals> slow, fast;
  for (const double noise : {0.0, 1.0, 2.0, 3.0, 4.0}) {
    slow.push_back(replication(centre, answered_after({25 + noise, 30 + noise})));
    fast.push_back(replication(centre, answered_after({24 + noise, 29 + 1.4 * noise})));
  }
  const ArmReplications a{"A", &centre, slow};
  const ArmReplications b{"B", &centre, fast};
  const std::vector<ComparedKpi> kpis{
      {"asa", {}, true, false}, {"retail.mean_wait", {}, true, false}, {"wait_p50", {}}};
  ComparisonTerms terms;
  terms.pairs_of_arms = 3;
  auto list = differences(hour(), a, b, kpis, terms);
  std::size_t in_total = 0, by_segment = 0;
  for (const Difference& difference : list) {
    CAPTURE(difference.kpi);
    if (!difference.adjustment) continue;
    CHECK(difference.verdict == Verdict::undecided);
    const bool is_segment = difference.by.count("segment") == 1;
    CHECK(difference.adjustment->family == (is_segment ? "segments" : "kpis"));
    CHECK(difference.adjustment->size == 6);  // two KPIs, or one in two segments, of three pairs
    ++(is_segment ? by_segment : in_total);
    if (difference.mean == difference.mean) CHECK(difference.adjustment->low <= difference.low);
  }
  CHECK(in_total == 2);
  CHECK(by_segment == 2);
  CHECK(list.front().variance_ratio.value() > 1);

  list.front().p = 0.001;  // the smaller of the two in this list
  judge(list);
  CHECK(list.front().adjustment->p == 0.002);
  CHECK(list.front().verdict == Verdict::better);
  terms.method = Method::bootstrap;
  const auto resampled = differences(hour(), a, b, kpis, terms);
  CHECK(resampled.front().method == "bootstrap");
  CHECK_FALSE(resampled.front().p);
  CHECK(resampled.back().kpi == "wait_p50");
  CHECK(resampled.back().method == "t");
  terms.pairing = Pairing::independent;
  CHECK_FALSE(differences(hour(), a, b, kpis, terms).front().variance_ratio);
}

TEST_CASE("a limit is kept, broken or in doubt") {
  constexpr auto higher = Direction::higher_is_better;
  CHECK(keeping_of(-1, {-0.5, 3}, higher) == Keeping::held);
  CHECK(keeping_of(-1, {-1.5, 3}, higher) == Keeping::in_doubt);
  CHECK(keeping_of(-1, {-3, -1.5}, higher) == Keeping::broken);
  CHECK(keeping_of(2, {-3, 1.5}, Direction::lower_is_better) == Keeping::held);
  CHECK(keeping_of(2, {2.5, 3}, Direction::lower_is_better) == Keeping::broken);
  CHECK(keeping_of(0, {-1, -0.5}, higher) == Keeping::broken);
  CHECK(keeping_of(0, {-1, -0.5}, Direction::lower_is_better) == Keeping::held);
  CHECK(keeping_of(-1, {std::nan(""), std::nan("")}, higher) == Keeping::in_doubt);
}

}  // namespace twinline::reports::test
