#include "reports/kpi/infrastructure_totals.hpp"

#include <catch2/catch.hpp>

#include "reports/kpi/totals.hpp"
#include "tests/unit/kpi/grid_hour.hpp"

namespace twinline::reports {

TEST_CASE("the infrastructure of a replication adds up, or it is said what does not", "[kpi][infrastructure]") {
  const InfrastructureTotals sound = test::grid_hour();
  CHECK_FALSE(first_inconsistency(sound));

  const auto finding = [&](auto spoil) {
    InfrastructureTotals spoiled = sound;
    spoil(spoiled);
    return first_inconsistency(spoiled).value_or("");
  };
  CHECK(finding([](auto& totals) { totals.hosts[0].busy.add(10h); }) == "a host or link was busier than it can be");
  CHECK(finding([](auto& totals) { totals.hosts[0].down.add(1s); }) ==
        "the intervals do not sum to the infrastructure");
  CHECK(finding([](auto& totals) { totals.trunks[0].attempts.overflowed = 90; }) ==
        "trunk 0: a part is larger than its whole");
  CHECK(finding([](auto& totals) { totals.services[0].lost = 3000; }) == "service 0: a part is larger than its whole");
}

TEST_CASE("as counts alone, an infrastructure has no intervals", "[kpi][infrastructure]") {
  ReplicationTotals totals;
  totals.infrastructure = test::grid_hour();
  keep_counts_only(totals);
  CHECK(totals.infrastructure->by_host_and_interval.empty());
  CHECK(totals.infrastructure->hosts == test::grid_hour().hosts);
}

}  // namespace twinline::reports
