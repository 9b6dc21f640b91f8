// The bins that every distribution of durations is counted in. Bin 0 holds exactly zero, because the share of
// callers who do not wait at all is a figure of its own. Above it come half-open bins [low, low + width) in
// whole nanoseconds: 1,024 bins of 1.024 µs up to 1.049 ms (2^20 ns), then 1,024 bins to each doubling. So a
// bin is at most 1/1024 of its lower edge wide (0.098 %), or 1.024 µs where durations are shorter than a
// millisecond and nobody cares. Bins are fixed for ever and integer, so that counts merge exactly in any
// order.
#pragma once

#include <bit>
#include <cstdint>

#include "policies/contract/time.hpp"

namespace twinline::statistics {

/// The number of a bin; all durations to 292 years fit into 16 bits.
using Bin = std::uint16_t;

inline constexpr Bin zero_bin = 0;
inline constexpr int bins_per_octave_bits = 10;
inline constexpr int finest_width_bits = 10;  // 1.024 µs
inline constexpr std::uint32_t bin_count = 1 + (42 << bins_per_octave_bits) + (2 << bins_per_octave_bits);

/// The bin that a duration falls into. Negative durations do not occur in what is counted; they count as
/// zero.
constexpr Bin bin_of(Duration duration) {
  if (duration.count() <= 0) return zero_bin;
  const auto nanoseconds = static_cast<std::uint64_t>(duration.count());
  const int octave = std::bit_width(nanoseconds >> (bins_per_octave_bits + finest_width_bits));
  if (octave == 0) return static_cast<Bin>(1 + (nanoseconds >> finest_width_bits));
  const std::uint64_t leading_bits = nanoseconds >> (finest_width_bits + octave - 1);
  return static_cast<Bin>(1 + (static_cast<std::uint64_t>(octave - 1) << bins_per_octave_bits) + leading_bits);
}

/// The shortest duration in a bin.
constexpr Duration lower_edge(Bin bin) {
  if (bin == zero_bin) return Duration{0};
  const std::int64_t number = bin - 1;
  const std::int64_t octave = number >> bins_per_octave_bits;
  if (octave <= 1) return Duration{number << finest_width_bits};
  const std::int64_t leading_bits = number - ((octave - 1) << bins_per_octave_bits);
  return Duration{leading_bits << (finest_width_bits + octave - 1)};
}

/// From the shortest to just beyond the longest duration in a bin; zero for the bin of exact zeros.
constexpr Duration width(Bin bin) {
  if (bin == zero_bin) return Duration{0};
  const std::int64_t octave = (bin - 1) >> bins_per_octave_bits;
  return Duration{std::int64_t{1} << (finest_width_bits + (octave <= 1 ? 0 : octave - 1))};
}

/// The rank that a share p of n sorted durations reaches, p * n, in (0, n]. A product within rounding of a
/// whole number is that number: 0.07 * 100 is the seventh, not a hair beyond it.
constexpr double rank_of(double p, std::uint64_t n) {
  const double rank = p * static_cast<double>(n);
  const double whole = static_cast<double>(static_cast<std::uint64_t>(rank + 0.5));
  const double distance = rank > whole ? rank - whole : whole - rank;
  return distance <= rank * 0x1p-50 ? whole : rank;
}

/// The one convention for quantiles: of the first bin at which the cumulative count reaches rank, the point
/// that the rank takes when the bin's durations are spread evenly over it. In seconds, and off by less than
/// the bin's width.
///
/// Interpolating inside the bin matters to slopes over short stretches of shares, whose steps are smaller than a bin.
constexpr double quantile_within(Bin bin, double rank, std::uint64_t count_before, std::uint64_t count_in_bin) {
  const double share = (rank - static_cast<double>(count_before)) / static_cast<double>(count_in_bin);
  return (static_cast<double>(lower_edge(bin).count()) + share * static_cast<double>(width(bin).count())) / 1e9;
}

}  // namespace twinline::statistics
