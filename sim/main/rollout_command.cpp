#include <algorithm>
#include <cstdio>
#include <exception>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/render/rollout.hpp"
#include "reports/rollout/forecast_json.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/rollout_forecast.hpp"
#include "sim/main/arms_input.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/rollout_options.hpp"
#include "sim/main/terminal.hpp"
#include "sim/twin/bad_input.hpp"

namespace twinline::cli {
namespace {

bool is_about_routing(const std::string& path) {
  return path == "policies.routing" || path.starts_with("policies.routing.");
}

/// A rollout puts another policy in force and changes nothing else of the centre. Says on standard error what else
/// differs.
bool differ_in_routing_only(const reports::Arm& incumbent, const reports::Arm& candidate) {
  std::set<std::string> others;
  const auto add_what_differs = [&](const reports::Arm& one, const reports::Arm& other) {
    for (const auto& [path, value] : one.overlays) {
      const auto same = other.overlays.find(path);
      const bool differs = same == other.overlays.end() || same->second != value;
      if (differs && !is_about_routing(path)) others.insert(path);
    }
  };
  add_what_differs(incumbent, candidate);
  add_what_differs(candidate, incumbent);
  if (others.empty()) return true;
  fmt::print(stderr, "--a and --b differ in {}; a rollout changes policies.routing only\n", fmt::join(others, ", "));
  return false;
}

}  // namespace

int forecast_rollout(const RolloutOptions& options) try {
  const scenarios::ScenarioFile file(options.scenario, scenarios::policy_menu());
  ProblemTeller problems;
  const scenarios::Loaded base = file.load();
  if (!problems.tell(base)) return bad_input;
  auto incumbent = wanted_arm(options.a, "--a", base.arms);
  auto candidate = wanted_arm(options.b, "--b", base.arms);
  if (!incumbent || !candidate) return bad_input;
  const auto arms = load_arms(file, {std::move(*incumbent), std::move(*candidate)}, problems);
  if (!arms || !differ_in_routing_only(arms->front().label, arms->back().label)) return bad_input;
  const auto terms = rollout_terms(options, arms->front().model->scenario(), arms->back().model->scenario().routing);
  if (!terms) return bad_input;
  require_writable_folder(options.out);

  sim::Effort effort;
  effort.replications = std::max<std::uint64_t>(2, options.replications.value_or(base.scenario->replications));
  effort.workers = options.workers;
  effort.stop = &interruption();
  std::optional<rollout::RolloutForecast> forecast;
  {
    ProgressLine progress("rollouts of this kind");
    effort.progress = [&](std::uint64_t done, std::uint64_t of) { progress.show(done, of); };
    forecast =
        sim::forecast_rollout(arms->front(), arms->back(), *terms, options.seed.value_or(base.scenario->seed), effort);
  }
  if (!forecast) return interrupted;
  if (!options.out.empty()) write_files(options.out, {{"result.json", rollout::to_json(*forecast)}});
  fmt::print("{}", options.json ? rollout::to_json(*forecast) : reports::terminal_table(*forecast, output_style()));
  return fine;
} catch (const twin::BadInput& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::invalid_argument& error) {
  fmt::print(stderr, "twinline rollout: {}\n", error.what());
  return bad_input;
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline rollout: {}\n", error.what());
  return failed;
}

}  // namespace twinline::cli
