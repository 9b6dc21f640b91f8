#include "live_bridge/rollout/canary.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/rollout/canary_bias.hpp"
#include "policies/contract/units.hpp"
#include "scenarios/menu/split_policy.hpp"
#include "scenarios/schema/policy_text.hpp"

namespace twinline::live::rollout {
namespace {

/// What is not an operator's to choose.
constexpr std::array<std::string_view, 4> set_here{"incumbent", "candidate", "seed", "began"};

std::string problem_words(const ParameterProblem& problem) {
  return problem.unknown ? fmt::format("a canary has no '{}'", problem.parameter)
                         : fmt::format("{} {}", problem.parameter, problem.message);
}

/// By queue nothing is dealt out by chance, so nothing can be held against the other arm's.
std::vector<twinline::rollout::Question> questions(const SplitRule& rule, const scenarios::RolloutSettings& settings) {
  std::vector<twinline::rollout::Question> questions;
  if (rule.by == SplitBy::queue) return questions;
  for (const auto& [kpi, limit] : settings.rollback_at) questions.push_back({kpi, limit});
  if (!settings.rollback_at.contains("service_level")) questions.push_back({"service_level", std::nullopt});
  return questions;
}

}  // namespace

BeginCanary canary_of(const scenarios::PolicyChoice& incumbent, const Promoted& candidate, CanaryWish wish,
                      const scenarios::RolloutSettings& settings, const CanaryGround& ground) {
  BeginCanary canary;
  std::vector<ParameterText>& asked = wish.split;
  for (const ParameterText& parameter : asked) {
    if (std::find(set_here.begin(), set_here.end(), parameter.name) == set_here.end()) continue;
    canary.against.push_back(fmt::format("'{}' of a canary is not chosen", parameter.name));
  }
  if (!canary.against.empty()) return canary;
  const auto began = std::chrono::floor<std::chrono::seconds>(ground.now - world_start);
  asked.push_back({"incumbent", scenarios::policy_text(incumbent)});
  asked.push_back({"candidate", scenarios::policy_text(candidate.policy)});
  asked.push_back({"seed", std::to_string(ground.seed)});
  asked.push_back({"began", to_text(Duration{began})});
  const scenarios::PolicyDescription split = scenarios::split_description();
  std::vector<ParameterProblem> problems;
  split.check(asked, problems);
  for (const ParameterProblem& problem : problems) canary.against.push_back(problem_words(problem));
  canary.split = {split.name, split.version, scenarios::complete_parameters(split, asked)};
  if (!canary.against.empty()) return canary;
  try {
    const SplitRule rule = scenarios::split_of(ground.centre, canary.split).rule;
    for (const auto& question : questions(rule, settings)) {
      const std::string objection = twinline::rollout::objection_to(ground.centre, question.kpi);
      if (!objection.empty()) canary.against.push_back(fmt::format("rollback_at.{}: {}", question.kpi, objection));
    }
    CanaryBias bias = canary_bias(candidate.read.manifest.forecast, rule);
    canary.notes = std::move(bias.lines);
    if (!bias.objection.empty() && !wish.accepts_bias) canary.against.push_back(std::move(bias.objection));
  } catch (const std::invalid_argument& error) {
    canary.against.push_back(error.what());
  }
  return canary;
}

twinline::rollout::RolloutTerms terms_of(const scenarios::PolicyChoice& split, const Centre& centre,
                                         const scenarios::RolloutSettings& settings) {
  twinline::rollout::RolloutTerms terms;
  terms.split = scenarios::split_of(centre, split).rule;
  for (auto& question : questions(terms.split, settings)) {
    if (twinline::rollout::objection_to(centre, question.kpi).empty()) terms.questions.push_back(std::move(question));
  }
  terms.rejections = settings.rejections;
  return terms;
}

}  // namespace twinline::live::rollout
