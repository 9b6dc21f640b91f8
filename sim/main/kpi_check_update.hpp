// `twinline kpi-check --update`: baselines are measured, and written where they differ from what is there.
#pragma once

#include <vector>

#include "sim/lab/crew.hpp"
#include "sim/main/kpi_check_input.hpp"
#include "sim/main/options.hpp"

namespace twinline::cli {

/// Says of each baseline on standard output whether it is new, unchanged, or what changed in it. Files are written
/// after all have been measured, each whole or not at all. An exit code.
int update_baselines(const std::vector<CheckedFile>& files, const KpiCheckOptions& options, sim::Crew& crew);

}  // namespace twinline::cli
