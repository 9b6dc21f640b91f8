#include "sim/lab/kpi_check.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "reports/kpi/regression_watch.hpp"
#include "reports/kpi/sample.hpp"
#include "sim/kernel/model_version.hpp"
#include "sim/lab/fingerprints.hpp"

namespace twinline::sim {
namespace {

using reports::BaselineArm;
using reports::BaselineKpi;
using reports::ReplicationTotals;

std::string name_and_version(const scenarios::PolicyChoice& choice) {
  return fmt::format("{} {}", choice.name, choice.version);
}

/// All of an arm's baseline but the figures.
BaselineArm heading_of(const ComparedArm& arm) {
  const scenarios::Scenario& scenario = arm.model->scenario();
  BaselineArm heading{arm.label.name, scenario.hash, fingerprints_of(scenario), {}, {}};
  heading.policies["routing"] = name_and_version(scenario.routing);
  heading.policies["staffing"] = name_and_version(scenario.staffing);
  heading.policies["ivr"] = name_and_version(scenario.ivr);
  return heading;
}

BaselineKpi kpi_of(const std::string& name, const Model& model, std::span<const ReplicationTotals> replications) {
  const Centre& centre = model.scenario().centre;
  const auto named = reports::resolve_kpi(centre, name, model.scope());
  if (!named) throw std::invalid_argument(fmt::format("there is no KPI '{}'", name));
  const reports::PlaceSampler sampler(centre, model.grid(), replications);
  BaselineKpi kpi{name, {}};
  for (const reports::KpiCell& cell : sampler.at(reports::place_of(centre, *named, model.scope())).cells) {
    kpi.parts.push_back(reports::part_of(*named->kpi, cell));
  }
  return kpi;
}

/// "calls.loan_question, policies.routing skill_priority 1 → skill_priority 2"
std::string changes_between(const BaselineArm& then, const BaselineArm& now) {
  std::vector<std::string> changes;
  for (const auto& [kind, identity] : now.policies) {
    const auto before = then.policies.find(kind);
    if (before != then.policies.end() && before->second != identity)
      changes.push_back(fmt::format("policies.{}: {} → {}", kind, before->second, identity));
  }
  const auto is_told = [&](const std::string& part) {
    const auto before = then.policies.find(part), after = now.policies.find(part);
    return before != then.policies.end() && after != now.policies.end() && before->second != after->second;
  };
  for (const auto& [part, fingerprint] : now.fingerprints) {
    const auto before = then.fingerprints.find(part);
    if (before == then.fingerprints.end()) {
      changes.push_back(part + " is new");
    } else if (before->second != fingerprint && !is_told(part)) {
      changes.push_back(part);
    }
  }
  for (const auto& [part, fingerprint] : then.fingerprints) {
    if (!now.fingerprints.contains(part)) changes.push_back(part + " is gone");
  }
  return fmt::format("{}", fmt::join(changes, ", "));
}

std::string named_arm(const std::string& name) { return name.empty() ? "the scenario as written" : "arm " + name; }

void object_to_arm(const reports::Baseline& baseline, const ComparedArm& arm, const std::vector<std::string>& kpis,
                   std::vector<std::string>& objections) {
  const std::string name = named_arm(arm.label.name);
  const BaselineArm* kept = reports::find_arm(baseline, arm.label.name);
  if (!kept) return objections.push_back(name + " is new");
  const BaselineArm now = heading_of(arm);
  if (kept->hash != now.hash) {
    return objections.push_back(fmt::format("{} changed: {}", name, changes_between(*kept, now)));
  }
  for (const std::string& kpi : kpis) {
    if (!reports::find_kpi(*kept, kpi)) objections.push_back(fmt::format("{} of {} is new", kpi, name));
  }
}

std::vector<reports::WatchedKpi> watched_kpis(const scenarios::KpiCheck& check) {
  const auto given = [](const std::map<std::string, double>& tolerances, const std::string& kpi) {
    const auto found = tolerances.find(kpi);
    return found == tolerances.end() ? std::nullopt : std::optional{found->second};
  };
  std::vector<reports::WatchedKpi> watched;
  for (const std::string& kpi : check.kpis) {
    watched.push_back({kpi, {given(check.tolerance, kpi), given(check.of_baseline, kpi)}});
  }
  return watched;
}

}  // namespace

std::optional<reports::Baseline> measure(const scenarios::Scenario& base, std::span<const ComparedArm> arms,
                                         const Effort& effort) {
  std::vector<SeededModel> seeded;
  for (const ComparedArm& arm : arms) seeded.push_back({arm.model.get(), base.seed});
  Effort counted = effort;
  counted.detail = reports::Detail::counts;
  const auto totals = replicate(seeded, counted);
  if (totals.empty()) return std::nullopt;
  reports::Baseline baseline{base.name, std::to_string(model_version), base.seed, effort.replications, {}};
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    BaselineArm measured = heading_of(arms[arm]);
    for (const std::string& kpi : base.kpi_check.kpis) {
      measured.kpis.push_back(kpi_of(kpi, *arms[arm].model, totals[arm]));
    }
    baseline.arms.push_back(std::move(measured));
  }
  return baseline;
}

std::vector<std::string> objections(const reports::Baseline& baseline, const scenarios::Scenario& base,
                                    std::span<const ComparedArm> arms) {
  std::vector<std::string> objections;
  const std::string version = std::to_string(model_version);
  if (baseline.model_version != version) {
    objections.push_back(fmt::format("model version: {} → {}", baseline.model_version, version));
  }
  for (const ComparedArm& arm : arms) object_to_arm(baseline, arm, base.kpi_check.kpis, objections);
  for (const BaselineArm& kept : baseline.arms) {
    const auto is_here = [&](const ComparedArm& arm) { return arm.label.name == kept.name; };
    if (std::none_of(arms.begin(), arms.end(), is_here)) objections.push_back(named_arm(kept.name) + " is gone");
  }
  return objections;
}

std::optional<std::vector<reports::CheckedArm>> check(const scenarios::Scenario& base,
                                                      std::span<const ComparedArm> arms,
                                                      const reports::Baseline& baseline, double alpha,
                                                      const Effort& effort) {
  const auto kpis = watched_kpis(base.kpi_check);
  Effort watched = effort;
  watched.detail = reports::Detail::counts;
  std::vector<reports::CheckedArm> checked;
  for (const ComparedArm& arm : arms) {
    const BaselineArm* kept = reports::find_arm(baseline, arm.label.name);
    if (!kept) throw std::invalid_argument("the baseline has no arm '" + arm.label.name + "'");
    const Model& model = *arm.model;
    reports::RegressionWatch watch(model.scenario().centre, model.grid(), *kept, kpis, alpha, watched.replications,
                                   model.scope());
    watched.enough = [&](std::uint64_t, std::span<const ReplicationTotals> totals) {
      return watch.add(totals.front());
    };
    const SeededModel seeded{&model, baseline.seed};
    if (replicate({&seeded, 1}, watched).empty()) return std::nullopt;
    checked.push_back({arm.label.name, watch.findings()});
  }
  return checked;
}

}  // namespace twinline::sim
