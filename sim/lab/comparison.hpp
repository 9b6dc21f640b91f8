// A run and an A/B comparison, from models to results with intervals and verdicts.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/kpi/differences.hpp"
#include "reports/kpi/results.hpp"
#include "sim/lab/experiment.hpp"
#include "sim/lab/model.hpp"

namespace twinline::sim {

/// One arm: its name, what it overlays, and the model that comes of it.
struct ComparedArm {
  reports::Arm label;
  std::unique_ptr<const Model> model;
};

/// How arms are compared.
struct ComparisonPlan {
  std::uint64_t seed = 1;
  /// Paired, the arms' callers are the same draw by draw; else each arm draws its own.
  reports::Pairing pairing = reports::Pairing::paired;
  reports::Method method = reports::Method::t;
  /// Stops when the KPIs that the scenario compares are decided, and by then has no more replications than the budget,
  /// which is Effort::replications. Needs the method t_mixture.
  bool until_decided = false;
};

/// Estimates of one model's KPIs. Nothing when it was stopped.
std::optional<reports::RunResult> run_model(const Model& model, std::uint64_t seed, const Effort& effort);

/// The arms as replicate() takes them, each with the seed that the plan gives it.
std::vector<SeededModel> seeded_arms(std::span<const ComparedArm> arms, const ComparisonPlan& plan);

/// The effort as the plan needs it: an experiment that may be long keeps counts only beyond some replications.
Effort effort_for(const ComparisonPlan& plan, std::size_t arms, Effort effort);

/// Every arm against the first. `base` is the scenario as the file has it: its name, hash and what it compares. Nothing
/// when it was stopped. Throws std::invalid_argument for KPIs on which nothing can be decided (DecisionWatch).
std::optional<reports::ComparisonResult> compare(const scenarios::Scenario& base, std::span<const ComparedArm> arms,
                                                 const ComparisonPlan& plan, const Effort& effort);

}  // namespace twinline::sim
