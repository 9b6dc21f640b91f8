// Do intervals cover the truth as often as they say? Many runs of a small centre, each with its own seed; from each run
// the intervals that twinline would print, counted where they hold the value that the oracle knows exactly. Apart from
// the other experiments on the lab, because nothing else of them needs the oracle.
#pragma once

#include <span>

#include "tests/laws/lab_experiments.hpp"

namespace twinline::laws {

/// Of one arm: means, ratios and quantiles, in total and by interval. Of two arms: their differences, paired and
/// independent; and confidence sequences of paired differences, at all looks at once (sequence_coverage.hpp).
/// Comparisons are runs, looks the replications of the longest.
std::span<const LabExperiment> coverage_experiments();

}  // namespace twinline::laws
