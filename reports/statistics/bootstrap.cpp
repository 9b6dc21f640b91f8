#include "reports/statistics/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "policies/contract/choice.hpp"
#include "reports/statistics/reference_distributions.hpp"
#include "reports/statistics/sum.hpp"

namespace twinline::statistics {

namespace {

double quotient(const Ratio& ratio) { return sum(ratio.numerators) / sum(ratio.denominators); }

/// Sums over as many replications as there are, each drawn from all of them.
class Redrawn {
 public:
  Redrawn(std::size_t replications, std::uint64_t seed, std::uint32_t drawing) {
    chosen_.reserve(replications);
    for (std::uint32_t place = 0; place < replications; ++place) {
      chosen_.push_back(choice_below(replications, seed, drawing, place));
    }
  }

  double quotient(const Ratio& ratio) const {
    double numerator = 0, denominator = 0;
    for (const std::size_t replication : chosen_) {
      numerator += ratio.numerators[replication];
      denominator += ratio.denominators[replication];
    }
    return numerator / denominator;
  }

 private:
  std::vector<std::size_t> chosen_;
};

/// Adds the squares and cubes of how far the estimate moves when one replication is left out.
void add_influences(std::span<const double> leave_one_out, double sign, double& squares, double& cubes) {
  const double mean = sum(leave_one_out) / static_cast<double>(leave_one_out.size());
  for (const double value : leave_one_out) {
    const double influence = sign * (mean - value);
    squares += influence * influence;
    cubes += influence * influence * influence;
  }
}

/// A sixth of the skewness of the estimate, from its jackknife.
double acceleration(const Ratio& a, const Ratio& b, BootstrapDifference::Drawing drawing) {
  double squares = 0, cubes = 0;
  std::vector<double> without_a = leave_one_out(a), without_b = leave_one_out(b);
  if (drawing == BootstrapDifference::Drawing::pairs) {
    for (std::size_t i = 0; i < without_b.size(); ++i) without_b[i] -= without_a[i];
  } else {
    add_influences(without_a, -1, squares, cubes);
  }
  add_influences(without_b, 1, squares, cubes);
  return squares > 0 ? cubes / (6 * squares * std::sqrt(squares)) : 0;
}

}  // namespace

BootstrapDifference::BootstrapDifference(const Ratio& a, const Ratio& b, Drawing drawing, std::uint64_t seed) {
  const std::size_t count_a = a.numerators.size(), count_b = b.numerators.size();
  if (drawing == Drawing::pairs && count_a != count_b) throw std::invalid_argument("pairs must be equally many");
  if (count_a < 2 || count_b < 2) return;
  const double estimate = quotient(b) - quotient(a);
  drawn_.reserve(bootstrap_drawings);
  for (std::uint32_t number = 0; number < bootstrap_drawings; ++number) {
    const Redrawn of_a(count_a, seed, 2 * number);
    const bool pairs = drawing == Drawing::pairs;
    drawn_.push_back((pairs ? of_a : Redrawn(count_b, seed, 2 * number + 1)).quotient(b) - of_a.quotient(a));
  }
  acceleration_ = acceleration(a, b, drawing);
  if (!std::isfinite(acceleration_) ||
      std::any_of(drawn_.begin(), drawn_.end(), [](double v) { return !std::isfinite(v); })) {
    drawn_.clear();
    return;
  }
  std::sort(drawn_.begin(), drawn_.end());
  // Drawings equal to the estimate count half: an estimate that cannot move has no bias.
  const auto [below, above] = std::equal_range(drawn_.begin(), drawn_.end(), estimate);
  const double rank = static_cast<double>((below - drawn_.begin()) + (above - drawn_.begin())) / 2;
  const double half = 0.5;
  bias_ = normal_quantile(std::clamp(rank, half, bootstrap_drawings - half) / bootstrap_drawings);
}

double BootstrapDifference::at_level(double level) const {
  const double z = bias_ + normal_quantile(level);
  const double share = normal_cumulative(bias_ + z / (1 - acceleration_ * z));
  // Ranks 1 to N stand for shares 1/(N + 1) to N/(N + 1), the values between them on straight lines.
  const double rank = std::clamp(share * (bootstrap_drawings + 1.0), 1.0, static_cast<double>(bootstrap_drawings));
  const auto below = static_cast<std::size_t>(rank);
  const double part = rank - static_cast<double>(below);
  const double low = drawn_[below - 1];
  return part > 0 ? low + part * (drawn_[below] - low) : low;
}

Bounds BootstrapDifference::bounds(Sides sides, double alpha) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (drawn_.empty()) return {};
  const double tail = sides == Sides::two ? alpha / 2 : alpha;
  return {sides == Sides::below ? -infinity : at_level(tail), sides == Sides::above ? infinity : at_level(1 - tail)};
}

}  // namespace twinline::statistics
