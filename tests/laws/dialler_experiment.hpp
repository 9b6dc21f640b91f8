// The predictive dialler held to its limit: days of the same customers, dialled progressively and predictively.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/lab/model.hpp"
#include "tests/laws/lab_experiments.hpp"

namespace twinline::laws {

/// One day of scenarios/library/laws/dialler_day.yaml.
struct DialledDay {
  double abandonment = 0;  ///< answered, no agent within 2 s, over answered
  double occupancy = 0;
};

DialledDay dialled_day(const sim::Model& model, std::uint64_t seed);

/// How often a day is above 3 %, and how much busier agents are than with progressive dialling, over so many seeds.
std::vector<LabRow> dialler_rows(std::uint32_t seeds, std::uint32_t looks, Size size);

}  // namespace twinline::laws
