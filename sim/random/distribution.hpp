// How long things take: a distribution of durations in seconds as plain data, built by a named function and
// drawn from with a Stream. One class with a switch, not a hierarchy, so that the common kinds are inlined
// where they are drawn. Constructors throw std::invalid_argument with a sentence that names the parameter and
// its limit; the scenario's reader adds the place. What a duration is for (patience, talk) is the caller's
// business and lies in the Stream's purpose.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "sim/random/standard_draws.hpp"
#include "sim/random/stream.hpp"

namespace twinline::random {

class Distribution {
 public:
  enum class Kind : std::uint8_t {
    constant,
    exponential,
    lognormal,
    gamma,
    hyperexponential,
    weibull,
    uniform,
    empirical,
    mixture,
    shifted,
    truncated
  };

  /// Always the same duration, at least 0.
  static Distribution constant(double value);

  /// Mean above 0.
  static Distribution exponential(double mean);

  /// By the mean and standard deviation of the duration itself, both above 0 (not those of its logarithm).
  static Distribution lognormal(double mean, double standard_deviation);

  /// By mean and shape, both above 0; the standard deviation is mean / sqrt(shape).
  static Distribution gamma(double mean, double shape);

  /// Sum of a whole number of phases, each exponential: gamma with shape `phases`.
  static Distribution erlang(std::uint32_t phases, double mean);

  /// Exponential with means[i] in a share weights[i] of cases. Weights are made to sum to 1.
  static Distribution hyperexponential(const std::vector<double>& weights, const std::vector<double>& means);

  /// P(X > x) = exp(-(x / scale)^shape).
  static Distribution weibull(double shape, double scale);

  /// Uniform between two durations, 0 <= low <= high.
  static Distribution uniform(double low, double high);

  /// One of the values, each as likely as the other or in proportion to its weight.
  static Distribution empirical(const std::vector<double>& values);
  static Distribution empirical(const std::vector<double>& values, const std::vector<double>& weights);

  /// A draw from parts[i] in a share weights[i] of cases.
  static Distribution mixture(const std::vector<double>& weights, std::vector<Distribution> parts);

  /// The same, later by a constant of at least 0 seconds.
  Distribution shifted(double by) const;

  /// The same, given that low <= X <= high; high may be infinite. Drawn by rejection: draws of the stream are
  /// discarded until one fits. An interval that holds less than one draw in a hundred is refused
  /// (std::invalid_argument), so that 10,000 misses in a row, at which the nearer bound is returned, do not
  /// occur (1e-44).
  Distribution truncated(double low, double high = std::numeric_limits<double>::infinity()) const;

  /// A duration in seconds, at least 0; a pure function of where the stream stands.
  double sample(Stream& stream) const {
    if (kind_ == Kind::exponential) [[likely]]
      return standard_exponential(stream) * first_;
    if (kind_ == Kind::constant) return first_;
    return sample_other(stream);
  }

  /// The mean in seconds, in closed form for every kind.
  double mean() const;

  /// P(X <= seconds).
  double cumulative(double seconds) const;

  /// The part of the mean that comes from durations up to the given one: E[X; X <= seconds]. What truncation
  /// divides, and what the expected time spent by callers who leave early is made of.
  double partial_mean(double seconds) const;

  /// No single value has a probability of its own, so that every probability has its quantile.
  bool is_continuous() const;

  /// The duration that is not exceeded in a share p of cases, 0 < p < 1. By bisection, some ten microseconds.
  double quantile(double p) const;

  /// The quantile at the share of cases in which a standard normal number is below this score. Lognormal in closed
  /// form; gamma by Newton's method from the approximation of Wilson and Hilferty (1931), in about a microsecond;
  /// others as quantile().
  double at_normal_score(double score) const;

  /// The value as far from the other end of the distribution: exceeded in as many cases as the given one is not. Of a
  /// drawn value it is as good a draw, and falls as the other rises. Needs a continuous distribution.
  double reflected(double value) const;

  Kind kind() const { return kind_; }

 private:
  struct Choice;  // weights and what they choose between

  Distribution(Kind kind, double first, double second) : kind_(kind), first_(first), second_(second) {}
  static Distribution choice(Kind kind, const std::vector<double>& weights, std::vector<double> values,
                             std::vector<Distribution> parts);

  double sample_other(Stream& stream) const;
  double sample_truncated(Stream& stream) const;
  const Distribution& base() const;

  Kind kind_;
  double first_;                          // mean, value, low, shift, scale, or log-scale location: as the kind says
  double second_;                         // shape, high, or log-scale spread
  std::shared_ptr<const Choice> choice_;  // shared because never changed
};

}  // namespace twinline::random
