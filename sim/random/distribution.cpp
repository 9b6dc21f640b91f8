#include "sim/random/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "reports/statistics/exact_math.hpp"
#include "reports/statistics/reference_distributions.hpp"

namespace twinline::random {

using statistics::exact_exp;
using statistics::exact_log;
using statistics::exact_log1p;
using statistics::exact_log_gamma;
using statistics::exact_pow;
using statistics::incomplete_gamma;
using statistics::normal_cumulative;

/// Alternatives and how far the probabilities of those up to each of them reach; the last reaches 1. An
/// alternative is a value or a part, as the kind says; a modifier has its base as the only part.
struct Distribution::Choice {
  std::vector<double> cumulative;
  std::vector<double> values;
  std::vector<Distribution> parts;

  std::size_t size() const { return cumulative.size(); }
  double probability(std::size_t i) const { return i == 0 ? cumulative[0] : cumulative[i] - cumulative[i - 1]; }

  std::size_t draw(Stream& stream) const {
    return static_cast<std::size_t>(std::upper_bound(cumulative.begin(), cumulative.end(), stream.uniform()) -
                                    cumulative.begin());
  }

  /// The sum over the alternatives of probability times a figure of each.
  template <class Figure>
  double weighted(Figure figure) const {
    double sum = 0;
    for (std::size_t i = 0; i < size(); ++i) sum += probability(i) * figure(i);
    return sum;
  }
};

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void require(bool holds, const char* rule) {
  if (!holds) throw std::invalid_argument(rule);
}

bool positive(double x) { return x > 0 && x < infinity; }
bool not_negative(double x) { return x >= 0 && x < infinity; }

/// Distribution function and partial mean of an exponential.
double exponential_cumulative(double x, double mean) { return 1 - exact_exp(-x / mean); }
double exponential_partial_mean(double x, double mean) {
  return x == infinity ? mean : mean - (mean + x) * exact_exp(-x / mean);
}

/// Draws have 53 bits; nothing is nearer to an end of a distribution.
constexpr double least_share = 0x1p-53;

/// Of an exponential of mean 1: exp(-x) and exp(-x') add up to 1.
double reflected_exponential(double x) { return -exact_log1p(-exact_exp(-std::max(x, least_share))); }

/// The largest number below x: P(X < x) is the distribution function there.
double just_below(double x) { return std::nextafter(x, -infinity); }

/// Of a gamma with scale 1; nothing where the approximation is too rough to begin from, as it is for small shapes.
std::optional<double> gamma_quantile(double shape, double share, double score) {
  const double root = 1 - 1 / (9 * shape) + score / (3 * std::sqrt(shape));
  double x = shape * root * root * root;
  const double log_gamma = exact_log_gamma(shape);
  for (int step = 0; step < 12 && x > 0; ++step) {
    const double density = exact_exp((shape - 1) * exact_log(x) - x - log_gamma);
    const double correction = (incomplete_gamma(shape, x) - share) / density;
    x -= correction;
    if (std::abs(correction) <= 1e-12 * x) return x;
  }
  return std::nullopt;
}

}  // namespace

Distribution Distribution::constant(double value) {
  require(not_negative(value), "a constant duration must be at least 0");
  return {Kind::constant, value, 0};
}

Distribution Distribution::exponential(double mean) {
  require(positive(mean), "the mean of an exponential must be above 0");
  return {Kind::exponential, mean, 0};
}

Distribution Distribution::lognormal(double mean, double standard_deviation) {
  require(positive(mean), "the mean of a lognormal must be above 0");
  require(positive(standard_deviation), "the standard deviation of a lognormal must be above 0");
  const double relative = standard_deviation / mean;
  const double variance = exact_log1p(relative * relative);  // of the logarithm
  return {Kind::lognormal, exact_log(mean) - 0.5 * variance, std::sqrt(variance)};
}

Distribution Distribution::gamma(double mean, double shape) {
  require(positive(mean), "the mean of a gamma must be above 0");
  require(positive(shape), "the shape of a gamma must be above 0");
  return {Kind::gamma, mean / shape, shape};
}

Distribution Distribution::erlang(std::uint32_t phases, double mean) {
  require(phases >= 1, "an Erlang distribution needs at least one phase");
  require(positive(mean), "the mean of an Erlang distribution must be above 0");
  return gamma(mean, phases);
}

Distribution Distribution::choice(Kind kind, const std::vector<double>& weights, std::vector<double> values,
                                  std::vector<Distribution> parts) {
  require(!weights.empty(), "a choice needs at least one alternative");
  require(weights.size() == std::max(values.size(), parts.size()), "each alternative needs exactly one weight");
  double total = 0;
  for (const double weight : weights) {
    require(not_negative(weight), "a weight must be at least 0");
    total += weight;
  }
  require(positive(total), "at least one weight must be above 0");
  auto choice = std::make_shared<Choice>();
  double reached = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;  // never drawn, not even by a rounding error at the end
    choice->cumulative.push_back((reached += weights[i]) / total);
    if (!values.empty()) choice->values.push_back(values[i]);
    if (!parts.empty()) choice->parts.push_back(std::move(parts[i]));
  }
  choice->cumulative.back() = 1;
  Distribution result(kind, 0, 0);
  result.choice_ = std::move(choice);
  return result;
}

Distribution Distribution::hyperexponential(const std::vector<double>& weights, const std::vector<double>& means) {
  for (const double mean : means) require(positive(mean), "each mean of a hyperexponential must be above 0");
  return choice(Kind::hyperexponential, weights, means, {});
}

Distribution Distribution::weibull(double shape, double scale) {
  require(positive(shape), "the shape of a Weibull must be above 0");
  require(positive(scale), "the scale of a Weibull must be above 0");
  return {Kind::weibull, scale, shape};
}

Distribution Distribution::uniform(double low, double high) {
  require(not_negative(low), "the lower end of a uniform must be at least 0");
  require(low <= high && high < infinity, "the upper end of a uniform must be at least its lower end, and finite");
  if (low == high) return constant(low);
  return {Kind::uniform, low, high};
}

Distribution Distribution::empirical(const std::vector<double>& values) {
  return empirical(values, std::vector<double>(values.size(), 1.0));
}

Distribution Distribution::empirical(const std::vector<double>& values, const std::vector<double>& weights) {
  require(values.size() == weights.size(), "each value needs exactly one weight");
  std::vector<std::pair<double, double>> sorted;
  for (std::size_t i = 0; i < values.size(); ++i) {
    require(not_negative(values[i]), "each value of an empirical distribution must be at least 0");
    sorted.emplace_back(values[i], weights[i]);
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> sorted_values;
  std::vector<double> sorted_weights;
  for (const auto& [value, weight] : sorted) {
    sorted_values.push_back(value);
    sorted_weights.push_back(weight);
  }
  return choice(Kind::empirical, sorted_weights, std::move(sorted_values), {});
}

Distribution Distribution::mixture(const std::vector<double>& weights, std::vector<Distribution> parts) {
  return choice(Kind::mixture, weights, {}, std::move(parts));
}

Distribution Distribution::shifted(double by) const {
  require(not_negative(by), "a shift must be at least 0");
  Distribution result = choice(Kind::shifted, {1.0}, {}, {*this});
  result.first_ = by;
  return result;
}

Distribution Distribution::truncated(double low, double high) const {
  require(not_negative(low), "the lower bound of a truncation must be at least 0");
  require(low < high, "the upper bound of a truncation must be above its lower bound");
  require(cumulative(high) - cumulative(just_below(low)) >= 0.01,
          "a truncation must keep at least one per cent of the distribution");
  Distribution result = choice(Kind::truncated, {1.0}, {}, {*this});
  result.first_ = low;
  result.second_ = high;
  return result;
}

const Distribution& Distribution::base() const { return choice_->parts.front(); }

double Distribution::sample_other(Stream& stream) const {
  switch (kind_) {
    case Kind::constant: return first_;
    case Kind::exponential: return standard_exponential(stream) * first_;
    case Kind::lognormal: return exact_exp(first_ + second_ * standard_normal(stream));
    case Kind::gamma: return first_ * standard_gamma(stream, second_);
    case Kind::hyperexponential: {
      const double mean = choice_->values[choice_->draw(stream)];
      return standard_exponential(stream) * mean;
    }
    case Kind::weibull: return first_ * exact_pow(standard_exponential(stream), 1 / second_);
    case Kind::uniform: return first_ + (second_ - first_) * stream.uniform();
    case Kind::empirical: return choice_->values[choice_->draw(stream)];
    case Kind::mixture: return choice_->parts[choice_->draw(stream)].sample(stream);
    case Kind::shifted: return first_ + base().sample(stream);
    case Kind::truncated: return sample_truncated(stream);
  }
  __builtin_unreachable();
}

double Distribution::sample_truncated(Stream& stream) const {
  constexpr int most_tries = 10'000;
  double value = base().sample(stream);
  for (int i = 1; i < most_tries && !(value >= first_ && value <= second_); ++i) value = base().sample(stream);
  return std::clamp(value, first_, second_);
}

double Distribution::mean() const { return partial_mean(infinity); }

double Distribution::cumulative(double x) const {
  if (!(x >= 0)) return 0;
  switch (kind_) {
    case Kind::constant: return x >= first_ ? 1 : 0;
    case Kind::exponential: return exponential_cumulative(x, first_);
    case Kind::lognormal: return x == 0 ? 0 : normal_cumulative((exact_log(x) - first_) / second_);
    case Kind::gamma: return incomplete_gamma(second_, x / first_);
    case Kind::hyperexponential:
      return choice_->weighted([&](std::size_t i) { return exponential_cumulative(x, choice_->values[i]); });
    case Kind::weibull: return x == 0 ? 0 : 1 - exact_exp(-exact_pow(x / first_, second_));
    case Kind::uniform: return std::clamp((x - first_) / (second_ - first_), 0.0, 1.0);
    case Kind::empirical: {
      const auto after = std::upper_bound(choice_->values.begin(), choice_->values.end(), x);
      const auto reached = after - choice_->values.begin();
      return reached == 0 ? 0 : choice_->cumulative[static_cast<std::size_t>(reached - 1)];
    }
    case Kind::mixture: return choice_->weighted([&](std::size_t i) { return choice_->parts[i].cumulative(x); });
    case Kind::shifted: return base().cumulative(x - first_);
    case Kind::truncated: {
      if (x < first_) return 0;
      if (x >= second_) return 1;
      const double before = base().cumulative(just_below(first_));
      return (base().cumulative(x) - before) / (base().cumulative(second_) - before);
    }
  }
  __builtin_unreachable();
}

bool Distribution::is_continuous() const {
  switch (kind_) {
    case Kind::constant:
    case Kind::empirical: return false;
    case Kind::exponential:
    case Kind::lognormal:
    case Kind::gamma:
    case Kind::hyperexponential:
    case Kind::weibull:
    case Kind::uniform: return true;
    case Kind::mixture:
    case Kind::shifted:
    case Kind::truncated:
      return std::all_of(choice_->parts.begin(), choice_->parts.end(),
                         [](const Distribution& part) { return part.is_continuous(); });
  }
  __builtin_unreachable();
}

double Distribution::quantile(double p) const {
  require(p > 0 && p < 1, "a quantile is asked for at a share between 0 and 1");
  double low = 0;
  double high = mean() + 1;
  for (; cumulative(high) < p; high *= 2) low = high;
  for (double middle = 0.5 * (low + high); low < middle && middle < high; middle = 0.5 * (low + high)) {
    (cumulative(middle) < p ? low : high) = middle;
  }
  return high;
}

double Distribution::at_normal_score(double score) const {
  if (kind_ == Kind::lognormal) return exact_exp(first_ + second_ * score);
  constexpr double least = 1e-15;  // where there are no quantiles
  const double share = std::clamp(normal_cumulative(score), least, 1 - least);
  if (kind_ == Kind::gamma) {
    if (const auto found = gamma_quantile(second_, share, score)) return first_ * *found;
  }
  return quantile(share);
}

double Distribution::reflected(double value) const {
  switch (kind_) {
    case Kind::exponential: return first_ * reflected_exponential(value / first_);
    case Kind::lognormal: return exact_exp(2 * first_ - exact_log(value));
    case Kind::weibull:
      return first_ * exact_pow(reflected_exponential(exact_pow(value / first_, second_)), 1 / second_);
    case Kind::uniform: return first_ + second_ - value;
    case Kind::shifted: return first_ + base().reflected(value - first_);
    default: return quantile(std::clamp(1 - cumulative(value), least_share, 1 - least_share));
  }
}

double Distribution::partial_mean(double x) const {
  if (!(x >= 0)) return 0;
  switch (kind_) {
    case Kind::constant: return x >= first_ ? first_ : 0;
    case Kind::exponential: return exponential_partial_mean(x, first_);
    case Kind::lognormal:  // weighting by x moves the logarithm's mean by its variance
      if (x == 0) return 0;
      return exact_exp(first_ + 0.5 * second_ * second_) *
             normal_cumulative((exact_log(x) - first_ - second_ * second_) / second_);
    case Kind::gamma:  // weighting by x raises the shape by one
      return first_ * second_ * incomplete_gamma(second_ + 1, x / first_);
    case Kind::hyperexponential:
      return choice_->weighted([&](std::size_t i) { return exponential_partial_mean(x, choice_->values[i]); });
    case Kind::weibull: {
      if (x == 0) return 0;
      const double order = 1 + 1 / second_;
      return first_ * exact_exp(exact_log_gamma(order)) * incomplete_gamma(order, exact_pow(x / first_, second_));
    }
    case Kind::uniform: {
      const double end = std::clamp(x, first_, second_);
      return 0.5 * (end - first_) * (end + first_) / (second_ - first_);
    }
    case Kind::empirical:
      return choice_->weighted([&](std::size_t i) { return choice_->values[i] <= x ? choice_->values[i] : 0; });
    case Kind::mixture: return choice_->weighted([&](std::size_t i) { return choice_->parts[i].partial_mean(x); });
    case Kind::shifted: return base().partial_mean(x - first_) + first_ * base().cumulative(x - first_);
    case Kind::truncated: {
      if (x < first_) return 0;
      const double start = just_below(first_);
      const double before = base().cumulative(start);
      const double kept = base().cumulative(second_) - before;
      return (base().partial_mean(std::min(x, second_)) - base().partial_mean(start)) / kept;
    }
  }
  __builtin_unreachable();
}

}  // namespace twinline::random
