// Elementary functions whose results are the same bits on every x86-64 machine. The C library's log and exp
// change their last bit with the processor's fused multiply-add, and one such bit, once it has reached a
// simulated instant or a KPI, is another history. These use only IEEE + - * / and tables computed by the
// compiler, and are meant to be built with -ffp-contract=off. Accuracy is a close second: log and exp stay
// within one unit in the last place. It is not this header's job to know distributions; see
// reference_distributions.hpp and sim/random.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <limits>

#ifdef __FAST_MATH__
#error "-ffast-math reorders sums; results would no longer be the same everywhere"
#endif

namespace twinline::statistics {

namespace exact_math_tables {

// The tables are computed at compile time in 80-bit arithmetic, by series that any textbook gives.

/// log(ratio) = 2 atanh((ratio - 1) / (ratio + 1)), for ratios near 1.
constexpr long double long_log(long double ratio) {
  const long double s = (ratio - 1) / (ratio + 1);
  long double power = s;
  long double sum = 0;
  for (int odd = 1; odd < 60; odd += 2) {
    sum += power / odd;
    power *= s * s;
  }
  return 2 * sum;
}

/// exp(x) by its Taylor series, for 0 <= x < 1.
constexpr long double long_exp(long double x) {
  long double term = 1;
  long double sum = 1;
  for (int n = 1; n < 26; ++n) {
    term *= x / n;
    sum += term;
  }
  return sum;
}

/// The multiple of 1/scale nearest to a number: few enough bits that products with small integers are exact.
constexpr double on_grid(long double value, long double scale) {
  const long double scaled = value * scale;
  return static_cast<double>(static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5L : 0.5L)) / scale);
}

/// A number as the sum of a leading part and what that part leaves over.
struct Split {
  double high = 0;
  double low = 0;
};

inline constexpr long double log_two = long_log(2.0L);

inline constexpr int log_steps = 128;                      // centres of the log table are multiples of 1/128
inline constexpr int first_log_step = 90;                  // 90/128 is just below sqrt(1/2)
inline constexpr long double log_grid = 1099511627776.0L;  // 2^40: 1074 * log_two_parts.high is exact
inline constexpr Split log_two_parts{on_grid(log_two, log_grid),
                                     static_cast<double>(log_two - on_grid(log_two, log_grid))};

inline constexpr auto log_of_step = [] {
  std::array<Split, 91> table{};
  for (int i = 0; i < 91; ++i) {
    const long double value = long_log(static_cast<long double>(first_log_step + i) / log_steps);
    const double high = on_grid(value, log_grid);
    table[static_cast<std::size_t>(i)] = {high, static_cast<double>(value - high)};
  }
  return table;
}();

inline constexpr int exp_steps = 128;
inline constexpr long double exp_grid = 8796093022208.0L;  // 2^43: step number * exp_step.high is exact
inline constexpr Split exp_step{on_grid(log_two / exp_steps, exp_grid),
                                static_cast<double>(log_two / exp_steps - on_grid(log_two / exp_steps, exp_grid))};
inline constexpr double exp_steps_per_one = static_cast<double>(exp_steps / log_two);

inline constexpr auto exp_of_step = [] {
  std::array<Split, exp_steps> table{};
  for (int i = 0; i < exp_steps; ++i) {
    const long double value = long_exp(log_two * i / exp_steps);
    const double high = static_cast<double>(value);
    table[static_cast<std::size_t>(i)] = {high, static_cast<double>(value - high)};
  }
  return table;
}();

}  // namespace exact_math_tables

/// Natural logarithm, within one unit in the last place. log(0) is minus infinity, of a negative number NaN.
///
/// x = 2^k * c * (1 + r) with c the nearest of 91 centres, so |r| < 0.006 and log1p(r) is a short Taylor
/// series.
constexpr double exact_log(double x) {
  namespace tables = exact_math_tables;
  constexpr std::uint64_t smallest_normal = 0x0010000000000000;
  constexpr std::uint64_t infinity_bits = 0x7ff0000000000000;
  constexpr std::uint64_t lowest_centre = std::bit_cast<std::uint64_t>(90.0 / 128.0);
  std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  int exponent = 0;
  if (bits - smallest_normal >= infinity_bits - smallest_normal) [[unlikely]] {
    if (x == 0) return -std::numeric_limits<double>::infinity();
    if (!(x > 0)) return std::numeric_limits<double>::quiet_NaN();
    if (bits == infinity_bits) return x;
    bits = std::bit_cast<std::uint64_t>(x * 0x1p54);  // a subnormal number
    exponent = -54;
  }
  const std::uint64_t offset = bits - lowest_centre;
  exponent += static_cast<int>(static_cast<std::int64_t>(offset) >> 52);
  const double mantissa = std::bit_cast<double>(bits - (offset & 0xfff0000000000000));  // in [90/128, 180/128)
  const int step = static_cast<int>(mantissa * tables::log_steps + 0.5);
  const double centre = static_cast<double>(step) * (1.0 / tables::log_steps);
  const tables::Split& log_centre = tables::log_of_step[static_cast<std::size_t>(step - tables::first_log_step)];
  const double r = (mantissa - centre) / centre;
  const double r2 = r * r;
  const double series =
      (-1.0 / 2 + r * (1.0 / 3)) + r2 * ((-1.0 / 4 + r * (1.0 / 5)) + r2 * (-1.0 / 6 + r * (1.0 / 7)));
  const double k = exponent;
  const double high = k * tables::log_two_parts.high + log_centre.high;
  const double low = k * tables::log_two_parts.low + log_centre.low;
  return high + (r + (low + r2 * series));
}

/// log(1 + x) without the loss of digits for small x. Within three units in the last place.
constexpr double exact_log1p(double x) {
  const double one_more = 1 + x;
  if (one_more == 1) return x;
  if (!(one_more > 0) || one_more > 0x1p53) return exact_log(one_more);
  const double lost = one_more > 2 ? 1 - (one_more - x) : x - (one_more - 1);  // what rounding one_more dropped
  return exact_log(one_more) + lost / one_more;
}

/// e to the power x, within one unit in the last place; 0 below -745.2 and infinity above 709.8.
///
/// x = (128 k + j) log(2)/128 + r, so that exp(x) = 2^k * 2^(j/128) * exp(r) with |r| < 0.003.
constexpr double exact_exp(double x) {
  namespace tables = exact_math_tables;
  constexpr double round_to_integer = 0x1.8p52;  // adding it leaves the integer in the low bits
  if (!(x > -746 && x < 710)) [[unlikely]] {
    if (x <= -746) return 0;
    if (x >= 710) return std::numeric_limits<double>::infinity();
    return x;  // NaN
  }
  const double shifted = x * tables::exp_steps_per_one + round_to_integer;
  const double steps = shifted - round_to_integer;
  const auto whole = static_cast<std::int64_t>(steps);
  const double r = (x - steps * tables::exp_step.high) - steps * tables::exp_step.low;
  const double r2 = r * r;
  const double series = r + r2 * ((1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120)));
  const tables::Split& power = tables::exp_of_step[static_cast<std::size_t>(whole & (tables::exp_steps - 1))];
  const double mantissa = power.high + (power.low + power.high * series);
  const std::int64_t exponent = whole >> 7;
  const auto power_of_two = [](std::int64_t n) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
  };
  if (exponent > -1022 && exponent < 1023) [[likely]]
    return mantissa * power_of_two(exponent);
  const std::int64_t half = exponent / 2;  // two exact or once-rounded steps, for subnormal and largest results
  return mantissa * power_of_two(half) * power_of_two(exponent - half);
}

/// base to the power exponent for base >= 0, as exp(exponent * log(base)): the relative error is about
/// (1 + |exponent * log(base)|) * 1.2e-16, ample for drawing and for statistics.
constexpr double exact_pow(double base, double exponent) {
  if (exponent == 0) return 1;
  if (exponent == 1) return base;
  return exact_exp(exponent * exact_log(base));
}

/// What Stirling's formula leaves over: log Γ(x) = (x - 1/2) log x - x + log(2π)/2 + stirling_remainder(x).
/// For x >= 10, where seven terms of the asymptotic series (Bernoulli numbers) reach 1e-16.
constexpr double stirling_remainder(double x) {
  const double y = 1 / (x * x);
  return (1.0 / 12 -
          y * (1.0 / 360 -
               y * (1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188 - y * (691.0 / 360360 - y * (1.0 / 156))))))) /
         x;
}

/// log Γ(x) for x > 0, with an absolute error below 8e-15 or a relative one below 6e-16, whichever is larger.
constexpr double exact_log_gamma(double x) {
  constexpr double half_log_two_pi = 0.91893853320467274178;
  if (!(x > 0)) return std::numeric_limits<double>::quiet_NaN();
  double shifted = x;
  double product = 1;  // Γ(x) = Γ(x + n) / (x (x + 1) ... (x + n - 1))
  for (; shifted < 10; shifted += 1) product *= shifted;
  const double value = (shifted - 0.5) * exact_log(shifted) - shifted + half_log_two_pi + stirling_remainder(shifted);
  return product == 1 ? value : value - exact_log(product);
}

}  // namespace twinline::statistics
