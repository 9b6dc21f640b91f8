#include "sim/lab/observations.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/kpi/observation.hpp"

namespace twinline::sim {

void Observations::add(const ComparedArm& system) {
  const auto named = reports::resolve_kpi(system.model->scenario().centre, kpi_, system.model->scope());
  if (!named) throw std::invalid_argument(fmt::format("'{}' has no KPI {}", system.label.name, kpi_));
  if (named->kpi->direction == reports::Direction::none)
    throw std::invalid_argument(fmt::format("{} has no good direction, so no system is best in it", kpi_));
  const scenarios::Scenario& scenario = system.model->scenario();
  if (scenario.horizon.steady_state || scenario.variance_reduction.is_used()) {
    throw std::invalid_argument(
        fmt::format("'{}': a ranking goes by replications that are independent and as they came; take {} out of the "
                    "scenario",
                    system.label.name, scenario.horizon.steady_state ? "horizon.steady_state" : "variance_reduction"));
  }
  systems_.push_back({&system, *named, named->kpi->direction == reports::Direction::higher_is_better ? 1.0 : -1.0, {}});
}

bool Observations::extend_to(std::span<const std::uint64_t> counts) {
  struct Place {
    std::size_t system;
    std::uint64_t index;
  };
  std::uint64_t longest = 0;
  for (const std::uint64_t count : counts) longest = std::max(longest, count);
  std::vector<Place> places;
  for (std::uint64_t index = 0; index < longest; ++index) {
    for (std::size_t system = 0; system < counts.size(); ++system) {
      if (index < counts[system] && index >= systems_[system].values.size()) places.push_back({system, index});
    }
  }
  for (std::size_t system = 0; system < counts.size(); ++system) {
    auto& values = systems_[system].values;
    if (values.size() < counts[system]) values.resize(counts[system]);
  }
  Assignment assignment;
  assignment.tasks = places.size();
  assignment.task = [&](std::uint64_t number) {
    const System& system = systems_[places[number].system];
    return Task{{system.arm->model.get(), seed_}, places[number].index, reports::detail_for(*system.kpi.kpi)};
  };
  assignment.take = [&](std::uint64_t number, reports::ReplicationTotals&& totals) {
    System& system = systems_[places[number].system];
    system.values[places[number].index] = system.sign * value_of(system, places[number].index, totals);
    return true;
  };
  return perform(std::move(assignment), *effort_);
}

double Observations::value_of(const System& system, std::uint64_t index,
                              const reports::ReplicationTotals& totals) const {
  const Model& model = *system.arm->model;
  const double value = reports::observed(system.kpi, model.scenario().centre, model.grid(), totals);
  if (std::isfinite(value)) return value;
  throw std::runtime_error(fmt::format("replication {} of '{}' has no call to take {} from; rank another KPI", index,
                                       system.arm->label.name, kpi_));
}

std::vector<double> Observations::in_unit(std::size_t system, std::uint64_t count) const {
  const auto& oriented = systems_[system].values;
  std::vector<double> values(oriented.begin(), oriented.begin() + static_cast<std::ptrdiff_t>(count));
  for (double& value : values) value *= systems_[system].sign;
  return values;
}

}  // namespace twinline::sim
