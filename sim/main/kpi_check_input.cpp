#include "sim/main/kpi_check_input.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "reports/json/text_file.hpp"
#include "reports/render/baseline_json.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/kpi_check.hpp"
#include "sim/main/arms_input.hpp"
#include "sim/main/sampling_designs.hpp"

namespace twinline::cli {
namespace {

namespace fs = std::filesystem;

/// Nothing, and a message on standard error, for a folder without scenarios.
std::optional<std::vector<std::string>> scenario_files(const std::vector<std::string>& named) {
  std::vector<std::string> files;
  bool all_good = true;
  for (const std::string& name : named) {
    std::error_code ignored;
    if (!fs::is_directory(name, ignored)) {
      files.push_back(name);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : fs::directory_iterator(name)) {
      const fs::path extension = entry.path().extension();
      if (extension == ".yaml" || extension == ".yml") inside.push_back(entry.path().string());
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
    if (inside.empty()) fmt::print(stderr, "{}: holds no scenario; expected files that end in .yaml or .yml\n", name);
    all_good = all_good && !inside.empty();
  }
  if (!all_good) return std::nullopt;
  return files;
}

std::vector<WantedArm> all_arms(const std::vector<scenarios::ArmDefinition>& arms) {
  std::vector<WantedArm> wanted;
  for (const auto& arm : arms) wanted.push_back({arm.name, arm.overlays, "arm " + arm.name});
  if (wanted.empty()) wanted.push_back({"", {}, "scenario"});
  return wanted;
}

std::optional<CheckedFile> load_checked_file(const std::string& name, const scenarios::PolicyMenu& menu,
                                             const fs::path& baselines) {
  const scenarios::ScenarioFile file(name, menu);
  ProblemTeller problems;
  scenarios::Loaded base = file.check();
  if (!problems.tell(base)) return std::nullopt;
  auto arms = load_arms(file, all_arms(base.arms), problems);
  if (!arms) return std::nullopt;
  sim::ComparisonPlan plan;
  plan.method = reports::Method::t_mixture;
  plan.until_decided = true;
  if (!can_be_compared(*arms, plan, base.scenario->kpi_check.budget)) return std::nullopt;
  return CheckedFile{name, std::move(*base.scenario), std::move(*arms),
                     baselines / (fs::path(name).stem().string() + ".baseline.json")};
}

/// True when every file has a baseline of its own.
bool tell_shared_baselines(const std::vector<std::string>& names) {
  std::map<std::string, std::string> by_stem;
  bool all_good = true;
  for (const std::string& name : names) {
    const auto [taken, is_first] = by_stem.emplace(fs::path(name).stem().string(), name);
    if (is_first) continue;
    all_good = false;
    fmt::print(stderr, "{}: has the name of {}, and so would have its baseline; rename one, or check them apart\n",
               name, taken->second);
  }
  return all_good;
}

std::optional<reports::Baseline> load_baseline(const CheckedFile& file) {
  const std::string name = file.baseline_file.string();
  std::error_code ignored;
  if (!fs::exists(file.baseline_file, ignored)) {
    fmt::print(stderr, "{}: there is no baseline of {}; --update writes it\n", name, file.file);
    return std::nullopt;
  }
  const auto text = reports::text_of_file(file.baseline_file);
  if (!text) {
    fmt::print(stderr, "{}: cannot be read\n", name);
    return std::nullopt;
  }
  try {
    reports::Baseline baseline = reports::read_baseline(*text, name);
    const auto objections = sim::objections(baseline, file.base, file.arms);
    for (const std::string& objection : objections) {
      fmt::print(stderr, "{}: cannot be held against {}: {}; --update renews it\n", name, file.file, objection);
    }
    if (objections.empty()) return baseline;
  } catch (const reports::BaselineError& error) {
    fmt::print(stderr, "{}; --update renews it\n", error.what());
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<CheckedFile>> load_checked_files(const KpiCheckOptions& options) {
  const auto names = scenario_files(options.scenarios);
  if (!names) return std::nullopt;
  const scenarios::PolicyMenu menu = scenarios::policy_menu();
  std::vector<CheckedFile> files;
  bool all_good = tell_shared_baselines(*names);
  for (const std::string& name : *names) {
    auto file = load_checked_file(name, menu, options.baselines);
    all_good = all_good && file.has_value();
    if (file) files.push_back(std::move(*file));
  }
  if (!all_good) return std::nullopt;
  return files;
}

std::optional<std::vector<reports::Baseline>> load_baselines(const std::vector<CheckedFile>& files) {
  std::vector<reports::Baseline> baselines;
  for (const CheckedFile& file : files) {
    auto baseline = load_baseline(file);
    if (baseline) baselines.push_back(std::move(*baseline));
  }
  if (baselines.size() < files.size()) return std::nullopt;
  return baselines;
}

}  // namespace twinline::cli
