#include "tests/bench/grid_day.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include <sys/resource.h>

#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/load.hpp"
#include "sim/lab/model.hpp"
#include "sim/simgrid/grid_crew.hpp"

namespace twinline::bench {
namespace {

/// Of worker processes that have ended.
double cpu_seconds_of_workers() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

sim::Model model_of(const std::filesystem::path& file) {
  scenarios::Loaded loaded = scenarios::load(file, scenarios::policy_menu());
  if (loaded.scenario) return sim::Model(std::move(*loaded.scenario));
  throw std::runtime_error(to_string(loaded.problems.front()));
}

}  // namespace

DayCost cost_of_day(const std::filesystem::path& scenario) {
  const sim::Model model = model_of(scenario);
  DayCost cost;
  for (const scenarios::Day& day : model.scenario().horizon.days) {
    cost.simulated_hours += in_seconds(day.closes - day.opens) / 3600;
  }
  sim::Assignment assignment;
  assignment.tasks = 1;
  assignment.task = [&](std::uint64_t) { return sim::Task{{&model, model.scenario().seed}, 0}; };
  assignment.take = [&](std::uint64_t, reports::ReplicationTotals&& totals) {
    cost.calls = totals.total.counts.offered();
    return true;
  };
  const double before = cpu_seconds_of_workers();
  sim::grid_crew(1).perform(assignment);
  cost.cpu_seconds = cpu_seconds_of_workers() - before;
  return cost;
}

}  // namespace twinline::bench
