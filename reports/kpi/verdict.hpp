// The words for a difference between two arms. The interval decides, never the estimate: a difference is
// called better or worse only when the interval excludes zero, and without meaning only when the whole
// interval lies inside what the scenario calls the least effect that matters. All else is undecided, however
// suggestive it looks.
#pragma once

#include <optional>

#include "reports/kpi/results.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::reports {

/// The chance of a wrong finding in each family of questions, and of an interval that misses.
inline constexpr double family_alpha = 0.05;

/// The verdict on arm b, given the interval [low, high] of b minus a. A least effect, in the KPI's unit and
/// not negative, takes precedence: an interval inside ± least effect has no meaningful difference even where
/// it excludes zero. The interval [0, 0] of an arm against itself needs no least effect to be called so.
Verdict verdict_on(double low, double high, std::optional<double> least_effect, Direction direction);

/// What a family of questions says of one of its members.
struct AdjustedFinding {
  double estimate = 0;
  statistics::Bounds bounds;  ///< with confidence for the whole family at once
  std::optional<double> p;    ///< after Holm; empty where the method has none
};

/// The verdict on a member of a family. Bounds inside ± least effect are no meaningful difference. Otherwise the
/// p-value decides, which may exclude zero a little before the bounds do; without one, the bounds.
Verdict verdict_on(const AdjustedFinding& finding, std::optional<double> least_effect, Direction direction);

}  // namespace twinline::reports
