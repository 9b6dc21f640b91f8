// The best of systems that are numbers apart: a search by NLopt over parameters, without derivatives, each point judged
// on the same callers. It stops after a fixed number of points, promises nothing, and what it finds is looked at again
// on fresh callers beside the system that it began from. The method is NLopt's Sbplx (T. H. Rowan, Functional Stability
// Analysis of Numerical Algorithms, University of Texas at Austin, 1990), a simplex on subspaces, which bears noise and
// flat places and draws nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "reports/kpi/rank_result.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/lab/experiment.hpp"

namespace twinline::sim {

/// One parameter: between these, in steps.
struct SearchRange {
  double low = 0, high = 1;
  double step = 1;  ///< points are whole multiples of it above `low`
};

struct SearchPlan {
  std::string kpi;  ///< as scenarios name it; it must have a good direction
  std::vector<SearchRange> ranges;
  std::uint64_t points = 40;        ///< different ones, the beginning not counted
  std::uint64_t replications = 20;  ///< of each point
  double indifference = 0;          ///< in the KPI's unit; 0: none is named
  std::uint64_t fresh_replications = 40;
};

/// The system with these values, one for each range; nothing where there is none, which ends the search with an error.
using SystemMaker = std::function<std::optional<ComparedArm>(const std::vector<double>& values)>;

/// The beginning is among the systems, and the reference. Nothing when it was stopped. Throws std::invalid_argument for
/// a plan that makes no sense and std::runtime_error where a point could not be made.
std::optional<reports::RankResult> search(const scenarios::Scenario& base, const ComparedArm& beginning,
                                          const SystemMaker& make_system, std::uint64_t seed, const SearchPlan& plan,
                                          const Effort& effort);

}  // namespace twinline::sim
