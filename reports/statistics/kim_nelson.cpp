#include "reports/statistics/kim_nelson.hpp"

#include <algorithm>
#include <stdexcept>

#include "reports/statistics/exact_math.hpp"

namespace twinline::statistics {
namespace {

/// Of b − a, with n − 1 in the denominator.
double variance_of_difference(std::span<const double> a, std::span<const double> b) {
  const double n = static_cast<double>(a.size());
  double mean = 0;
  for (std::size_t i = 0; i < a.size(); ++i) mean += (b[i] - a[i]) / n;
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += (b[i] - a[i] - mean) * (b[i] - a[i] - mean);
  return squares / (n - 1);
}

void require_sound(std::span<const std::vector<double>> first_stage, const KimNelson::Settings& settings) {
  if (first_stage.size() < 2) throw std::invalid_argument("a selection needs two systems or more");
  for (const auto& observations : first_stage) {
    if (observations.size() < 2 || observations.size() != first_stage.front().size())
      throw std::invalid_argument("every system needs equally many first observations, two or more");
  }
  if (!(settings.indifference > 0)) throw std::invalid_argument("the indifference zone must be above 0");
  if (!(settings.confidence > 0.5 && settings.confidence < 1))
    throw std::invalid_argument("the confidence of a selection must lie between 50 % and 100 %");
  if (settings.standard && *settings.standard >= first_stage.size())
    throw std::invalid_argument("the standard is none of the systems");
}

}  // namespace

double KimNelson::squared_factor(std::size_t systems, std::size_t first_stage, double confidence) {
  const double degrees = static_cast<double>(first_stage) - 1;
  const double error_of_a_pair = (1 - confidence) / (static_cast<double>(systems) - 1);
  const double eta = 0.5 * (exact_pow(2 * error_of_a_pair, -2 / degrees) - 1);
  return 2 * eta * degrees;
}

KimNelson::KimNelson(std::span<const std::vector<double>> first_stage, const Settings& settings)
    : standard_(settings.standard) {
  require_sound(first_stage, settings);
  const std::size_t systems = first_stage.size();
  stage_ = first_stage.front().size();
  standards_bonus_ = standard_ ? settings.indifference / 2 : 0;
  const double factor = squared_factor(systems, stage_, settings.confidence);
  pairs_.resize(systems * systems);
  for (std::size_t one = 0; one < systems; ++one) {
    for (std::size_t other = 0; other < systems; ++other) {
      const bool with_standard = standard_ && (one == *standard_ || other == *standard_);
      const double zone = with_standard ? settings.indifference / 2 : settings.indifference;
      const double variance = variance_of_difference(first_stage[one], first_stage[other]);
      pairs_[one * systems + other] = {zone, factor * variance / (zone * zone)};
    }
    double sum = 0;
    for (const double observation : first_stage[one]) sum += observation;
    sums_.push_back(sum);
    survivors_.push_back(one);
  }
  eliminations_.resize(systems);
  screen();
}

void KimNelson::observe(std::span<const double> of_survivors) {
  if (of_survivors.size() != survivors_.size())
    throw std::invalid_argument("a stage needs one observation of each survivor");
  for (std::size_t i = 0; i < survivors_.size(); ++i) sums_[survivors_[i]] += of_survivors[i];
  ++stage_;
  screen();
}

std::uint64_t KimNelson::last_stage() const {
  double last = static_cast<double>(stage_);
  for (const std::size_t one : survivors_) {
    for (const std::size_t other : survivors_) {
      if (one != other) last = std::max(last, pair(one, other).end + 1);
    }
  }
  constexpr double beyond_counting = 1e18;
  return static_cast<std::uint64_t>(std::min(last, beyond_counting));
}

/// Sums instead of means: both sides of the paper's screening rule times r.
bool KimNelson::beats(std::size_t one, std::size_t other) const {
  const auto bonus = [&](std::size_t system) {
    return standard_ == system ? standards_bonus_ * static_cast<double>(stage_) : 0;
  };
  const Pair& pair_of_them = pair(one, other);
  const double lead = sums_[one] + bonus(one) - sums_[other] - bonus(other);
  const double room = pair_of_them.indifference / 2 * (pair_of_them.end - static_cast<double>(stage_));
  if (room > 0) return lead > room;
  // The pair's time is over. Systems that are equal to the last bit, as parameters without an effect make them, are
  // told apart by their numbers.
  return lead > 0 || (lead == 0 && one < other);
}

void KimNelson::screen() {
  std::vector<std::size_t> kept;
  for (const std::size_t system : survivors_) {
    const auto better = std::find_if(survivors_.begin(), survivors_.end(),
                                     [&](std::size_t other) { return other != system && beats(other, system); });
    if (better == survivors_.end()) {
      kept.push_back(system);
    } else {
      eliminations_[system] = Elimination{*better, stage_};
    }
  }
  survivors_ = std::move(kept);
}

}  // namespace twinline::statistics
