// A run and an A/B comparison, from models to results with intervals and verdicts.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/kpi/results.hpp"
#include "sim/lab/experiment.hpp"
#include "sim/lab/model.hpp"

namespace twinline::sim {

/// One arm: its name, what it overlays, and the model that comes of it.
struct ComparedArm {
  reports::Arm label;
  std::unique_ptr<const Model> model;
};

/// Estimates of one model's KPIs. Nothing when it was stopped.
std::optional<reports::RunResult> run_model(const Model& model, std::uint64_t seed, const Effort& effort);

/// Every arm against the first. `base` is the scenario as the file has it: its name, hash and what it compares. Paired,
/// the arms' callers are the same draw by draw; else each arm draws its own. Nothing when it was stopped.
std::optional<reports::ComparisonResult> compare(const scenarios::Scenario& base, std::span<const ComparedArm> arms,
                                                 std::uint64_t seed, bool paired, const Effort& effort);

}  // namespace twinline::sim
