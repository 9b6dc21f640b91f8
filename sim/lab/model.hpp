// A scenario made ready to run: its logs read, its intervals laid out. Shared read-only by all workers.
#pragma once

#include "reports/kpi/grid.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/replay_log.hpp"

namespace twinline::sim {

class Model {
 public:
  /// Throws twin::BadInput where a call table that the scenario replays cannot be read.
  explicit Model(scenarios::Scenario scenario);
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  const scenarios::Scenario& scenario() const { return scenario_; }
  const ReplayLog& log() const { return log_; }
  const reports::IntervalGrid& grid() const { return grid_; }

 private:
  scenarios::Scenario scenario_;
  ReplayLog log_;
  reports::IntervalGrid grid_;
};

}  // namespace twinline::sim
