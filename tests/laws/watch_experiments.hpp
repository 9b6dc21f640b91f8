// Experiments on the whole rule by which a comparison stops, over simulated days of two teams that do not differ: three
// KPIs at once, Holm, a budget, giving up. Any KPI that is called better or worse is a false finding.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/laws/lab_experiments.hpp"

namespace twinline::laws {

/// Each arm has callers of its own.
std::vector<LabRow> independent_teams(std::uint32_t comparisons, std::uint32_t looks, Size size);

/// The same callers in both arms, offered to one team first and to the other: no day is the same, all are on average.
std::vector<LabRow> paired_teams(std::uint32_t comparisons, std::uint32_t looks, Size size);

}  // namespace twinline::laws
