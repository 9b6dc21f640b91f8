#include "sim/lab/comparison.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "reports/kpi/decision_watch.hpp"
#include "reports/kpi/estimates.hpp"
#include "reports/kpi/kpis.hpp"
#include "reports/kpi/steady_state.hpp"
#include "reports/kpi/variance_gains.hpp"
#include "sim/lab/control_variates.hpp"
#include "sim/lab/run_identity.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {
namespace {

/// An experiment that stops by itself keeps this many in full detail, over all arms: about a gigabyte. One that needs
/// more goes on with counts, and reports neither wait quantiles nor intervals of the day.
constexpr std::uint64_t replications_in_full = 1000;

/// Seeds of arms that shall have nothing in common.
std::uint64_t seed_of_arm(const ComparisonPlan& plan, std::size_t arm) {
  const bool is_shared = plan.pairing == reports::Pairing::paired || arm == 0;
  return is_shared ? plan.seed : random::mixing::finalise(plan.seed + random::mixing::root_two * arm);
}

std::optional<double> least_effect_on(const scenarios::Compare& compare, const std::string& kpi) {
  const auto named = compare.least_effect.find(kpi);
  return named == compare.least_effect.end() ? std::nullopt : std::optional{named->second};
}

bool names_a_place(const std::string& kpi) { return kpi.find('.') != std::string::npos; }

/// The KPIs of single queues and parts of the infrastructure that the scenario names, then its others in its order,
/// then all that it does not name.
std::vector<reports::ComparedKpi> compared_kpis(const scenarios::Compare& compare, reports::KpiScope scope) {
  std::vector<reports::ComparedKpi> kpis;
  const auto add = [&](const std::string& name) {
    const bool known = std::any_of(kpis.begin(), kpis.end(), [&](const auto& kpi) { return kpi.name == name; });
    const bool is_named = std::find(compare.kpis.begin(), compare.kpis.end(), name) != compare.kpis.end();
    if (!known) kpis.push_back({name, least_effect_on(compare, name), is_named, compare.one_sided.contains(name)});
  };
  for (const std::string& name : compare.kpis) {
    if (names_a_place(name)) add(name);
  }
  for (const std::string& name : compare.kpis) add(name);
  for (const reports::Kpi& kpi : reports::kpi_table(scope)) add(std::string{kpi.name});
  return kpis;
}

/// A KPI named for one place is compared there with its own least effect; the same comparison without it is left out.
void leave_out_repetitions(std::vector<reports::Difference>& differences) {
  std::set<std::pair<std::string, reports::Dimensions>> seen;
  std::erase_if(differences, [&](const reports::Difference& difference) {
    return !seen.emplace(difference.kpi, difference.by).second;
  });
}

std::vector<reports::KpiPlace> headlines_of(const scenarios::Scenario& scenario, reports::KpiScope scope) {
  std::vector<reports::KpiPlace> headlines;
  for (const std::string& name : scenario.compare.kpis) {
    const auto resolved = reports::resolve_kpi(scenario.centre, name, scope);
    if (!resolved) continue;
    headlines.push_back({std::string{resolved->kpi->name}, reports::place_of(scenario.centre, *resolved, scope).by});
  }
  return headlines;
}

std::vector<reports::GuardrailRule> guardrail_rules(const scenarios::Compare& compare) {
  std::vector<reports::GuardrailRule> rules;
  for (const auto& [kpi, limit] : compare.guardrails) rules.push_back({kpi, limit});
  return rules;
}

std::vector<reports::WatchedArm> watched_arms(std::span<const ComparedArm> arms) {
  std::vector<reports::WatchedArm> watched;
  for (const ComparedArm& arm : arms) {
    watched.push_back({arm.label.name, &arm.model->scenario().centre, &arm.model->grid(), arm.model->scope()});
  }
  return watched;
}

/// All of the result but its figures.
reports::ComparisonResult heading_of(const scenarios::Scenario& base, reports::KpiScope scope,
                                     const ComparisonPlan& plan, std::uint64_t replications) {
  reports::ComparisonResult result;
  result.identity = identity_of(base, plan.seed, replications);
  result.kpis = reports::kpi_definitions(base.centre, scope);
  result.paired = plan.pairing == reports::Pairing::paired;
  result.method = reports::method_name(plan.method);
  result.headlines = headlines_of(base, scope);
  result.service_level_goals = goals_of(base.centre);
  result.assumptions = assumptions_of(base);
  return result;
}

/// Nothing where the scenario has no variance reduction.
std::optional<reports::VarianceReport> variance_report(const scenarios::VarianceReduction& reduction,
                                                       std::uint64_t replications) {
  if (!reduction.is_used()) return std::nullopt;
  return reports::VarianceReport{methods_of(reduction), replications / reduction.block(), {}};
}

/// Each arm with what it came to, and how that was drawn.
std::vector<reports::ArmReplications> drawn_arms(std::span<const ComparedArm> arms, std::span<const SeededModel> seeded,
                                                 std::span<const std::vector<reports::ReplicationTotals>> totals) {
  std::vector<reports::ArmReplications> drawn;
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    const Model& model = *arms[arm].model;
    drawn.push_back({arms[arm].label.name, &model.scenario().centre, totals[arm],
                     sampling_of(model, seeded[arm].seed, totals[arm].size()), model.scope()});
  }
  return drawn;
}

}  // namespace

std::vector<SeededModel> seeded_arms(std::span<const ComparedArm> arms, const ComparisonPlan& plan) {
  std::vector<SeededModel> seeded;
  for (std::size_t arm = 0; arm < arms.size(); ++arm) seeded.push_back({arms[arm].model.get(), seed_of_arm(plan, arm)});
  return seeded;
}

Effort effort_for(const ComparisonPlan& plan, std::size_t arms, Effort effort) {
  if (plan.until_decided) effort.counts_from = std::max<std::uint64_t>(1, replications_in_full / arms);
  return effort;
}

std::optional<reports::RunResult> run_model(const Model& model, std::uint64_t seed, const Effort& effort) {
  const SeededModel seeded{&model, seed};
  const auto totals = replicate({&seeded, 1}, effort);
  if (totals.empty()) return std::nullopt;
  const scenarios::Scenario& scenario = model.scenario();
  reports::RunResult result{identity_of(scenario, seed, effort.replications),
                            reports::kpi_definitions(scenario.centre, model.scope()),
                            {},
                            goals_of(scenario.centre)};
  if (scenario.horizon.steady_state) {
    reports::SteadyStateEstimates steady = reports::steady_state_estimates(
        scenario.centre, model.grid(), totals.front(), scenario.horizon.steady_state->batches);
    result.estimates = std::move(steady.estimates);
    result.steady_state = std::move(steady.report);
    return result;
  }
  const reports::Sampling sampling = sampling_of(model, seed, effort.replications);
  result.estimates = reports::estimates(scenario.centre, model.grid(), totals.front(), sampling, model.scope());
  if (model.layout() != nullptr) result.infrastructure = *model.layout();
  result.variance = variance_report(scenario.variance_reduction, effort.replications);
  if (result.variance) {
    result.variance->gains = reports::variance_gains(scenario.centre, model.grid(), totals.front(), sampling);
  }
  return result;
}

std::optional<reports::ComparisonResult> compare(const scenarios::Scenario& base, std::span<const ComparedArm> arms,
                                                 const ComparisonPlan& plan, const Effort& effort) {
  const reports::KpiScope scope = arms.front().model->scope();
  const auto kpis = compared_kpis(base.compare, scope);
  const auto rules = guardrail_rules(base.compare);
  std::optional<reports::DecisionWatch> watch;
  Effort watched = effort_for(plan, arms.size(), effort);
  if (plan.until_decided) {
    watch.emplace(watched_arms(arms), kpis, rules, effort.replications);
    watched.enough = [&](std::uint64_t, std::span<const reports::ReplicationTotals> totals) {
      return watch->add(totals);
    };
  }
  const auto seeded = seeded_arms(arms, plan);
  const auto totals = replicate(seeded, watched);
  if (totals.empty()) return std::nullopt;

  reports::ComparisonResult result = heading_of(base, scope, plan, totals.front().size());
  if (watch) result.stopped = watch->stopped();
  result.variance = variance_report(arms.front().model->scenario().variance_reduction, totals.front().size());
  const reports::ComparisonTerms terms{plan.pairing, plan.method, arms.size() - 1, plan.seed};
  const auto drawn = drawn_arms(arms, seeded, totals);
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    const Model& model = *arms[arm].model;
    result.arms.push_back(arms[arm].label);
    const reports::Sampling& sampling = drawn[arm].sampling;
    result.estimates.push_back(
        reports::estimates(model.scenario().centre, model.grid(), totals[arm], sampling, model.scope()));
    result.infrastructures.push_back(model.layout() != nullptr ? std::optional{*model.layout()} : std::nullopt);
    if (arm == 0) continue;
    auto differences = reports::differences(model.grid(), drawn[0], drawn[arm], kpis, terms);
    leave_out_repetitions(differences);
    result.differences.insert(result.differences.end(), differences.begin(), differences.end());
    const auto guardrails = reports::guardrails(model.grid(), drawn[0], drawn[arm], rules, terms);
    result.guardrails.insert(result.guardrails.end(), guardrails.begin(), guardrails.end());
  }
  if (watch) watch->keep_least_p(result.differences);
  reports::judge(result.differences);
  return result;
}

}  // namespace twinline::sim
