// Do confidence sequences hold the truth at every look? Paired arms of a small centre whose true differences the oracle
// knows exactly, looked at after each replication, as `twinline ab --until-decided` does.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/laws/lab_experiments.hpp"

namespace twinline::laws {

/// For each of some KPIs, how many of so many runs ever lost the true difference within so many looks.
std::vector<LabRow> sequence_coverage(std::uint32_t runs, std::uint32_t looks, Size size);

}  // namespace twinline::laws
