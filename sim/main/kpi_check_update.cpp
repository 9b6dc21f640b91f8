#include "sim/main/kpi_check_update.hpp"

#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "reports/json/text_file.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/kpi/regression_watch.hpp"
#include "reports/render/baseline_json.hpp"
#include "reports/render/kpi_text.hpp"
#include "sim/lab/kpi_check.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/terminal.hpp"

namespace twinline::cli {
namespace {

std::optional<reports::Baseline> measure_file(const CheckedFile& file, const KpiCheckOptions& options,
                                              sim::Crew& crew) {
  sim::Effort effort;
  effort.replications = options.budget.value_or(file.base.kpi_check.budget);
  effort.crew = &crew;
  effort.stop = &interruption();
  ProgressLine progress("replications of " + file.file);
  effort.progress = [&](std::uint64_t done, std::uint64_t of) { progress.show(done, of); };
  return sim::measure(file.base, file.arms, effort);
}

reports::Unit unit_of_kpi(const std::string& name) {
  const reports::Kpi* kpi = reports::find_kpi(std::string_view{name}.substr(name.rfind('.') + 1));
  return kpi != nullptr ? kpi->unit : reports::Unit::count;
}

std::string named(const reports::BaselineKpi& kpi, const reports::BaselineArm& arm) {
  return kpi.name + (arm.name.empty() ? "" : " of arm " + arm.name);
}

/// KPIs of arms that the scenario still has, which are not checked any more.
std::vector<std::string> dropped_kpis(const reports::Baseline& then, const reports::Baseline& now) {
  std::vector<std::string> dropped;
  for (const reports::BaselineArm& arm : then.arms) {
    const reports::BaselineArm* after = reports::find_arm(now, arm.name);
    for (const reports::BaselineKpi& kpi : arm.kpis) {
      if (after && !reports::find_kpi(*after, kpi.name)) dropped.push_back(named(kpi, arm) + " is gone");
    }
  }
  return dropped;
}

/// "service_level of arm longest_idle: 81.2 % → 80.9 %", for each KPI whose value differs.
std::vector<std::string> changed_values(const reports::Baseline& then, const reports::Baseline& now) {
  std::vector<std::string> changes;
  for (const reports::BaselineArm& arm : now.arms) {
    const reports::BaselineArm* before = reports::find_arm(then, arm.name);
    for (const reports::BaselineKpi& kpi : arm.kpis) {
      const reports::BaselineKpi* kept = before ? reports::find_kpi(*before, kpi.name) : nullptr;
      if (!kept) continue;
      const reports::Unit unit = unit_of_kpi(kpi.name);
      const std::string was = reports::value_text(unit, reports::value_of(kept->parts));
      const std::string is = reports::value_text(unit, reports::value_of(kpi.parts));
      if (was != is) changes.push_back(fmt::format("{}: {} → {}", named(kpi, arm), was, is));
    }
  }
  return changes;
}

/// What sets the baseline apart from the one that was there, a clause each.
std::vector<std::string> changes_since(const reports::Baseline& then, const reports::Baseline& now,
                                       const CheckedFile& file) {
  std::vector<std::string> changes = sim::objections(then, file.base, file.arms);
  if (then.seed != now.seed) changes.push_back(fmt::format("seed: {} → {}", then.seed, now.seed));
  if (then.replications != now.replications)
    changes.push_back(fmt::format("replications: {} → {}", then.replications, now.replications));
  for (const auto& more : {dropped_kpis(then, now), changed_values(then, now)}) {
    changes.insert(changes.end(), more.begin(), more.end());
  }
  if (changes.empty()) changes.emplace_back("single replications, not to the decimals of any KPI");
  return changes;
}

/// What becomes of a baseline: the words for it, and its text where that is to be written.
struct Renewal {
  std::string words;
  std::optional<std::string> text;
};

Renewal renewal_of(const CheckedFile& file, const reports::Baseline& now) {
  std::string text = reports::to_json(now);
  const auto old_text = reports::text_of_file(file.baseline_file);
  if (!old_text) {
    return {fmt::format("new, {} arm{} of {} replications", now.arms.size(), now.arms.size() == 1 ? "" : "s",
                        now.replications),
            std::move(text)};
  }
  if (*old_text == text) return {"unchanged", std::nullopt};
  std::string words = "renewed";
  try {
    const auto changes = changes_since(reports::read_baseline(*old_text, file.baseline_file.string()), now, file);
    for (const std::string& change : changes) words += "\n  " + change;
  } catch (const reports::BaselineError& error) {
    words += fmt::format("\n  there was no baseline in it: {}", error.what());
  }
  return {std::move(words), std::move(text)};
}

}  // namespace

int update_baselines(const std::vector<CheckedFile>& files, const KpiCheckOptions& options, sim::Crew& crew) {
  require_writable_folder(options.baselines);
  std::vector<std::pair<std::string, std::string>> written;
  std::string told;
  for (const CheckedFile& file : files) {
    const auto now = measure_file(file, options, crew);
    if (!now) return interrupted;
    Renewal renewal = renewal_of(file, *now);
    told += fmt::format("{}: {}\n", file.baseline_file.string(), renewal.words);
    if (renewal.text) written.emplace_back(file.baseline_file.filename().string(), std::move(*renewal.text));
  }
  if (!written.empty()) write_files(options.baselines, written);
  fmt::print("{}", told);
  return fine;
}

}  // namespace twinline::cli
