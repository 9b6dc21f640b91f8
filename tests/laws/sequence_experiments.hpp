// Experiments on pairs that are drawn: whether a difference is found where there is none when one looks after every
// replication, how wide that makes intervals, and how soon an effect is found. The table is lab_experiment_table.cpp.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/laws/lab_experiments.hpp"
#include "tests/laws/no_difference.hpp"

namespace twinline::laws {

using DrawPair = Pair (*)(random::Stream&);

/// Looks after every pair from the first look on: how many of so many comparisons ever found a difference. Of one-sided
/// questions at most `most_one_sided` may, where differences are too skewed for the 5 % that each is asked at.
std::vector<LabRow> false_positives(DrawPair draw, std::uint32_t comparisons, std::uint32_t looks, Size size,
                                    double most_one_sided = 0.05);

/// How much wider sequences are than Student's interval, and after how many pairs effects of three of its half-widths
/// are found.
std::vector<LabRow> usefulness(std::uint32_t comparisons, std::uint32_t looks, Size size);

/// The chance of finding an effect within 1,000 pairs, by its size: by the sequence, looked at after every pair, and by
/// Student's t, looked at once at the end.
std::vector<LabRow> power(std::uint32_t comparisons, std::uint32_t looks, Size size);

/// How often intervals of a fixed number of pairs hold the truth.
std::vector<LabRow> fixed_coverage(std::uint32_t comparisons, std::uint32_t, Size size);

}  // namespace twinline::laws
