#include "tests/laws/experiments.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "reports/kpi/place.hpp"
#include "reports/statistics/reference_distributions.hpp"
#include "reports/statistics/replication_estimates.hpp"
#include "sim/lab/experiment.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {
namespace {

constexpr double standard_errors_allowed = 3;

std::unique_ptr<const sim::Model> model_of(const Experiment& experiment) {
  const std::string path{experiment.scenario};
  return experiment.arm.empty() ? library_model(path) : library_model_as_arm(path, std::string{experiment.arm});
}

std::vector<reports::ReplicationTotals> sample(const Experiment& experiment, const sim::Model& model,
                                               std::uint32_t replications) {
  sim::Effort effort;
  effort.detail = reports::Detail::counts;
  std::vector<sim::SeededModel> seeded;
  if (experiment.replications == Replications::indices) {
    effort.replications = replications;
    seeded.push_back({&model, 1});
  } else {
    effort.replications = 1;
    for (std::uint64_t seed = 1; seed <= replications; ++seed) seeded.push_back({&model, seed});
  }
  std::vector<reports::ReplicationTotals> totals;
  for (auto& of_seed : sim::replicate(seeded, effort)) {
    std::move(of_seed.begin(), of_seed.end(), std::back_inserter(totals));
  }
  return totals;
}

statistics::Interval estimate(const Quantity& quantity, const reports::PlaceSampler& sampler) {
  reports::Place place;
  if (quantity.group) {
    place.kind = reports::PlaceKind::group;
    place.index = *quantity.group;
  } else if (quantity.queue) {
    place.kind = reports::PlaceKind::queue;
    place.index = *quantity.queue;
  }
  std::vector<double> numerators, denominators;
  for (const reports::KpiCell& cell : sampler.at(place).cells) {
    const reports::Fraction fraction = quantity.measure(cell);
    numerators.push_back(fraction.numerator);
    denominators.push_back(fraction.denominator);
  }
  return statistics::ratio_interval({numerators, denominators});
}

/// How many standard errors an estimate from n replications may be off.
double allowance(Size size, std::uint32_t replications) {
  if (size == Size::full) return standard_errors_allowed;
  return statistics::student_t_quantile(statistics::normal_cumulative(standard_errors_allowed), replications - 1.0);
}

Row judge(const Quantity& quantity, const statistics::Interval& interval, Size size, const Experiment& experiment,
          std::uint32_t replications) {
  Row row{&quantity, interval.estimate, interval.half_width.value_or(0), {}, false};
  const double own_error = row.half_width / statistics::student_t_quantile(0.975, replications - 1.0);
  const double expected_error = quantity.expected.half_width / statistics::normal_quantile(0.975);
  const double error = std::sqrt(own_error * own_error + expected_error * expected_error);
  const double distance = std::abs(row.measured - quantity.expected.value);
  row.passed = own_error > 0 && distance <= allowance(size, replications) * error + quantity.expected.rounding;
  if (quantity.expected.within > 0) {
    row.criterion = fmt::format("within {:g} % of the value", 100 * quantity.expected.within);
    row.passed = own_error > 0 && distance <= quantity.expected.within * quantity.expected.value;
    return row;
  }

  row.criterion = expected_error > 0 ? "3 combined standard errors" : "3 standard errors";
  if (size == Size::reduced) {
    row.criterion += " (t)";
  } else if (experiment.replications == Replications::seeds) {
    row.criterion += fmt::format(", one being at most {:g} % of the value", 100 * experiment.largest_relative_error);
    row.passed = row.passed && own_error <= experiment.largest_relative_error * quantity.expected.value;
  }
  return row;
}

}  // namespace

bool Result::passed() const {
  return std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.passed; });
}

std::string scenario_hash(const Experiment& experiment) { return model_of(experiment)->scenario().hash; }

Result conduct(const Experiment& experiment, Size size, std::uint32_t replications) {
  const auto model = model_of(experiment);
  const auto totals = sample(experiment, *model, replications);
  const reports::PlaceSampler sampler(model->scenario().centre, model->grid(), totals);
  Result result{&experiment, model->scenario().hash, replications, {}};
  for (const Quantity& quantity : experiment.quantities) {
    result.rows.push_back(judge(quantity, estimate(quantity, sampler), size, experiment, replications));
  }
  return result;
}

}  // namespace twinline::laws
