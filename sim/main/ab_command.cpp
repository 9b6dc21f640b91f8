#include <cstdio>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "reports/kpi/kpis.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/main/arms_input.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/options.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/run_output.hpp"
#include "sim/main/sampling_designs.hpp"
#include "sim/main/scenario_input.hpp"
#include "sim/main/shard_output.hpp"
#include "sim/main/terminal.hpp"
#include "sim/twin/bad_input.hpp"

namespace twinline::cli {
namespace {

std::optional<std::vector<WantedArm>> wanted_arms(const CompareOptions& options,
                                                  const std::vector<scenarios::ArmDefinition>& arms) {
  std::vector<WantedArm> wanted;
  if (options.a.empty()) {
    for (const auto& arm : arms) wanted.push_back({arm.name, arm.overlays, "arm " + arm.name});
    if (wanted.size() < 2) {
      fmt::print(stderr, "{}: a comparison needs two arms; the file has {}. Add arms: to it, or use --a and --b\n",
                 options.scenario, wanted.size());
      return std::nullopt;
    }
    return wanted;
  }
  auto a = wanted_arm(options.a, "--a", arms);
  auto b = wanted_arm(options.b, "--b", arms);
  if (!a || !b) return std::nullopt;
  if (a->name == b->name) b->name += a->overlays == b->overlays ? " (again)" : " (b)";
  return std::vector{std::move(*a), std::move(*b)};
}

/// The number of replications that somebody gave decides against the scenario's rule to stop.
bool stops_at_a_decision(const CompareOptions& options, const scenarios::Scenario& scenario) {
  return options.until_decided || options.budget || (scenario.compare.stop && !options.replications);
}

/// What to compare and how; nothing, and a message on standard error, where the wishes do not fit each other.
std::optional<sim::ComparisonPlan> plan_of(const CompareOptions& options, const scenarios::Scenario& scenario) {
  sim::ComparisonPlan plan;
  plan.seed = options.seed.value_or(scenario.seed);
  plan.pairing = options.independent ? reports::Pairing::independent : reports::Pairing::paired;
  plan.until_decided = stops_at_a_decision(options, scenario);
  if (plan.until_decided) plan.method = reports::Method::t_mixture;
  for (const auto method : {reports::Method::t, reports::Method::t_mixture, reports::Method::bootstrap}) {
    if (options.method && *options.method == reports::method_name(method)) plan.method = method;
  }
  if (!plan.until_decided) return plan;
  if (plan.method != reports::Method::t_mixture) {
    fmt::print(
        stderr,
        "--method '{}': its intervals hold for a number of replications that was fixed beforehand; stopping at a "
        "decision needs t_mixture, or give --replications\n",
        *options.method);
    return std::nullopt;
  }
  if (scenario.compare.kpis.empty()) {
    fmt::print(stderr, "{}: there is nothing to decide; name KPIs in compare.kpis, or give --replications\n",
               options.scenario);
    return std::nullopt;
  }
  for (const std::string& name : scenario.compare.kpis) {
    const auto named = reports::resolve_kpi(scenario.centre, name);
    if (!named || named->kpi->estimand != reports::Estimand::quantile) continue;
    fmt::print(stderr,
               "{}: {} is a quantile, on which no experiment can be stopped; leave it out of compare.kpis, it is "
               "reported all the same\n",
               options.scenario, name);
    return std::nullopt;
  }
  return plan;
}

std::uint64_t replications_of(const CompareOptions& options, const sim::ComparisonPlan& plan,
                              const scenarios::Scenario& scenario) {
  if (!plan.until_decided) return options.replications.value_or(scenario.replications);
  return options.budget.value_or(scenario.compare.stop.value_or(scenarios::Stopping{}).budget);
}

}  // namespace

int compare(const CompareOptions& options, const CrewMaker& make_crew) try {
  const scenarios::ScenarioFile file(options.scenario, scenarios::policy_menu());
  ProblemTeller problems;
  const auto overlays = overlays_of(options.overlays, "--set");
  if (!overlays) return bad_input;
  // All arms of the file will run, so that what is wrong with any of them is told now, at its line.
  const bool as_written = options.a.empty() && overlays->empty();
  const scenarios::Loaded base = as_written ? file.check() : file.load(*overlays, "--set");
  if (!problems.tell(base)) return bad_input;
  auto wanted = wanted_arms(options, base.arms);
  if (!wanted) return bad_input;
  for (WantedArm& arm : *wanted) arm.overlays.insert(arm.overlays.begin(), overlays->begin(), overlays->end());
  const auto arms = load_arms(file, *wanted, problems);
  if (!arms) return bad_input;

  const auto plan = plan_of(options, *base.scenario);
  if (!plan) return bad_input;
  const std::uint64_t replications = replications_of(options, *plan, *base.scenario);
  if (!can_be_compared(*arms, *plan, replications)) return bad_input;

  std::vector<const sim::Model*> models;
  for (const sim::ComparedArm& arm : *arms) models.push_back(arm.model.get());
  const auto crew = make_crew(models);
  if (!crew) return fine;
  if (!options.out_shard.empty()) {
    shards::ShardHeader header = shard_header(options, *wanted, *arms, *base.scenario);
    header.replications = replications;
    header.comparison = sim::stored(*plan);
    return write_shard(options, header, *arms, *crew);
  }

  require_writable_folder(options.out);

  sim::Effort effort;
  effort.replications = replications;
  effort.crew = crew.get();
  effort.detail = detail_of(options);
  effort.stop = &interruption();
  std::optional<reports::ComparisonResult> result;
  {
    ProgressLine progress("replications");
    effort.progress = [&](std::uint64_t done, std::uint64_t of) { progress.show(done, of); };
    result = sim::compare(*base.scenario, *arms, *plan, effort);
  }
  if (!result) return interrupted;

  show(*result, {options.out, options.json, options.csv});
  return fine;
} catch (const twin::BadInput& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::bad_alloc&) {
  fmt::print(stderr, "twinline ab: not enough memory for so many replications of this scenario\n");
  return failed;
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline ab: {}\n", error.what());
  return failed;
}

}  // namespace twinline::cli
