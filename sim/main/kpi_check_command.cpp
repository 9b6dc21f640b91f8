#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <utility>

#include <fmt/format.h>

#include "reports/kpi/kpis.hpp"
#include "reports/kpi/verdict.hpp"
#include "reports/render/kpi_check.hpp"
#include "sim/lab/kpi_check.hpp"
#include "sim/lab/run_identity.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/interruption.hpp"
#include "sim/main/kpi_check_input.hpp"
#include "sim/main/kpi_check_update.hpp"
#include "sim/main/options.hpp"
#include "sim/main/output_files.hpp"
#include "sim/main/terminal.hpp"
#include "sim/twin/bad_input.hpp"

namespace twinline::cli {
namespace {

/// How many KPIs of how many arms are asked about: one family, over which the chance of a false alarm is held.
std::uint64_t questions_of(const std::vector<CheckedFile>& files) {
  std::uint64_t questions = 0;
  for (const CheckedFile& file : files) questions += file.arms.size() * file.base.kpi_check.kpis.size();
  return questions;
}

std::optional<reports::CheckedScenario> check_file(const CheckedFile& file, const reports::Baseline& baseline,
                                                   double alpha, const KpiCheckOptions& options, sim::Crew& crew) {
  const std::uint64_t budget = options.budget.value_or(file.base.kpi_check.budget);
  if (budget > baseline.replications && options.budget) {
    fmt::print(stderr, "{}: has {} replications, so no more are run; --update --budget {} keeps more\n",
               file.baseline_file.string(), baseline.replications, budget);
  }
  sim::Effort effort;
  effort.replications = std::min(budget, baseline.replications);
  effort.crew = &crew;
  effort.stop = &interruption();
  ProgressLine progress("replications of " + file.file);
  effort.progress = [&](std::uint64_t done, std::uint64_t of) { progress.show(done, of); };
  const auto infrastructure = sim::layout_of(file.base);
  auto arms = sim::check(file.base, file.arms, baseline, alpha, effort);
  if (!arms) return std::nullopt;
  return reports::CheckedScenario{file.file, sim::identity_of(file.base, baseline.seed, effort.replications),
                                  reports::kpi_definitions(file.base.centre, sim::scope_of(file.base, infrastructure)),
                                  std::move(*arms)};
}

void write_file(const std::filesystem::path& path, const std::string& content) {
  write_files(std::filesystem::absolute(path).parent_path(), {{path.filename().string(), content}});
}

int check_all(const std::vector<CheckedFile>& files, const KpiCheckOptions& options, sim::Crew& crew) {
  const auto baselines = load_baselines(files);
  if (!baselines) return bad_input;
  for (const std::string& file : {options.junit, options.markdown}) {
    if (!file.empty()) require_writable_folder(std::filesystem::absolute(file).parent_path());
  }
  reports::KpiCheckResult result;
  result.questions = questions_of(files);
  result.undecided_counts = options.strict;
  const double alpha = reports::family_alpha / static_cast<double>(result.questions);
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto checked = check_file(files[i], (*baselines)[i], alpha, options, crew);
    if (!checked) return interrupted;
    result.scenarios.push_back(std::move(*checked));
  }
  if (!options.junit.empty()) write_file(options.junit, reports::junit(result));
  if (!options.markdown.empty()) write_file(options.markdown, reports::markdown(result));
  fmt::print("{}", options.json ? reports::to_json(result) : reports::terminal_table(result, output_style()));
  return reports::passes(result) ? fine : failed;
}

}  // namespace

int kpi_check(const KpiCheckOptions& options, const CrewMaker& make_crew) try {
  const auto files = load_checked_files(options);
  if (!files) return bad_input;
  std::vector<const sim::Model*> models;
  for (const CheckedFile& file : *files) {
    for (const sim::ComparedArm& arm : file.arms) models.push_back(arm.model.get());
  }
  const auto crew = make_crew(models);
  if (!crew) return fine;
  return options.update ? update_baselines(*files, options, *crew) : check_all(*files, options, *crew);
} catch (const twin::BadInput& error) {
  fmt::print(stderr, "{}\n", error.what());
  return bad_input;
} catch (const std::bad_alloc&) {
  fmt::print(stderr, "twinline kpi-check: not enough memory for so many replications of these scenarios\n");
  return failed;
} catch (const std::exception& error) {
  fmt::print(stderr, "twinline kpi-check: {}\n", error.what());
  return failed;
}

}  // namespace twinline::cli
