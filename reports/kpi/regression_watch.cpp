#include "reports/kpi/regression_watch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/kpi/sample.hpp"
#include "reports/statistics/t_mixture.hpp"

namespace twinline::reports {
namespace {

using statistics::Bounds;
using statistics::RatioPart;
using statistics::Sides;

constexpr Tolerance usual_tolerance(Unit unit) {
  switch (unit) {
    case Unit::share: return {0.005, std::nullopt};
    case Unit::seconds: return {0.5, 0.02};
    case Unit::count: break;
  }
  return {std::nullopt, 0.01};
}

double quotient(const RatioPart& part) {
  return part.denominator == 0 ? std::numeric_limits<double>::quiet_NaN() : part.numerator / part.denominator;
}

void add_to(RatioPart& sum, const RatioPart& part) {
  sum.numerator += part.numerator;
  sum.denominator += part.denominator;
}

/// A change, or its bounds, counted for the worse.
double for_the_worse(Direction direction, double change) {
  return direction == Direction::higher_is_better ? -change : change;
}

Bounds for_the_worse(Direction direction, const Bounds& change) {
  return direction == Direction::higher_is_better ? Bounds{-change.high, -change.low} : change;
}

}  // namespace

double tolerance_on(Unit unit, const Tolerance& tolerance, double baseline) {
  const bool is_given = tolerance.absolute || tolerance.of_baseline;
  const Tolerance& applied = is_given ? tolerance : usual_tolerance(unit);
  const double relative = applied.of_baseline.value_or(0) * std::abs(baseline);
  return std::max(applied.absolute.value_or(0), std::isfinite(relative) ? relative : 0);
}

double value_of(std::span<const RatioPart> parts) {
  RatioPart sum{0, 0};
  for (const RatioPart& part : parts) add_to(sum, part);
  return quotient(sum);
}

RegressionWatch::RegressionWatch(const Centre& centre, const IntervalGrid& grid, const BaselineArm& baseline,
                                 std::span<const WatchedKpi> kpis, double alpha, std::uint64_t budget, KpiScope scope)
    : sampler_(centre, grid, {}), alpha_(alpha), budget_(budget) {
  for (const WatchedKpi& watched : kpis) {
    const auto named = resolve_kpi(centre, watched.name, scope);
    const BaselineKpi* kept = find_kpi(baseline, watched.name);
    if (!named || !kept) throw std::invalid_argument(fmt::format("the baseline has no KPI '{}'", watched.name));
    if (kept->parts.size() < budget) throw std::invalid_argument("the budget is beyond the baseline's replications");
    Question question;
    question.kpi = named->kpi;
    question.place = place_of(centre, *named, scope);
    question.baseline = kept->parts;
    question.tolerance = tolerance_on(named->kpi->unit, watched.tolerance, value_of(kept->parts));
    questions_.push_back(std::move(question));
  }
}

bool RegressionWatch::add(const ReplicationTotals& now) {
  for (Question& question : questions_) {
    if (question.verdict == CheckVerdict::undecided) take(question, now);
  }
  ++n_;
  bool all_settled = true;
  for (Question& question : questions_) {
    if (question.verdict == CheckVerdict::undecided) look(question);
    all_settled = all_settled && question.verdict != CheckVerdict::undecided;
  }
  return all_settled || n_ >= budget_;
}

void RegressionWatch::take(Question& question, const ReplicationTotals& now) const {
  const RatioPart before = question.baseline[n_];
  const RatioPart part = part_of(*question.kpi, sampler_.cell_at(question.place, now));
  add_to(question.sum_before, before);
  add_to(question.sum_now, part);
  question.moments.add(before, part);
  question.sample = question.moments.difference();
}

void RegressionWatch::look(Question& question) const {
  question.bounds = statistics::t_mixture_bounds(question.sample, Sides::two, alpha_);
  const Direction direction = question.kpi->direction;
  const Bounds worse = for_the_worse(direction, question.bounds);
  const bool is_last = n_ >= budget_;
  // Bounds that are not known yet are NaN, and no comparison with them holds.
  const bool beyond =
      worse.low > question.tolerance ||
      (is_last && worse.low > 0 && for_the_worse(direction, question.sample.estimate) > question.tolerance);
  if (beyond) question.verdict = CheckVerdict::worse;
  if (worse.high <= question.tolerance) question.verdict = CheckVerdict::within;
}

std::vector<CheckedKpi> RegressionWatch::findings() const {
  std::vector<CheckedKpi> findings;
  for (const Question& question : questions_) {
    findings.push_back({std::string{question.kpi->name}, question.place.by, quotient(question.sum_before),
                        quotient(question.sum_now), question.sample.estimate, question.bounds.low, question.bounds.high,
                        question.tolerance, question.sample.n, question.verdict});
  }
  return findings;
}

}  // namespace twinline::reports
