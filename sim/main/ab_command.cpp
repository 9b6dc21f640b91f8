#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "reports/kpi/kpis.hpp"
#include "reports/render/comparison_text.hpp"
#include "reports/render/csv.hpp"
#include "reports/render/html.hpp"
#include "reports/render/json.hpp"
#include "reports/render/terminal.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/comparison.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/options.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/scenario_input.hpp"
#include "sim/main/terminal.hpp"
#include "sim/twin/bad_input.hpp"

namespace twinline::cli {
namespace {

/// An arm before its scenario is loaded.
struct WantedArm {
  std::string name;
  scenarios::Overlays overlays;
  std::string origin;
};

/// What was typed for an arm, as long as it fits a table's heading; the result has the overlays in full.
std::string name_of(const std::vector<std::string>& texts) {
  constexpr std::size_t longest = 48;
  const std::string whole = fmt::format("{}", fmt::join(texts, " "));
  if (whole.size() <= longest) return whole;
  std::size_t end = std::min(texts.front().size(), longest);
  while (end > 0 && end < texts.front().size() && (texts.front()[end] & 0xc0) == 0x80) --end;  // no half letters
  std::string name = texts.front().substr(0, end);
  if (end < texts.front().size()) name += "…";
  return texts.size() == 1 ? name : fmt::format("{} and {} more", name, texts.size() - 1);
}

/// One arm as --a or --b describe it: the name of one of the file's, overlays, or a name and overlays on top.
std::optional<WantedArm> wanted_arm(const std::vector<std::string>& texts, const std::string& option,
                                    const std::vector<scenarios::ArmDefinition>& arms) {
  WantedArm wanted{name_of(texts), {}, option};
  for (const std::string& text : texts) {
    const auto named = std::find_if(arms.begin(), arms.end(), [&](const auto& arm) { return arm.name == text; });
    if (named != arms.end()) {
      wanted.overlays.insert(wanted.overlays.end(), named->overlays.begin(), named->overlays.end());
      continue;
    }
    if (text.find('=') == std::string::npos) {
      std::vector<std::string> names;
      for (const auto& arm : arms) names.push_back(arm.name);
      fmt::print(stderr, "{} '{}': the scenario has no arm of this name; {}\n", option, text,
                 names.empty() ? "it has none at all, use routing=NAME or PATH=VALUE"
                               : fmt::format("it has {}, and PATH=VALUE makes another", fmt::join(names, ", ")));
      return std::nullopt;
    }
    auto overlay = overlay_of(text, option);
    if (!overlay) return std::nullopt;
    wanted.overlays.push_back(std::move(*overlay));
  }
  return wanted;
}

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

std::optional<std::vector<sim::ComparedArm>> load_arms(const scenarios::ScenarioFile& file,
                                                       const std::vector<WantedArm>& wanted, ProblemTeller& problems) {
  std::vector<sim::ComparedArm> arms;
  bool all_good = true;
  for (const WantedArm& arm : wanted) {
    scenarios::Loaded loaded = file.load(arm.overlays, arm.origin);
    all_good = problems.tell(loaded) && all_good;
    if (!loaded.scenario) continue;
    reports::Arm label{arm.name, {}};
    for (const auto& [path, value] : arm.overlays) label.overlays[path] = scenarios::overlay_as_json(value);
    arms.push_back({std::move(label), std::make_unique<const sim::Model>(std::move(*loaded.scenario))});
  }
  if (!all_good) return std::nullopt;
  return arms;
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

int compare(const CompareOptions& options) try {
  const scenarios::ScenarioFile file(options.scenario, scenarios::policy_menu());
  ProblemTeller problems;
  // All arms of the file will run, so that what is wrong with any of them is told now, at its line.
  const scenarios::Loaded base = options.a.empty() ? file.check() : file.load();
  if (!problems.tell(base)) return bad_input;
  const auto wanted = wanted_arms(options, base.arms);
  if (!wanted) return bad_input;
  const auto arms = load_arms(file, *wanted, problems);
  if (!arms) return bad_input;

  const auto plan = plan_of(options, *base.scenario);
  if (!plan) return bad_input;

  require_writable_folder(options.out);

  sim::Effort effort;
  effort.replications = replications_of(options, *plan, *base.scenario);
  effort.workers = options.workers;
  effort.stop = &interruption();
  std::optional<reports::ComparisonResult> result;
  {
    ProgressLine progress("replications");
    effort.progress = [&](std::uint64_t done, std::uint64_t of) { progress.show(done, of); };
    result = sim::compare(*base.scenario, *arms, *plan, effort);
  }
  if (!result) return interrupted;
  if (result->stopped) fmt::print(stderr, "{}\n", reports::stopped_text(*result->stopped));

  if (!options.out.empty()) {
    write_files(options.out, {{"report.html", reports::html_report(*result)},
                              {"result.json", reports::to_json(*result)},
                              {"intervals.csv", reports::intervals_csv(*result)},
                              {"estimates.csv", reports::estimates_csv(*result)},
                              {"differences.csv", reports::differences_csv(*result)}});
  }
  fmt::print("{}", options.json  ? reports::to_json(*result)
                   : options.csv ? reports::differences_csv(*result)
                                 : reports::terminal_table(*result, output_style()));
  if (!options.out.empty()) fmt::print(stderr, "Report: {}/report.html\n", options.out);
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
