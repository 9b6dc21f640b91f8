#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "reports/render/headroom.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/diagnostics.hpp"
#include "sim/lab/headroom.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/options.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/scenario_input.hpp"
#include "sim/main/terminal.hpp"
#include "sim/twin/bad_input.hpp"

namespace twinline::cli {
namespace {

std::string without_spaces_around(const std::string& text) {
  const auto begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::optional<double> limit_of(reports::Unit unit, const std::string& text) {
  switch (unit) {
    case reports::Unit::share: return parse_share(text);
    case reports::Unit::count: return parse_number(text);
    case reports::Unit::seconds: break;
  }
  const auto duration = parse_duration(text);
  return duration ? std::optional{in_seconds(*duration)} : std::nullopt;
}

/// `loans.service_level>=80 %`. Nothing, and a message on standard error, for anything else.
std::optional<sim::WatchedTarget> target_of(const std::string& text, const scenarios::Scenario& scenario) {
  const auto relation = std::min(text.find("<="), text.find(">="));
  if (relation == std::string::npos) {
    fmt::print(stderr, "--kpi '{}': expected NAME>=VALUE or NAME<=VALUE, as in 'service_level>=80 %'\n", text);
    return std::nullopt;
  }
  const std::string name = without_spaces_around(text.substr(0, relation));
  const std::string value = without_spaces_around(text.substr(relation + 2));
  const auto kpi = sim::headroom_kpi(scenario, name);
  if (!kpi) {
    const auto names = sim::headroom_kpi_names(scenario);
    const std::string remedy = scenarios::did_you_mean(name.substr(name.rfind('.') + 1), names);
    fmt::print(stderr, "--kpi '{}': the scenario has no such KPI{}\n", text,
               remedy.empty() ? "; expected " + scenarios::listed(names, "or") : remedy);
    return std::nullopt;
  }
  const auto limit = limit_of(kpi->kpi->unit, value);
  if (!limit) {
    fmt::print(stderr, "--kpi '{}': '{}' is no value of {}; expected one such as {}\n", text, value, name,
               kpi->kpi->unit == reports::Unit::share     ? "80 %"
               : kpi->kpi->unit == reports::Unit::seconds ? "30 s"
                                                          : "12");
    return std::nullopt;
  }
  return sim::watched_target(scenario, name, *kpi, text[relation] == '>', *limit);
}

/// Those of the command line, or else the scenario's own.
std::optional<std::vector<sim::WatchedTarget>> wanted_targets(const HeadroomOptions& options,
                                                              const scenarios::Scenario& scenario) {
  std::vector<sim::WatchedTarget> targets;
  for (const std::string& text : options.targets) {
    auto target = target_of(text, scenario);
    if (!target) return std::nullopt;
    targets.push_back(std::move(*target));
  }
  if (targets.empty()) targets = sim::targets_of(scenario);
  if (!targets.empty()) return targets;
  fmt::print(stderr, "{}: no queue has a service level to keep; which KPI must hold? Use --kpi\n", options.scenario);
  return std::nullopt;
}

bool is_sound_range(const HeadroomOptions& options) {
  if (options.from <= options.to) return true;
  fmt::print(stderr, "--to {}: the load goes up from {}; expected no less\n", options.to, options.from);
  return false;
}

}  // namespace

int headroom(const HeadroomOptions& options, const CrewMaker& make_crew) try {
  if (!is_sound_range(options)) return bad_input;
  const auto overlays = overlays_of(options.overlays, "--set");
  if (!overlays) return bad_input;
  const scenarios::ScenarioFile file(options.scenario, scenarios::policy_menu());
  const scenarios::Loaded loaded = file.load(*overlays, "--set");
  if (!ProblemTeller{}.tell(loaded)) return bad_input;
  const scenarios::Scenario& scenario = *loaded.scenario;
  const auto targets = wanted_targets(options, scenario);
  if (!targets) return bad_input;
  const sim::Model as_it_stands(scenario);
  const auto crew = make_crew({&as_it_stands});
  if (!crew) return fine;
  require_writable_folder(options.out);

  sim::Effort effort;
  effort.replications = options.replications.value_or(std::max<std::uint64_t>(scenario.replications, 2));
  effort.crew = crew.get();
  effort.stop = &interruption();
  const sim::HeadroomPlan plan{options.from, options.to, options.step, options.precision};
  std::optional<reports::HeadroomResult> result;
  {
    ProgressLine progress("replications of this load");
    effort.progress = [&](std::uint64_t done, std::uint64_t of) { progress.show(done, of); };
    result = sim::headroom(scenario, *targets, options.seed.value_or(scenario.seed), plan, effort);
  }
  if (!result) return interrupted;

  if (!options.out.empty()) write_files(options.out, {{"result.json", reports::to_json(*result)}});
  fmt::print("{}", options.json ? reports::to_json(*result) : reports::terminal_table(*result, output_style()));
  return fine;
} catch (const twin::BadInput& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::invalid_argument& error) {
  fmt::print(stderr, "twinline headroom: {}\n", error.what());
  return bad_input;
} catch (const std::bad_alloc&) {
  fmt::print(stderr, "twinline headroom: not enough memory for so many replications of this scenario\n");
  return failed;
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline headroom: {}\n", error.what());
  return failed;
}

}  // namespace twinline::cli
