#include "reports/kpi/decision_watch.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/kpi/sample.hpp"
#include "reports/kpi/verdict.hpp"
#include "reports/statistics/holm.hpp"
#include "reports/statistics/t_mixture.hpp"

namespace twinline::reports {
namespace {

using statistics::Bounds;
using statistics::SampleEstimate;
using statistics::Sides;

/// What the present replications let expect of a larger number of them.
struct Outlook {
  double estimate;    ///< now
  double reach;       ///< how far the estimate may still move, with 99 %
  double half_width;  ///< of the interval then

  Outlook(const SampleEstimate& now, std::uint64_t then, Sides sides, double alpha) : estimate(now.estimate) {
    constexpr double normal_quantile_of_99_percent = 2.5758293035489004;  // two-sided
    const double share = static_cast<double>(now.n) / static_cast<double>(then);
    reach = normal_quantile_of_99_percent * std::sqrt(now.variance * (1 - share));
    half_width = statistics::t_mixture_factor(then, sides, alpha) * std::sqrt(now.variance * share);
  }
};

/// Without any variance yet nothing can be foretold.
bool is_predictable(const SampleEstimate& sample) {
  return std::isfinite(sample.estimate) && std::isfinite(sample.variance) && sample.variance > 0;
}

}  // namespace

DecisionWatch::DecisionWatch(std::span<const WatchedArm> arms, std::span<const ComparedKpi> kpis,
                             std::span<const GuardrailRule> guardrails, std::uint64_t budget)
    : budget_(budget) {
  for (const WatchedArm& arm : arms) {
    samplers_.emplace_back(*arm.centre, *arm.grid, std::span<const ReplicationTotals>{});
    names_.push_back(arm.name);
  }
  for (std::size_t arm = 1; arm < arms.size(); ++arm) {
    for (const ComparedKpi& kpi : kpis) {
      if (!kpi.is_named) continue;
      Question question{watched(arms, arm, kpi.name), kpi.least_effect, Sides::two};
      question.sides = sides_of(*question.kpi, kpi.is_one_sided);
      questions_.push_back(std::move(question));
    }
    for (const GuardrailRule& rule : guardrails) guardrails_.push_back({watched(arms, arm, rule.kpi), rule.limit});
  }
  if (questions_.empty()) throw std::invalid_argument("an experiment can be decided only on KPIs that are named");
}

DecisionWatch::Watched DecisionWatch::watched(std::span<const WatchedArm> arms, std::size_t arm,
                                              const std::string& kpi) const {
  const WatchedArm &a = arms[0], &b = arms[arm];
  const auto in_a = resolve_kpi(*a.centre, kpi, a.scope), in_b = resolve_kpi(*b.centre, kpi, b.scope);
  if (!in_a || !in_b) throw std::invalid_argument(fmt::format("there is no KPI '{}' in both arms", kpi));
  if (in_a->kpi->estimand == Estimand::quantile) {
    throw std::invalid_argument(fmt::format("'{}' is a quantile, on which an experiment cannot be decided", kpi));
  }
  return {arm, in_a->kpi, place_of(*a.centre, *in_a, a.scope), place_of(*b.centre, *in_b, b.scope)};
}

bool DecisionWatch::add(std::span<const ReplicationTotals> arms) {
  if (stopped_) return true;
  ++n_;
  for (Question& question : questions_) take(question, arms);
  for (Watchguard& guard : guardrails_) take(guard, arms);
  if (n_ < statistics::first_look && n_ < budget_) return false;
  if (const auto reason = look()) stopped_ = Stopped{*reason, n_, budget_, statistics::first_look};
  return stopped_.has_value();
}

void DecisionWatch::take(Watched& watched, std::span<const ReplicationTotals> arms) const {
  const KpiCell a = samplers_[0].cell_at(watched.place_in_a, arms[0]);
  const KpiCell b = samplers_[watched.arm].cell_at(watched.place_in_b, arms[watched.arm]);
  watched.moments.add(part_of(*watched.kpi, a), part_of(*watched.kpi, b));
  watched.sample = watched.moments.difference();
}

std::optional<StopReason> DecisionWatch::look() {
  std::vector<double> p_values;
  for (Question& question : questions_) {
    double& least = question.sample.estimate > 0 ? question.least_p_above : question.least_p_below;
    least = std::min(least, statistics::t_mixture_p_value(question.sample, question.sides));
    p_values.push_back(question.least_p());
  }
  const std::vector<double> adjusted = statistics::holm(p_values);
  const double each_alpha = family_alpha / static_cast<double>(questions_.size());
  bool all_settled = true, any_within_reach = false;
  for (std::size_t i = 0; i < questions_.size(); ++i) {
    const Question& question = questions_[i];
    const Bounds bounds = statistics::t_mixture_bounds(question.sample, question.sides, each_alpha);
    const Verdict verdict =
        verdict_on({question.sample.estimate, bounds, adjusted[i]}, question.least_effect, question.kpi->direction);
    if (verdict != Verdict::undecided) continue;
    all_settled = false;
    any_within_reach = any_within_reach || can_be_answered(question);
  }
  for (const Watchguard& guard : guardrails_) {
    const Bounds bounds = statistics::t_mixture_bounds(guard.sample, Sides::two, family_alpha);
    if (keeping_of(guard.limit, bounds, guard.kpi->direction) != Keeping::in_doubt) continue;
    all_settled = false;
    any_within_reach = any_within_reach || can_be_settled(guard);
  }
  if (all_settled) return StopReason::decided;
  if (n_ >= budget_) return StopReason::budget;
  return any_within_reach ? std::nullopt : std::optional{StopReason::futile};
}

bool DecisionWatch::can_be_answered(const Question& question) const {
  if (!is_predictable(question.sample)) return true;
  // Holm asks for no more than this where all others are answered.
  const Outlook alone(question.sample, budget_, question.sides, family_alpha);
  const double towards = question.sides == Sides::two     ? std::abs(alone.estimate)
                         : question.sides == Sides::above ? alone.estimate
                                                          : -alone.estimate;
  if (towards + alone.reach > alone.half_width) return true;
  if (question.sides != Sides::two || !question.least_effect) return false;
  const Outlook among_all(question.sample, budget_, Sides::two, family_alpha / static_cast<double>(questions_.size()));
  return std::max(0.0, towards - among_all.reach) + among_all.half_width <= *question.least_effect;
}

bool DecisionWatch::can_be_settled(const Watchguard& guard) const {
  if (!is_predictable(guard.sample)) return true;
  const Outlook outlook(guard.sample, budget_, Sides::two, family_alpha);
  for (const double estimate : {outlook.estimate - outlook.reach, outlook.estimate + outlook.reach}) {
    const Bounds then = statistics::bounds_at(estimate, outlook.half_width, Sides::two);
    if (keeping_of(guard.limit, then, guard.kpi->direction) != Keeping::in_doubt) return true;
  }
  return false;
}

void DecisionWatch::keep_least_p(std::vector<Difference>& differences) const {
  for (Difference& difference : differences) {
    for (const Question& question : questions_) {
      const bool same = difference.b == names_[question.arm] && difference.kpi == question.kpi->name &&
                        difference.by == question.place_in_a.by;
      if (same && difference.p) difference.p = std::min(*difference.p, question.least_p());
    }
  }
}

}  // namespace twinline::reports
