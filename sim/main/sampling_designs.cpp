#include "sim/main/sampling_designs.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace twinline::cli {
namespace {

bool makes_whole_blocks(const scenarios::Scenario& scenario, std::uint64_t replications) {
  const std::uint64_t block = scenario.variance_reduction.block();
  const std::uint64_t whole = replications - replications % block;
  if (whole == replications) return true;
  fmt::print(stderr,
             "{} replications are no whole number of blocks: with this variance_reduction {} are drawn together; take "
             "{}{}\n",
             replications, block, whole > 0 ? fmt::format("{} or ", whole) : "", whole + block);
  return false;
}

/// Why variance reduction does not go with how a plan comes to its intervals; nothing where it does.
std::optional<std::string> objection_to_reduction(const sim::ComparisonPlan& plan) {
  if (plan.method == reports::Method::t) return std::nullopt;
  if (plan.method == reports::Method::bootstrap) {
    return "the bootstrap draws replications anew one by one, and variance_reduction ties them together or corrects "
           "them; take --method t, or leave variance_reduction out";
  }
  return "a confidence sequence holds for replications that are independent and as they came, and variance_reduction "
         "ties them together or corrects them by a regression on all; fix the number by --replications and take "
         "--method t, or leave variance_reduction out";
}

bool refuse(const sim::ComparedArm& arm, const std::string& why) {
  fmt::print(stderr, "arm '{}': {}\n", arm.label.name, why);
  return false;
}

}  // namespace

bool can_be_run(const scenarios::Scenario& scenario, std::uint64_t replications, reports::Detail detail) {
  if (scenario.horizon.steady_state && detail != reports::Detail::full) {
    fmt::print(stderr, "horizon.steady_state makes its batches of intervals, which nothing but --detail full keeps\n");
    return false;
  }
  return makes_whole_blocks(scenario, replications);
}

bool can_be_compared(const std::vector<sim::ComparedArm>& arms, const sim::ComparisonPlan& plan,
                     std::uint64_t replications) {
  const sim::ComparedArm& first = arms.front();
  const scenarios::VarianceReduction& reduction = first.model->scenario().variance_reduction;
  for (const sim::ComparedArm& arm : arms) {
    const scenarios::Scenario& scenario = arm.model->scenario();
    if (scenario.horizon.steady_state) {
      return refuse(arm, "a comparison needs replications, and horizon.steady_state has none; use warm_up instead");
    }
    if (scenario.variance_reduction != reduction) {
      return refuse(arm, fmt::format("its variance_reduction is not that of arm '{}'; draw all arms in the same way",
                                     first.label.name));
    }
  }
  if (!reduction.is_used()) return true;
  if (const auto objection = objection_to_reduction(plan)) return refuse(first, *objection);
  return makes_whole_blocks(first.model->scenario(), replications);
}

}  // namespace twinline::cli
