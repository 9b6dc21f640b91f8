#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/render/rank.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/diagnostics.hpp"
#include "scenarios/schema/quantity.hpp"
#include "sim/lab/ranking.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/options.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/rank_search.hpp"
#include "sim/main/rank_systems.hpp"
#include "sim/main/terminal.hpp"
#include "sim/twin/bad_input.hpp"

namespace twinline::cli {
namespace {

/// The KPIs that something can be best in.
std::vector<std::string> directed_kpis(reports::KpiScope scope) {
  std::vector<std::string> names;
  for (const reports::Kpi& kpi : reports::kpi_table(scope)) {
    if (kpi.direction != reports::Direction::none) names.emplace_back(kpi.name);
  }
  return names;
}

bool is_sound_kpi(const std::string& name, const scenarios::Scenario& scenario) {
  const auto infrastructure = sim::layout_of(scenario);
  const reports::KpiScope scope = sim::scope_of(scenario, infrastructure);
  const auto kpi = reports::resolve_kpi(scenario.centre, name, scope);
  if (kpi && kpi->kpi->direction != reports::Direction::none) return true;
  if (kpi) {
    fmt::print(stderr, "--kpi '{}': it has no good direction; expected {}\n", name,
               scenarios::listed(directed_kpis(scope), "or"));
    return false;
  }
  const std::string remedy = scenarios::did_you_mean(name.substr(name.rfind('.') + 1), directed_kpis(scope));
  fmt::print(stderr, "--kpi '{}': the scenario has no such KPI{}\n", name,
             remedy.empty() ? "; expected " + scenarios::listed(directed_kpis(scope), "or") : remedy);
  return false;
}

/// What KN needs is the scenario's least effect, or what --indifference says of it.
std::optional<double> indifference_of(const RankOptions& options, const scenarios::Scenario& scenario) {
  if (!options.indifference.empty()) {
    const auto effect = scenarios::parse_effect(options.indifference);
    if (effect && *effect > 0) return effect;
    fmt::print(stderr, "--indifference '{}': expected a difference above 0, such as 1 pp or 2 s\n",
               options.indifference);
    return std::nullopt;
  }
  const auto named = scenario.compare.least_effect.find(options.kpi);
  const double effect = named == scenario.compare.least_effect.end() ? 0 : named->second;
  if (effect > 0 || options.procedure == "ocba" || !options.searches.empty()) return effect;
  fmt::print(stderr, "{}: compare.least_effect says nothing of {}; which difference matters? Use --indifference\n",
             options.scenario, options.kpi);
  return std::nullopt;
}

std::optional<sim::RankingPlan> plan_of(const RankOptions& options, const scenarios::Scenario& scenario) {
  if (!is_sound_kpi(options.kpi, scenario)) return std::nullopt;
  const auto indifference = indifference_of(options, scenario);
  if (!indifference) return std::nullopt;
  const auto confidence = parse_share(options.confidence);
  if (!confidence || !(*confidence > 0.5 && *confidence < 1)) {
    fmt::print(stderr, "--confidence '{}': expected more than 50 % and less than 100 %\n", options.confidence);
    return std::nullopt;
  }
  sim::RankingPlan plan;
  plan.kpi = options.kpi;
  if (options.procedure == "ocba") plan.procedure = reports::RankProcedure::budget_allocation;
  plan.confidence = *confidence;
  plan.indifference = *indifference;
  plan.first_stage = options.first_stage;
  plan.budget = options.budget;
  plan.fresh_replications = options.fresh.value_or(std::max<std::uint64_t>(scenario.replications, 2));
  return plan;
}

/// Where a ranking or a search ended without a result.
enum class NoResult : std::uint8_t {
  bad_input,
  stopped,
  computed_for_another,  ///< this process was one of another one's crew
};
using Outcome = std::variant<reports::RankResult, NoResult>;

Outcome outcome_of(std::optional<reports::RankResult> result) {
  return result ? Outcome{std::move(*result)} : Outcome{NoResult::stopped};
}

Outcome rank_systems(const RankOptions& options, const scenarios::ScenarioFile& file, const scenarios::Loaded& base,
                     sim::RankingPlan plan, const CrewMaker& make_crew, sim::Effort effort) {
  ProblemTeller problems;
  const auto wanted = wanted_systems(options, base.arms);
  if (!wanted) return NoResult::bad_input;
  plan.standard = wanted->standard;
  const auto systems = load_arms(file, wanted->systems, problems);
  if (!systems) return NoResult::bad_input;
  std::vector<const sim::Model*> models;
  for (const sim::ComparedArm& system : *systems) models.push_back(system.model.get());
  const auto crew = make_crew(models);
  if (!crew) return NoResult::computed_for_another;
  effort.crew = crew.get();
  require_writable_folder(options.out);
  return outcome_of(sim::rank(*base.scenario, *systems, options.seed.value_or(base.scenario->seed), plan, effort));
}

/// Models are made on the way, where only threads of this process, and processes forked from it, can know them.
Outcome search_paths(const RankOptions& options, const scenarios::ScenarioFile& file, const scenarios::Loaded& base,
                     const sim::RankingPlan& plan, const CrewMaker& make_crew, sim::Effort effort) {
  ProblemTeller problems;
  const auto paths = searched_paths(options.searches);
  if (!paths) return NoResult::bad_input;
  const auto beginning = load_arms(file, {{"as it stands", {}, "--search"}}, problems);
  if (!beginning) return NoResult::bad_input;
  const sim::SystemMaker make_system = system_maker(file, *paths, problems);
  // Both ends must be allowed; what lies between them mostly is then.
  for (const auto end : {&sim::SearchRange::low, &sim::SearchRange::high}) {
    std::vector<double> values;
    for (const SearchedPath& path : *paths) values.push_back(path.range.*end);
    if (!make_system(values)) return NoResult::bad_input;
  }
  sim::SearchPlan search{plan.kpi, {}, options.points, options.first_stage, plan.indifference, plan.fresh_replications};
  for (const SearchedPath& path : *paths) search.ranges.push_back(path.range);
  const auto crew = make_crew({beginning->front().model.get()});
  if (!crew) return NoResult::computed_for_another;
  effort.crew = crew.get();
  require_writable_folder(options.out);
  return outcome_of(sim::search(*base.scenario, beginning->front(), make_system,
                                options.seed.value_or(base.scenario->seed), search, effort));
}

int exit_code_of(NoResult none) {
  switch (none) {
    case NoResult::bad_input: return bad_input;
    case NoResult::stopped: return interrupted;
    case NoResult::computed_for_another: break;
  }
  return fine;
}

}  // namespace

int rank(const RankOptions& options, const CrewMaker& make_crew) try {
  const scenarios::ScenarioFile file(options.scenario, scenarios::policy_menu());
  const bool all_arms = options.arms.empty() && options.grids.empty() && options.searches.empty();
  const scenarios::Loaded base = all_arms ? file.check() : file.load();
  if (!ProblemTeller{}.tell(base)) return bad_input;
  const auto plan = plan_of(options, *base.scenario);
  if (!plan) return bad_input;

  sim::Effort effort;
  effort.workers = options.workers;
  effort.stop = &interruption();
  Outcome outcome;
  {
    ProgressLine progress("replications of this stage");
    effort.progress = [&](std::uint64_t done, std::uint64_t of) { progress.show(done, of); };
    outcome = options.searches.empty() ? rank_systems(options, file, base, *plan, make_crew, effort)
                                       : search_paths(options, file, base, *plan, make_crew, effort);
  }
  if (const auto* none = std::get_if<NoResult>(&outcome)) return exit_code_of(*none);

  const auto& result = std::get<reports::RankResult>(outcome);
  if (!options.out.empty()) {
    write_files(options.out,
                {{"report.html", reports::html_report(result)}, {"result.json", reports::to_json(result)}});
  }
  fmt::print("{}", options.json ? reports::to_json(result) : reports::terminal_table(result, output_style()));
  if (!options.out.empty()) fmt::print(stderr, "Report: {}/report.html\n", options.out);
  return fine;
} catch (const twin::BadInput& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::invalid_argument& error) {
  fmt::print(stderr, "twinline rank: {}\n", error.what());
  return bad_input;
} catch (const std::bad_alloc&) {
  fmt::print(stderr, "twinline rank: not enough memory for so many systems\n");
  return failed;
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline rank: {}\n", error.what());
  return failed;
}

}  // namespace twinline::cli
