// What `twinline kpi-check` starts from: scenarios with their arms, and the baselines that belong to them. Everything
// that stands in the way is told before anything runs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "reports/kpi/baseline.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/main/options.hpp"

namespace twinline::cli {

/// A scenario of which all arms are checked; without arms, the scenario as it is written, as an arm without a name.
struct CheckedFile {
  std::string file;
  scenarios::Scenario base;
  std::vector<sim::ComparedArm> arms;
  std::filesystem::path baseline_file;  ///< whether there is such a file or not
};

/// The files that the options name, in their order; of a folder its *.yaml and *.yml by name. Nothing when one of them
/// is wrong, or when two would share a baseline; then all problems have been told on standard error. Throws
/// twin::BadInput where a call table that a scenario replays cannot be read.
std::optional<std::vector<CheckedFile>> load_checked_files(const KpiCheckOptions& options);

/// The baselines of the files, in their order. Nothing when one is missing, is no baseline, or is one of something else
/// than the scenario as it is now; then each has been told on standard error, with the remedy.
std::optional<std::vector<reports::Baseline>> load_baselines(const std::vector<CheckedFile>& files);

}  // namespace twinline::cli
