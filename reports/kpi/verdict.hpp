// The words for a difference between two arms. The interval decides, never the estimate: a difference is
// called better or worse only when the interval excludes zero, and without meaning only when the whole
// interval lies inside what the scenario calls the least effect that matters. All else is undecided, however
// suggestive it looks.
#pragma once

#include <optional>

#include "reports/kpi/results.hpp"
#include "reports/statistics/interval.hpp"

namespace twinline::reports {

/// The verdict on arm b, given the interval [low, high] of b minus a. A least effect, in the KPI's unit and
/// not negative, takes precedence: an interval inside ± least effect has no meaningful difference even where
/// it excludes zero. The interval [0, 0] of an arm against itself needs no least effect to be called so.
Verdict verdict_on(double low, double high, std::optional<double> least_effect, Direction direction);

/// The same for an estimated difference; undecided where it has no interval, as at one replication.
Verdict verdict_on(const statistics::Interval& difference, std::optional<double> least_effect, Direction direction);

}  // namespace twinline::reports
