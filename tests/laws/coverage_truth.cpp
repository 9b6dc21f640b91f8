#include "tests/laws/coverage_truth.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "policies/contract/units.hpp"
#include "tests/oracle/scenario_model.hpp"

namespace twinline::laws {
namespace {

double rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", value);
  return std::strtod(text, nullptr);
}

}  // namespace

CoverageTruth::CoverageTruth(const scenarios::Scenario& scenario)
    : threshold_(in_seconds(scenario.centre.queues.front().service_level.threshold)),
      model_(oracle::model_of(scenario)),
      horizon_(model_) {}

double CoverageTruth::of(const reports::Kpi& kpi, std::optional<std::size_t> interval) const {
  return rounded(exact(kpi, interval ? horizon_.cohort(*interval) : horizon_.all_calls()));
}

double CoverageTruth::exact(const reports::Kpi& kpi, const oracle::Cohort& calls) const {
  const double service_time = model_.call_types.front().service_times.front();
  if (kpi.estimand == reports::Estimand::quantile) return calls.wait_quantile(kpi.quantile);
  if (kpi.name == "offered") return calls.offered();
  if (kpi.name == "answered") return calls.answered();
  if (kpi.name == "abandoned") return calls.abandoned();
  if (kpi.name == "answered_in_sl") return calls.answered_within(threshold_);
  if (kpi.name == "answer_rate") return calls.answered() / calls.offered();
  if (kpi.name == "abandonment_rate") return calls.abandoned() / calls.offered();
  if (kpi.name == "service_level") return calls.answered_within(threshold_) / calls.offered();
  if (kpi.name == "asa") return calls.wait_of_answered() / calls.answered();
  if (kpi.name == "mean_wait") return calls.wait() / calls.offered();
  if (kpi.name == "probability_of_wait") return calls.delayed() / calls.offered();
  if (kpi.name == "aht") return service_time;
  if (kpi.name == "occupancy") {
    const double horizon = model_.stretch * static_cast<double>(horizon_.stretches());
    return calls.answered() * service_time / (model_.groups.front().agents * (horizon + horizon_.run_out()));
  }
  throw std::invalid_argument("the oracle does not know " + std::string{kpi.name});
}

}  // namespace twinline::laws
