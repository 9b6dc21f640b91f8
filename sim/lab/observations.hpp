// The observations of many systems in one KPI, computed as a procedure asks for more: the replication with index r is
// the r-th observation of every system, on the same callers. Oriented, so that larger is better whatever the KPI.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "reports/kpi/kpis.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/lab/experiment.hpp"

namespace twinline::sim {

class Observations {
 public:
  /// The effort must outlive it; of it, `replications` and `detail` are not looked at.
  Observations(std::string kpi, std::uint64_t seed, const Effort& effort)
      : kpi_(std::move(kpi)), seed_(seed), effort_(&effort) {}

  /// One more system, which must outlive the observations. Throws std::invalid_argument where it does not have the KPI,
  /// the KPI has no good direction, or its replications are tied together, corrected, or but one.
  void add(const ComparedArm& system);

  /// Has at least so many observations of each system; false when it was stopped. Throws std::runtime_error for a
  /// replication with nothing to observe.
  bool extend_to(std::span<const std::uint64_t> counts);

  std::size_t systems() const { return systems_.size(); }
  const ComparedArm& system(std::size_t system) const { return *systems_[system].arm; }
  const reports::NamedKpi& kpi_of(std::size_t system) const { return systems_[system].kpi; }

  /// Larger is better.
  std::span<const double> oriented(std::size_t system) const { return systems_[system].values; }

  /// In the KPI's unit, the first `count` of them.
  std::vector<double> in_unit(std::size_t system, std::uint64_t count) const;

 private:
  struct System {
    const ComparedArm* arm;
    reports::NamedKpi kpi;  // a queue has its own number in each centre
    double sign;
    std::vector<double> values;
  };
  double value_of(const System& system, std::uint64_t index, const reports::ReplicationTotals& totals) const;

  std::string kpi_;
  std::uint64_t seed_;
  const Effort* effort_;
  std::vector<System> systems_;
};

}  // namespace twinline::sim
