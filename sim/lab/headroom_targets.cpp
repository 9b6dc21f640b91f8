#include "sim/lab/headroom_targets.hpp"

#include <algorithm>
#include <utility>

#include "reports/kpi/place.hpp"
#include "sim/lab/model.hpp"

namespace twinline::sim {
namespace {

using reports::Kpi;
using reports::KpiCell;
using reports::PlaceKind;

constexpr unsigned in_total_and_by_queue =
    static_cast<unsigned>(PlaceKind::total) | static_cast<unsigned>(PlaceKind::queue);

const Kpi blocked_share{"blocked_share",
                        "Blocked share",
                        "Calls that found no free line over calls that reached the centre.",
                        reports::Unit::share,
                        reports::Direction::lower_is_better,
                        reports::Estimand::ratio,
                        in_total_and_by_queue,
                        [](const KpiCell& cell) {
                          return reports::Fraction{static_cast<double>(cell.calls.blocked),
                                                   static_cast<double>(cell.calls.blocked + cell.calls.offered())};
                        }};

std::uint64_t lost_calls(const KpiCell& cell) {
  const reports::CallLossTotals& calls = cell.infrastructure.calls;
  return calls.all_dropped() + calls.unreached + calls.gave_up_in_silence;
}

const Kpi lost_share{"lost_share",
                     "Lost share",
                     "Calls that were cut off or that no service took in, and callers who gave up in silence, over "
                     "those and the calls that were blocked or offered.",
                     reports::Unit::share,
                     reports::Direction::lower_is_better,
                     reports::Estimand::ratio,
                     static_cast<unsigned>(PlaceKind::total),
                     [](const KpiCell& cell) {
                       const std::uint64_t lost = lost_calls(cell);
                       return reports::Fraction{static_cast<double>(lost),
                                                static_cast<double>(lost + cell.calls.blocked + cell.calls.offered())};
                     }};

constexpr double blocked_at_most = 0.01, lost_at_most = 0.01;

}  // namespace

std::optional<reports::NamedKpi> headroom_kpi(const scenarios::Scenario& scenario, std::string_view name) {
  if (name == blocked_share.name) return reports::NamedKpi{&blocked_share};
  if (name == lost_share.name && scenario.infrastructure) return reports::NamedKpi{&lost_share};
  const auto layout = layout_of(scenario);
  return reports::resolve_kpi(scenario.centre, name, scope_of(scenario, layout));
}

std::vector<std::string> headroom_kpi_names(const scenarios::Scenario& scenario) {
  std::vector<std::string> names{std::string{blocked_share.name}};
  if (scenario.infrastructure) names.emplace_back(lost_share.name);
  const auto layout = layout_of(scenario);
  for (const Kpi& kpi : reports::kpi_table(scope_of(scenario, layout))) names.emplace_back(kpi.name);
  return names;
}

WatchedTarget watched_target(const scenarios::Scenario& scenario, std::string name, const reports::NamedKpi& named,
                             bool at_least, double limit) {
  const Kpi& kpi = *named.kpi;
  const auto layout = layout_of(scenario);
  const reports::KpiDefinition definition{std::string{kpi.name}, std::string{kpi.title},
                                          reports::definition_text(kpi, scenario.centre, named.queue()), kpi.unit,
                                          kpi.direction};
  const reports::Place place = reports::place_of(scenario.centre, named, scope_of(scenario, layout));
  return {named, {std::move(name), definition, place.by, at_least, limit}};
}

std::vector<WatchedTarget> targets_of(const scenarios::Scenario& scenario) {
  const Centre& centre = scenario.centre;
  std::vector<WatchedTarget> targets;
  for (std::size_t queue = 0; queue < centre.queues.size(); ++queue) {
    const double target = centre.queues[queue].service_level.target;
    if (target <= 0) continue;
    const reports::NamedKpi kpi{reports::find_kpi("service_level"), PlaceKind::queue,
                                static_cast<std::uint32_t>(queue)};
    targets.push_back(watched_target(scenario, centre.queues[queue].name + ".service_level", kpi, true, target));
  }
  const auto can_be_full = [](const Trunk& trunk) { return trunk.lines > 0; };
  if (std::any_of(centre.trunks.begin(), centre.trunks.end(), can_be_full)) {
    targets.push_back(watched_target(scenario, "blocked_share", {&blocked_share}, false, blocked_at_most));
  }
  if (scenario.infrastructure) {
    targets.push_back(watched_target(scenario, "lost_share", {&lost_share}, false, lost_at_most));
  }
  return targets;
}

}  // namespace twinline::sim
