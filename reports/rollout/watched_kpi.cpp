#include "reports/rollout/watched_kpi.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "reports/statistics/t_mixture.hpp"

namespace twinline::rollout {
namespace {

using statistics::SampleEstimate;
using statistics::Sides;

/// Fewer standard errors than this are evidence of less than 20 at any number of observations that is looked at, so the
/// p-value need not be worked out: the evidence is at most twice (1 + T²/(n − 1))^(n/2) (t_mixture.hpp), which is 14.2
/// at n = 50 and rises to 14.8.
constexpr double hopeless = 2;

double for_the_worse(const reports::Kpi& kpi, double change) {
  return kpi.direction == reports::Direction::higher_is_better ? -change : change;
}

}  // namespace

std::string objection_to(const Centre& centre, const std::string& kpi) {
  const auto named = reports::resolve_kpi(centre, kpi);
  if (!named) return "there is no such KPI";
  if (named->kpi->direction == reports::Direction::none) return "it has no good direction";
  if (named->kpi->estimand != reports::Estimand::ratio) return "it is no share of calls and no mean over calls";
  return {};
}

WatchedKpi::WatchedKpi(const Centre& centre, const SplitRule& rule, Question question)
    : question_(std::move(question)) {
  const std::string objection = objection_to(centre, question_.kpi);
  if (!objection.empty()) throw std::invalid_argument(fmt::format("{}: {}", question_.kpi, objection));
  const auto named = reports::resolve_kpi(centre, question_.kpi);
  kpi_ = named->kpi;
  queue_ = named->queue();
  if (rule.by == SplitBy::block) observations_.emplace<BlockPairs>(rule);
}

bool WatchedKpi::take(const Wait& wait, const reports::QueueRule& rule, Time now) {
  if (!wait.is_tested) return true;
  const auto part = outcome(*kpi_, rule, wait, now);
  if (!part) return false;
  if (queue_ && *queue_ != wait.queue) return true;
  if (auto* calls = std::get_if<statistics::SplitEffect>(&observations_)) {
    calls->add(*part, wait.arm == Arm::candidate, wait.share);
  } else {
    std::get<BlockPairs>(observations_).add(wait.began, *part);
  }
  return true;
}

void WatchedKpi::complete_before(Time until) {
  if (auto* pairs = std::get_if<BlockPairs>(&observations_)) pairs->complete_before(until);
}

SampleEstimate WatchedKpi::difference() const {
  return std::visit([](const auto& observations) { return observations.difference(); }, observations_);
}

bool WatchedKpi::is_ripe() const {
  const auto* calls = std::get_if<statistics::SplitEffect>(&observations_);
  if (calls == nullptr) return std::get<BlockPairs>(observations_).n() >= statistics::first_look;
  return std::min(calls->incumbents(), calls->candidates()) >= least_calls_of_an_arm;
}

std::optional<Harm> WatchedKpi::intolerable_harm(double alpha) const {
  if (!question_.limit || !is_ripe()) return std::nullopt;
  SampleEstimate harm = difference();
  harm.estimate = for_the_worse(*kpi_, harm.estimate);
  SampleEstimate beyond = harm;
  beyond.estimate -= *question_.limit;
  // Not comparisons turned round: of NaN nothing is said.
  if (!(beyond.estimate > hopeless * std::sqrt(beyond.variance))) return std::nullopt;
  const double p_value = statistics::t_mixture_p_value(beyond, Sides::above);
  if (p_value > alpha) return std::nullopt;
  return Harm{harm.estimate, statistics::t_mixture_bounds(harm, Sides::above, alpha).low, p_value, harm.n};
}

}  // namespace twinline::rollout
