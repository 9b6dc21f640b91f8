// A KPI of a scenario in total, over forty replications in which nothing else varies, for laws that know its value.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "reports/kpi/estimates.hpp"
#include "sim/lab/experiment.hpp"
#include "sim/lab/model.hpp"

namespace twinline::laws {

struct Figure {
  double value = 0, standard_error = 0;
};

/// Throws std::logic_error where the scenario has no such KPI.
inline Figure figure_of(const sim::Model& model, const std::string& kpi, std::uint64_t seed) {
  const sim::SeededModel seeded{&model, seed};
  sim::Effort effort;
  effort.replications = 40;
  effort.detail = reports::Detail::counts;
  const auto totals = sim::replicate({&seeded, 1}, effort);
  constexpr double t_39 = 2.0227;  // of a 95 % interval
  for (const reports::Estimate& estimate :
       reports::estimates(model.scenario().centre, model.grid(), totals.front(), {}, model.scope())) {
    if (estimate.kpi == kpi && estimate.by.empty()) return {estimate.mean, *estimate.half_width / t_39};
  }
  throw std::logic_error("no KPI " + kpi);
}

}  // namespace twinline::laws
