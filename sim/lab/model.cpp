#include "sim/lab/model.hpp"

#include <utility>

namespace twinline::sim {
namespace {

reports::IntervalGrid grid_of(const scenarios::Horizon& horizon) {
  std::vector<reports::GridDay> days;
  for (const scenarios::Day& day : horizon.days) {
    days.push_back({day.midnight, day.length, day.weekday, day.year, day.month, day.day, day.utc_offset_seconds,
                    day.clock_change_at, day.clock_change_seconds});
  }
  using Folding = reports::IntervalGrid::Folding;
  return {std::move(days), horizon.interval, world_start + horizon.warm_up, horizon.end,
          horizon.fold_by_weekday ? Folding::by_weekday : Folding::none};
}

}  // namespace

Model::Model(scenarios::Scenario scenario)
    : scenario_(std::move(scenario)), log_(scenario_), grid_(grid_of(scenario_.horizon)) {}

}  // namespace twinline::sim
