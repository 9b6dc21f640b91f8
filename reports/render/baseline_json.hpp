// Baselines of KPIs as files, schema "twinline.kpi-baseline/1": JSON that a person can read and a version-control
// system can compare. Equal baselines give equal bytes. Beside each KPI stand its value and the half width of its
// interval, for people; whoever reads a file works them out anew.
#pragma once

#include <string>
#include <string_view>

#include "reports/json/json_reader.hpp"
#include "reports/kpi/baseline.hpp"

namespace twinline::reports {

/// A text that is no baseline. what() begins with the file's name, then line and column where it is no JSON, or a path
/// into it ("arms[0].kpis[2].numerators") where it is.
using BaselineError = JsonReadError;

std::string to_json(const Baseline& baseline);

/// `file` is what errors call it. Throws BaselineError.
Baseline read_baseline(std::string_view text, const std::string& file);

}  // namespace twinline::reports
