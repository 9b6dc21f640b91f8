#include "reports/kpi/observation.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "reports/kpi/estimates.hpp"
#include "tests/unit/kpi/two_queue_centre.hpp"

namespace twinline::reports::test {
namespace {

/// Two answered in retail after 10 s and 30 s, one of loans that gave up after 50 s.
ReplicationTotals small_day(const Centre& centre, const IntervalGrid& grid, Detail detail = Detail::full) {
  Counters counters(centre, grid, detail);
  fold_waits(counters,
             {answered(labels(retail, question), 60, 10, juniors), answered(labels(retail, question), 120, 30, seniors),
              unanswered(labels(loans, loan), 180, 50)});
  counters.finish(world_start + 1h);
  return counters.totals();
}

/// Of what nobody observed either says so.
bool same(double a, double b) { return a == Approx(b) || (std::isnan(a) && std::isnan(b)); }

TEST_CASE("what is observed of one replication is what a run of that replication alone reports") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0h, 1h);
  const ReplicationTotals totals = small_day(centre, grid);
  std::size_t checked = 0;
  for (const Estimate& estimate : estimates(centre, grid, {&totals, 1})) {
    const bool of_queue = estimate.by.size() == 1 && estimate.by.contains("queue");
    if (!estimate.by.empty() && !of_queue) continue;
    const std::string name = (of_queue ? estimate.by.at("queue") + "." : "") + estimate.kpi;
    const auto kpi = resolve_kpi(centre, name);
    REQUIRE(kpi);
    INFO(name);
    CHECK(place_of(centre, *kpi).by == estimate.by);
    CHECK(same(observed(*kpi, centre, grid, totals), estimate.mean));
    ++checked;
  }
  CHECK(checked > kpi_table().size());
}

TEST_CASE("observations by hand") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0h, 1h);
  const ReplicationTotals totals = small_day(centre, grid);
  const auto value = [&](const char* name) { return observed(*resolve_kpi(centre, name), centre, grid, totals); };
  CHECK(value("asa") == 20);
  CHECK(value("mean_wait") == 30);
  CHECK(value("retail.service_level") == 0.5);
  CHECK(value("loans.service_level") == 0);
  CHECK(std::isnan(value("loans.asa")));
}

TEST_CASE("counts are detail enough for all but quantiles") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0h, 1h);
  for (const Kpi& kpi : kpi_table()) {
    const Detail detail = detail_for(kpi);
    CHECK((detail == Detail::counts) == (kpi.estimand != Estimand::quantile));
    const ReplicationTotals in_full = small_day(centre, grid), kept = small_day(centre, grid, detail);
    CHECK(same(observed({&kpi}, centre, grid, kept), observed({&kpi}, centre, grid, in_full)));
  }
}

}  // namespace
}  // namespace twinline::reports::test
