// Of an hour whose figures are known by hand (grid_hour.hpp), every KPI of what the calls ran on.
#include "reports/kpi/infrastructure_kpis.hpp"

#include <cmath>
#include <set>

#include <catch2/catch.hpp>

#include "reports/kpi/differences.hpp"
#include "reports/kpi/estimates.hpp"
#include "tests/unit/kpi/grid_hour.hpp"
#include "tests/unit/kpi/replications.hpp"

namespace twinline::reports::test {
namespace {

ReplicationTotals hour_on_grid(const InfrastructureTotals& infrastructure = grid_hour()) {
  ReplicationTotals totals = replication(two_queue_centre(), answered_after({5, 30}));
  totals.infrastructure = infrastructure;
  return totals;
}

const Estimate* figure_of(const std::vector<Estimate>& list, const std::string& kpi, const Dimensions& by) {
  for (const Estimate& estimate : list) {
    if (estimate.kpi == kpi && estimate.by == by) return &estimate;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("KPIs of an infrastructure are what the table says, wherever they are given", "[kpi][infrastructure]") {
  const Centre centre = two_queue_centre();
  const InfrastructureLayout layout = grid_layout();
  const std::vector<ReplicationTotals> twice{hour_on_grid(), hour_on_grid()};
  const auto list = estimates(centre, hour(), twice, {}, &layout);
  const auto value = [&](const char* kpi, const Dimensions& by) {
    CAPTURE(kpi);
    const Estimate* found = figure_of(list, kpi, by);
    REQUIRE(found != nullptr);
    CHECK(found->n == 2);
    return found->mean;
  };
  const std::string second_quarter = hour().label(1);
  CHECK(value("availability", {{"host", "sbc"}}) == Approx(0.9));
  CHECK(value("availability", {{"host", "sbc"}, {"interval", second_quarter}}) == Approx(0.6));
  CHECK(value("availability", {{"service", "signalling"}}) == Approx(58.0 / 60));
  CHECK(value("availability", {{"site", "home"}}) == 1);
  CHECK(value("utilisation", {{"host", "sbc"}}) == Approx(0.25));
  CHECK(value("utilisation", {{"link", "vpn"}}) == Approx(1.0 / 15));
  CHECK(value("saturation", {{"host", "sbc"}, {"interval", second_quarter}}) == Approx(0.2));
  CHECK(value("time_to_detect", {}) == Approx(5));
  CHECK(value("time_to_detect", {{"service", "signalling"}}) == Approx(5));
  CHECK(value("time_to_recover", {{"service", "signalling"}}) == Approx(90));
  CHECK(value("time_to_recover", {{"host", "sbc"}}) == Approx(360));
  CHECK(value("time_to_recover", {{"trunk", "primary"}}) == Approx(300));
  CHECK(value("trunk_blocking", {{"trunk", "primary"}}) == Approx(0.1));
  CHECK(value("trunk_blocking", {}) == Approx(20.0 / 215));
  CHECK(value("calls_overflowed", {{"trunk", "primary"}}) == 15);
  CHECK(value("calls_dropped", {}) == 13);
  CHECK(value("calls_dropped", {{"cause", "link"}}) == 1);
  CHECK(value("calls_dropped", {{"cause", "trunk"}}) == 4);
  CHECK(value("calls_unreached", {}) == 3);
  CHECK(value("gave_up_in_silence", {}) == 5);
  CHECK(value("calls_lost_in_failover", {}) == 9);
  CHECK(value("calls_lost_in_failover", {{"service", "crm"}}) == 0);
  CHECK(value("response_time", {{"service", "signalling"}}) == Approx(0.02));
  CHECK(value("longest_response", {{"service", "signalling"}}) == 4);
  CHECK(value("requests_failed", {{"service", "signalling"}}) == Approx(0.05));
  CHECK(value("tries_timed_out", {{"service", "signalling"}}) == Approx(0.1));
  CHECK(value("tries_lost", {{"service", "signalling"}}) == Approx(0.05));
  // A host that did nothing in an interval, and was up, has nothing to say of it.
  CHECK(figure_of(list, "availability", {{"host", "crm"}, {"interval", second_quarter}}) == nullptr);
}

TEST_CASE("cores that were bought are told in hours and money, of elastic hosts alone", "[kpi][infrastructure]") {
  const Centre centre = two_queue_centre();
  const InfrastructureLayout layout = grid_layout();
  InfrastructureTotals elastic = grid_hour();
  elastic.bought_cores.resize(2);
  elastic.bought_cores[0] = {statistics::TimeSum{Duration{7h + 30min}}, 450'000};
  const std::vector<ReplicationTotals> once{hour_on_grid(elastic)};
  const auto list = estimates(centre, hour(), once, {}, &layout);
  for (const Dimensions& by : {Dimensions{}, Dimensions{{"host", "sbc"}}}) {
    REQUIRE(figure_of(list, "core_hours", by) != nullptr);
    CHECK(figure_of(list, "core_hours", by)->mean == Approx(7.5));
    CHECK(figure_of(list, "core_cost", by)->mean == Approx(0.45));
  }
  CHECK(std::isnan(figure_of(list, "core_hours", {{"host", "crm"}})->mean));
  const std::vector<ReplicationTotals> fixed{hour_on_grid()};
  const auto of_fixed = estimates(centre, hour(), fixed, {}, &layout);
  CHECK(std::isnan(figure_of(of_fixed, "core_cost", {})->mean));
}

TEST_CASE("without an infrastructure there are no KPIs of one", "[kpi][infrastructure]") {
  const Centre centre = two_queue_centre();
  const InfrastructureLayout layout = grid_layout();
  const std::vector<ReplicationTotals> plain{replication(centre, answered_after({5}))};
  for (const Estimate& estimate : estimates(centre, hour(), plain, {}, &layout)) {
    CHECK_FALSE(is_of_infrastructure(*find_kpi(estimate.kpi)));
  }
  const auto same = estimates(centre, hour(), plain);
  CHECK(estimates(centre, hour(), plain, {}, &layout).size() == same.size());
  CHECK(kpi_definitions(centre).size() + infrastructure_kpis().size() == kpi_definitions(centre, &layout).size());
  CHECK_FALSE(resolve_kpi(centre, "calls_dropped"));
}

TEST_CASE("KPIs of parts of an infrastructure go by their names, and by their kinds where two share one",
          "[kpi][infrastructure]") {
  const Centre centre = two_queue_centre();
  const InfrastructureLayout layout = grid_layout();
  const auto kind_of = [&](const char* name) {
    const auto named = resolve_kpi(centre, name, &layout);
    return named ? std::optional{named->kind} : std::nullopt;
  };
  CHECK(kind_of("calls_dropped") == PlaceKind::total);
  CHECK(kind_of("sbc.availability") == PlaceKind::host);
  CHECK(kind_of("primary.trunk_blocking") == PlaceKind::trunk);
  CHECK(kind_of("crm.utilisation") == PlaceKind::host);
  CHECK_FALSE(kind_of("crm.availability"));
  CHECK(kind_of("service.crm.availability") == PlaceKind::service);
  CHECK(kind_of("host.crm.availability") == PlaceKind::host);
  CHECK_FALSE(kind_of("sbc.response_time"));
  CHECK_FALSE(kind_of("retail.availability"));
  CHECK(kind_of("retail.service_level") == PlaceKind::queue);
  CHECK(place_of(centre, *resolve_kpi(centre, "host.crm.availability", &layout), &layout).by ==
        Dimensions{{"host", "crm"}});
}

TEST_CASE("two arms are compared, and guarded, in what their calls ran on", "[kpi][infrastructure]") {
  const Centre centre = two_queue_centre();
  const InfrastructureLayout layout = grid_layout();
  InfrastructureTotals better = grid_hour();
  better.hosts[0].down = {};
  better.calls.dropped = {};
  const std::vector<ReplicationTotals> before{hour_on_grid(), hour_on_grid(), hour_on_grid()};
  const std::vector<ReplicationTotals> after(3, hour_on_grid(better));
  const ArmReplications a{"A", &centre, before, {}, &layout}, b{"B", &centre, after, {}, &layout};
  const std::vector<ComparedKpi> kpis{{"sbc.availability", 0.01, true}, {"calls_dropped", {}, true}};
  auto list = differences(hour(), a, b, kpis, {Pairing::paired});
  judge(list);
  REQUIRE(list.size() >= 2);
  CHECK(list[0].by == Dimensions{{"host", "sbc"}});
  CHECK(list[0].mean == Approx(0.1));
  CHECK(list[0].verdict == Verdict::better);
  CHECK(list[0].adjustment->size == 2);
  CHECK(list[1].by.empty());
  CHECK(list[1].mean == -13);

  const std::vector<GuardrailRule> rules{{"sbc.availability", -0.05}, {"calls_dropped", 2}};
  const auto held = guardrails(hour(), a, b, rules, {});
  REQUIRE(held.size() == 2);
  CHECK((held[0].held && held[1].held));
  CHECK(held[0].by == Dimensions{{"host", "sbc"}});
  CHECK_FALSE(guardrails(hour(), b, a, rules, {}).front().held);
}

}  // namespace twinline::reports::test
