#include "sim/main/rollout_options.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "policies/contract/parameters.hpp"
#include "reports/kpi/kpis.hpp"
#include "scenarios/menu/split_policy.hpp"
#include "scenarios/schema/diagnostics.hpp"
#include "scenarios/schema/policy_text.hpp"
#include "scenarios/schema/quantity.hpp"
#include "sim/main/simulation_commands.hpp"

namespace twinline::cli {
namespace {

/// What a split is made of, and where.
struct RolloutPolicies {
  const Centre& centre;
  const scenarios::PolicyChoice& incumbent;
  const scenarios::PolicyChoice& candidate;
};

/// Tells what is wrong with an option, and remembers that something is.
class Complaints {
 public:
  void tell(std::string_view option, std::string_view text, std::string_view expected) {
    fmt::print(stderr, "{} '{}': {}\n", option, text, expected);
    any_ = true;
  }
  /// Parameters of `split` are options of the same name, spelt as options are.
  void tell(const ParameterProblem& problem) {
    std::string option = problem.parameter;
    std::replace(option.begin(), option.end(), '_', '-');
    fmt::print(stderr, "--{} {}\n", option, problem.message);
    any_ = true;
  }
  bool any() const { return any_; }

 private:
  bool any_ = false;
};

/// The rule of a split with these parameters beside its two policies; what is wrong with them is told.
SplitRule rule_of(const RolloutPolicies& policies, std::vector<ParameterText> parameters, Complaints& complaints) {
  parameters.push_back({"incumbent", scenarios::policy_text(policies.incumbent)});
  parameters.push_back({"candidate", scenarios::policy_text(policies.candidate)});
  std::vector<ParameterProblem> problems;
  scenarios::split_description().check(parameters, problems);
  for (const ParameterProblem& problem : problems) complaints.tell(problem);
  if (!problems.empty()) return {};
  return scenarios::split_of(policies.centre, {std::string{scenarios::split_name}, 0, std::move(parameters)}).rule;
}

/// What was asked for, with the blocks and the wash-out that the switchback beside it has where it is by call.
SplitRule split_of(const RolloutOptions& options, const RolloutPolicies& policies, Complaints& complaints) {
  std::vector<ParameterText> blocks{{"by", "block"}, {"block", options.block}, {"wash_out", options.wash_out}};
  std::vector<ParameterText> asked = options.by == "block" ? blocks : std::vector<ParameterText>{{"by", options.by}};
  if (options.freed_agent) asked.push_back({"freed_agent", *options.freed_agent});
  if (options.share) asked.push_back({"share", *options.share});
  if (options.ramp) asked.push_back({"ramp", *options.ramp});
  if (!options.share && !options.ramp && options.by == "call") asked.push_back({"share", "10 %"});
  SplitRule rule = rule_of(policies, std::move(asked), complaints);
  if (options.by == "block") return rule;
  const SplitRule by_block = rule_of(policies, std::move(blocks), complaints);
  rule.block = by_block.block;
  rule.wash_out = by_block.wash_out;
  return rule;
}

/// What stands on both sides of the colon, without the spaces around it.
std::string without_spaces(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Names of what can be watched.
std::vector<std::string> watchable_kpis(const Centre& centre) {
  std::vector<std::string> names;
  for (const reports::Kpi& kpi : reports::kpi_table()) {
    const std::string name{kpi.name};
    if (rollout::objection_to(centre, name).empty()) names.push_back(name);
  }
  return names;
}

std::optional<rollout::Question> guardrail_of(const std::string& text, const Centre& centre, Complaints& complaints) {
  const auto colon = text.find(':');
  rollout::Question question{without_spaces(text.substr(0, colon)), 0.0};
  const std::string objection = rollout::objection_to(centre, question.kpi);
  if (!objection.empty()) {
    const auto names = watchable_kpis(centre);
    const std::string remedy = scenarios::did_you_mean(question.kpi, names);
    complaints.tell("--guardrail", text,
                    objection + (remedy.empty() ? "; expected " + scenarios::listed(names, "or") : remedy));
    return std::nullopt;
  }
  if (colon == std::string::npos) return question;
  const auto limit = scenarios::parse_effect(without_spaces(text.substr(colon + 1)));
  if (!limit || *limit < 0) {
    complaints.tell("--guardrail", text, "expected the harm that is tolerated after the colon, such as 1 pp or 2 s");
    return std::nullopt;
  }
  question.limit = limit;
  return question;
}

/// The guardrails that the scenario has for comparisons, where they can be watched call by call.
std::vector<rollout::Question> guardrails_of(const scenarios::Scenario& scenario) {
  std::vector<rollout::Question> guardrails;
  for (const auto& [kpi, change] : scenario.compare.guardrails) {
    if (rollout::objection_to(scenario.centre, kpi).empty()) guardrails.push_back({kpi, std::max(0.0, -change)});
  }
  if (guardrails.empty()) guardrails.push_back({"service_level", 0.0});
  return guardrails;
}

/// In the order in which the scenario compares them, then what else is guarded.
std::vector<rollout::Question> questions_of(std::vector<rollout::Question> guardrails,
                                            const scenarios::Scenario& scenario) {
  std::vector<rollout::Question> questions;
  for (const std::string& kpi : scenario.compare.kpis) {
    const auto guarded = std::find_if(guardrails.begin(), guardrails.end(),
                                      [&](const rollout::Question& guardrail) { return guardrail.kpi == kpi; });
    if (guarded != guardrails.end()) {
      questions.push_back(*guarded);
      guardrails.erase(guarded);
    } else if (rollout::objection_to(scenario.centre, kpi).empty()) {
      questions.push_back({kpi, std::nullopt});
    }
  }
  questions.insert(questions.end(), guardrails.begin(), guardrails.end());
  return questions;
}

}  // namespace

CLI::App* add_rollout(CLI::App& app, RolloutOptions& options) {
  auto* command = app.add_subcommand("rollout", "Simulate partial rollouts of a routing policy before there is one");
  command->add_option("scenario", options.scenario, "Scenario file (YAML)")->required();
  command->add_option("--a", options.a, "The incumbent: an arm of the file, or routing=NAME[:param=value,…]")
      ->allow_extra_args(false)
      ->required();
  command->add_option("--b", options.b, "The candidate, as --a describes one; it may differ in its routing only")
      ->allow_extra_args(false)
      ->required();
  command->add_option("--by", options.by, "What is dealt out: call, or block of time; call when not given")
      ->check(CLI::IsMember({"call", "block"}));
  auto* share = command->add_option("--share", options.share,
                                    "The candidate's share of the calls, 10 % when not given, or of the blocks, 50 %");
  command->add_option("--ramp", options.ramp, "Shares that grow, such as '1 %, 10 % after 1 h'")->excludes(share);
  command->add_option("--block", options.block, "Length of a block; 30 min when not given");
  command->add_option("--wash-out", options.wash_out, "The beginning of each block that counts for nobody; none");
  command->add_option("--freed-agent", options.freed_agent,
                      "By call, whose policy decides about a freed agent: that of the call that has waited longest, or "
                      "drawn; longest_waiting when not given");
  command
      ->add_option("--guardrail", options.guardrails,
                   "KPI[:LIMIT]: roll back when the candidate is surely worse by more; 0 without a limit; may be "
                   "repeated")
      ->allow_extra_args(false);
  command
      ->add_option("--replications", options.replications,
                   "Simulated rollouts of each kind; the scenario's own number when not given")
      ->check(CLI::Range(std::uint64_t{2}, std::uint64_t{1'000'000}));
  command->add_option("--seed", options.seed, "Seed of all draws; the scenario's own when not given")
      ->check(whole_number);
  command->add_option("--workers", options.workers, "Threads; one for each core when not given")
      ->check(CLI::Range(1U, 1024U));
  command->add_flag("--json", options.json, "Print the forecast as JSON");
  command->add_option("--out", options.out, "Folder for result.json");
  return command;
}

std::optional<rollout::RolloutTerms> rollout_terms(const RolloutOptions& options, const scenarios::Scenario& scenario,
                                                   const scenarios::PolicyChoice& candidate) {
  Complaints complaints;
  rollout::RolloutTerms terms;
  terms.split = split_of(options, {scenario.centre, scenario.routing, candidate}, complaints);
  std::vector<rollout::Question> guardrails;
  for (const std::string& text : options.guardrails) {
    if (auto guardrail = guardrail_of(text, scenario.centre, complaints)) guardrails.push_back(std::move(*guardrail));
  }
  if (options.guardrails.empty()) guardrails = guardrails_of(scenario);
  terms.questions = questions_of(std::move(guardrails), scenario);
  if (complaints.any()) return std::nullopt;
  return terms;
}

}  // namespace twinline::cli
