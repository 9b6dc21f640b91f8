#include "reports/kpi/verdict.hpp"

namespace twinline::reports {

Verdict verdict_on(double low, double high, std::optional<double> least_effect, Direction direction) {
  if (!(low <= high)) return Verdict::undecided;  // not a number: nothing was observed
  const double least = least_effect.value_or(0);
  if (low >= -least && high <= least) return Verdict::no_meaningful_difference;
  if (low <= 0 && high >= 0) return Verdict::undecided;
  const bool rises = low > 0;
  switch (direction) {
    case Direction::higher_is_better: return rises ? Verdict::better : Verdict::worse;
    case Direction::lower_is_better: return rises ? Verdict::worse : Verdict::better;
    case Direction::none: break;
  }
  return rises ? Verdict::higher : Verdict::lower;
}

Verdict verdict_on(const statistics::Interval& difference, std::optional<double> least_effect, Direction direction) {
  if (!difference.half_width) return Verdict::undecided;
  return verdict_on(difference.low(), difference.high(), least_effect, direction);
}

}  // namespace twinline::reports
