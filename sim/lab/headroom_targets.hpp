// What must hold while the load goes up: the scenario's own targets, or those that somebody names. A target is a KPI in
// total or of one place, and a limit; besides the KPIs of reports there are two that only headroom asks for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/kpi/headroom_result.hpp"
#include "reports/kpi/kpis.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

struct WatchedTarget {
  reports::NamedKpi kpi;
  reports::HeadroomTarget target;
};

/// A KPI by its name; `blocked_share` is one, too: calls that found no free line over all that reached the centre. And
/// where there is an infrastructure `lost_share`: what it cost in calls.
/// Nothing if there is no such KPI, queue or part of the infrastructure.
std::optional<reports::NamedKpi> headroom_kpi(const scenarios::Scenario& scenario, std::string_view name);

/// The names that headroom_kpi() knows, without queues and parts of the infrastructure.
std::vector<std::string> headroom_kpi_names(const scenarios::Scenario& scenario);

WatchedTarget watched_target(const scenarios::Scenario& scenario, std::string name, const reports::NamedKpi& kpi,
                             bool at_least, double limit);

/// Every queue's service level where it has a target; with trunks that can be full, at most 1 % of calls blocked; with
/// an infrastructure, at most 1 % of calls lost.
std::vector<WatchedTarget> targets_of(const scenarios::Scenario& scenario);

}  // namespace twinline::sim
