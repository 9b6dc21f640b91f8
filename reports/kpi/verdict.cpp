#include "reports/kpi/verdict.hpp"

namespace twinline::reports {
namespace {

Verdict changed(bool rises, Direction direction) {
  switch (direction) {
    case Direction::higher_is_better: return rises ? Verdict::better : Verdict::worse;
    case Direction::lower_is_better: return rises ? Verdict::worse : Verdict::better;
    case Direction::none: break;
  }
  return rises ? Verdict::higher : Verdict::lower;
}

}  // namespace

Verdict verdict_on(double low, double high, std::optional<double> least_effect, Direction direction) {
  if (!(low <= high)) return Verdict::undecided;  // not a number: nothing was observed
  const double least = least_effect.value_or(0);
  if (low >= -least && high <= least) return Verdict::no_meaningful_difference;
  if (low <= 0 && high >= 0) return Verdict::undecided;
  return changed(low > 0, direction);
}

Verdict verdict_on(const AdjustedFinding& finding, std::optional<double> least_effect, Direction direction) {
  const Verdict by_bounds = verdict_on(finding.bounds.low, finding.bounds.high, least_effect, direction);
  if (by_bounds == Verdict::no_meaningful_difference || !finding.p) return by_bounds;
  return *finding.p <= family_alpha ? changed(finding.estimate > 0, direction) : Verdict::undecided;
}

}  // namespace twinline::reports
