#include "tests/laws/sequence_experiments.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "reports/statistics/bootstrap.hpp"
#include "reports/statistics/reference_distributions.hpp"
#include "reports/statistics/t_interval.hpp"
#include "reports/statistics/t_mixture.hpp"

namespace twinline::laws {
namespace {

using statistics::PairedMoments;
using statistics::SampleEstimate;
using statistics::Sides;

constexpr double alpha = 0.05;

/// What comparisons without a difference draw from. Not 1: on those numbers the constants of the sequence were chosen,
/// and they would speak for it.
constexpr std::uint64_t without_difference = 101;

/// Every comparison draws from numbers of its own.
random::Stream stream_of(std::uint64_t experiment, std::uint64_t comparison) {
  return random::Stream(random::Entity(experiment, comparison).key());
}

/// How far from zero an estimate must be to be found different, in standard errors, by number of pairs: computed once,
/// since a few hundred million looks are taken.
struct Thresholds {
  std::vector<double> two_sided, one_sided, t;

  explicit Thresholds(std::uint32_t looks) {
    for (std::vector<double>* of : {&two_sided, &one_sided, &t}) of->resize(looks + 1, infinity);
    for (std::uint32_t n = statistics::first_look; n <= looks; ++n) {
      two_sided[n] = statistics::t_mixture_factor(n, Sides::two, alpha);
      one_sided[n] = statistics::t_mixture_factor(n, Sides::above, alpha);
      t[n] = statistics::student_t_quantile(1 - alpha / 2, n - 1.0);
    }
  }
  static constexpr double infinity = std::numeric_limits<double>::infinity();
};

/// The estimate in standard errors. Values that were equal so far are no finding before `enough_equal` of them, even
/// where they are not zero.
double standard_errors(const SampleEstimate& sample) {
  if (sample.variance > 0) return sample.estimate / std::sqrt(sample.variance);
  const bool is_finding = sample.n >= statistics::enough_equal && sample.estimate != 0;
  return is_finding ? std::copysign(1e9, sample.estimate) : 0;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// After how many pairs an effect in standard deviations is found; infinite when it is not.
double pairs_until_found(double effect, std::uint32_t looks, const Thresholds& thresholds, random::Stream stream) {
  PairedMoments moments;
  for (std::uint32_t n = 1; n <= looks; ++n) {
    const Pair pair = normal_pair(stream);
    // The difference of two independent values of variance 1 has a standard deviation of root 2.
    moments.add(pair.a, {pair.b.numerator + effect * std::sqrt(2.0), 1});
    if (n >= statistics::first_look && standard_errors(moments.difference()) > thresholds.two_sided[n]) return n;
  }
  return Thresholds::infinity;
}

struct PairedSample {
  std::vector<double> numerators_a, denominators_a, numerators_b, denominators_b;

  PairedSample(DrawPair draw, std::uint32_t pairs, random::Stream stream) {
    for (std::uint32_t i = 0; i < pairs; ++i) {
      const Pair pair = draw(stream);
      numerators_a.push_back(pair.a.numerator), denominators_a.push_back(pair.a.denominator);
      numerators_b.push_back(pair.b.numerator), denominators_b.push_back(pair.b.denominator);
    }
  }
  statistics::Ratio a() const { return {numerators_a, denominators_a}; }
  statistics::Ratio b() const { return {numerators_b, denominators_b}; }
};

enum class Fixed { paired_t, welch, bootstrap };

statistics::Bounds bounds_of(const PairedSample& sample, Fixed method, std::uint64_t seed) {
  switch (method) {
    case Fixed::paired_t:
      return statistics::t_bounds(statistics::paired_ratio_difference(sample.a(), sample.b()), Sides::two, alpha);
    case Fixed::welch:
      return statistics::t_bounds(statistics::independent_ratio_difference(sample.a(), sample.b()), Sides::two, alpha);
    case Fixed::bootstrap: {
      using Drawing = statistics::BootstrapDifference::Drawing;
      return statistics::BootstrapDifference(sample.a(), sample.b(), Drawing::pairs, seed).bounds(Sides::two, alpha);
    }
  }
  return {};
}

LabRow coverage(const char* quantity, DrawPair draw, std::uint32_t pairs, Fixed method, std::uint32_t comparisons,
                Size size) {
  std::uint32_t covered = 0;
  for (std::uint32_t c = 0; c < comparisons; ++c) {
    const statistics::Bounds bounds = bounds_of({draw, pairs, stream_of(pairs, c)}, method, c + 1);
    covered += bounds.low <= 0 && bounds.high >= 0 ? 1 : 0;
  }
  return within_range(quantity, 0.95, 0.94, 0.965, covered, comparisons, size);
}

}  // namespace

std::vector<LabRow> false_positives(DrawPair draw, std::uint32_t comparisons, std::uint32_t looks, Size size,
                                    double most_one_sided) {
  const Thresholds thresholds(looks);
  std::uint32_t two_sided = 0, above = 0, below = 0, naive = 0;
  for (std::uint32_t c = 0; c < comparisons; ++c) {
    random::Stream stream = stream_of(without_difference, c);
    PairedMoments moments;
    bool is_two_sided = false, is_above = false, is_below = false, is_naive = false;
    for (std::uint32_t n = 1; n <= looks; ++n) {
      const Pair pair = draw(stream);
      moments.add(pair.a, pair.b);
      if (n < statistics::first_look) continue;
      const double z = standard_errors(moments.difference());
      is_two_sided = is_two_sided || std::abs(z) > thresholds.two_sided[n];
      is_above = is_above || z > thresholds.one_sided[n];
      is_below = is_below || -z > thresholds.one_sided[n];
      is_naive = is_naive || std::abs(z) > thresholds.t[n];
    }
    two_sided += is_two_sided, above += is_above, below += is_below, naive += is_naive;
  }
  return {at_most("t-mixture", alpha, two_sided, comparisons, size),
          at_most("t-mixture, whether b is above a", most_one_sided, above, comparisons, size),
          at_most("t-mixture, whether b is below a", most_one_sided, below, comparisons, size),
          contrast("repeated t", naive, comparisons)};
}

std::vector<LabRow> usefulness(std::uint32_t comparisons, std::uint32_t looks, Size) {
  const Thresholds thresholds(looks);
  std::vector<LabRow> rows;
  for (const std::uint32_t n : {300u, 1000u, 3000u}) {
    const double ratio = thresholds.two_sided[n] / thresholds.t[n];
    rows.push_back({fmt::format("width of the sequence over that of Student's interval at {}", n), 1.8, "at most",
                    ratio, 0, "at most that", ratio <= 1.8});
  }
  for (const std::uint32_t n : {300u, 1000u, 3000u}) {
    const double effect = 3 * thresholds.t[n] / std::sqrt(static_cast<double>(n));
    std::vector<double> stopped;
    for (std::uint32_t c = 0; c < comparisons; ++c) {
      stopped.push_back(pairs_until_found(effect, n, thresholds, stream_of(2 + n, c)));
    }
    const double middle = median(stopped);
    rows.push_back({fmt::format("median number of pairs until an effect of three half-widths at {} is found", n),
                    n / 2.0, "half of what Student's interval was given", middle, 0, "at most that",
                    middle <= n / 2.0});
  }
  return rows;
}

std::vector<LabRow> power(std::uint32_t comparisons, std::uint32_t looks, Size) {
  const Thresholds thresholds(looks);
  const double half_width = thresholds.t[looks] / std::sqrt(static_cast<double>(looks));
  std::vector<LabRow> rows;
  for (const double effect : {0.5, 1.0, 1.5, 2.0, 3.0}) {
    std::uint32_t by_sequence = 0;
    for (std::uint32_t c = 0; c < comparisons; ++c) {
      const auto stream = stream_of(50'000 + static_cast<std::uint64_t>(10 * effect), c);
      by_sequence += std::isfinite(pairs_until_found(effect * half_width, looks, thresholds, stream)) ? 1 : 0;
    }
    // What a test that looks once has, from the normal distribution: with so many pairs Student's is no other.
    const double by_t = statistics::normal_cumulative(effect * thresholds.t[looks] - thresholds.t[looks]);
    rows.push_back(published(fmt::format("an effect of {:g} half-widths is found within {} pairs", effect, looks), by_t,
                             "Student's t, one look", by_sequence, comparisons));
  }
  return rows;
}

std::vector<LabRow> fixed_coverage(std::uint32_t comparisons, std::uint32_t, Size size) {
  const std::uint32_t fewer = std::max(100u, comparisons / 10);  // a bootstrap is as long as thousands of the others
  return {
      coverage("t, normal, 30 pairs", normal_pair, 30, Fixed::paired_t, comparisons, size),
      coverage("Welch's t, normal, 30 each", normal_pair, 30, Fixed::welch, comparisons, size),
      coverage("t, skewed and leaning, 200 pairs", leaning_pair, 200, Fixed::paired_t, comparisons, size),
      coverage("jackknife t, service level, 200 pairs", paired_service_level_pair, 200, Fixed::paired_t, comparisons,
               size),
      coverage("Welch's t, service level, 200 each", service_level_pair, 200, Fixed::welch, comparisons, size),
      coverage("bootstrap, service level, 200 pairs", paired_service_level_pair, 200, Fixed::bootstrap, fewer, size),
      coverage("bootstrap, skewed and leaning, 200 pairs", leaning_pair, 200, Fixed::bootstrap, fewer, size)};
}

}  // namespace twinline::laws
