#include "tests/laws/no_difference.hpp"

#include <cmath>

#include "reports/statistics/exact_math.hpp"
#include "sim/random/standard_draws.hpp"

namespace twinline::laws {
namespace {

using random::standard_exponential;
using random::standard_normal;
using random::Stream;
using statistics::exact_exp;
using statistics::RatioPart;

/// A day of about 200 calls at the given busyness, of which a share that falls with it is answered in time.
RatioPart day(double busyness, Stream& stream) {
  const double calls = std::floor(200 * busyness + std::sqrt(200 * busyness) * standard_normal(stream));
  const double share = 1 / (1 + exact_exp(4 * (busyness - 1.4)));
  const double in_time = std::floor(calls * share + std::sqrt(calls * share * (1 - share)) * standard_normal(stream));
  return {std::fmin(std::fmax(in_time, 0), calls), calls};
}

double busyness(Stream& stream) { return exact_exp(0.15 * standard_normal(stream)); }

double seldom_value(Stream& stream) { return stream.chance(0.05) ? standard_exponential(stream) : 0; }

}  // namespace

Pair normal_pair(Stream& stream) { return {{standard_normal(stream)}, {standard_normal(stream)}}; }

Pair skewed_pair(Stream& stream) {
  return {{exact_exp(standard_normal(stream))}, {exact_exp(standard_normal(stream))}};
}

Pair mostly_zero_pair(Stream& stream) { return {{seldom_value(stream)}, {seldom_value(stream)}}; }

Pair service_level_pair(Stream& stream) {
  const RatioPart a = day(busyness(stream), stream);
  return {a, day(busyness(stream), stream)};
}

Pair paired_service_level_pair(Stream& stream) {
  const double shared = busyness(stream);
  const RatioPart a = day(shared, stream);
  return {a, day(shared, stream)};
}

Pair leaning_pair(Stream& stream) {
  constexpr double shape = 0.5;
  return {{exact_exp(shape * shape / 2)}, {exact_exp(shape * standard_normal(stream))}};
}

}  // namespace twinline::laws
