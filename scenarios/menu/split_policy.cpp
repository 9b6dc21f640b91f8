#include "scenarios/menu/split_policy.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/menu/split_parameters.hpp"
#include "scenarios/plugins/trial.hpp"
#include "scenarios/schema/diagnostics.hpp"
#include "scenarios/schema/policy_text.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::uint32_t split_version = 1;

std::vector<QueueIndex> queues_named(const Centre& centre, const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const Queue& queue : centre.queues) known.push_back(queue.name);
  std::vector<QueueIndex> queues;
  for (const std::string& name : names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      throw std::invalid_argument("has no queue " + in_quotes(name) + " to give to its candidate" +
                                  did_you_mean(name, known));
    }
    queues.emplace_back(static_cast<std::size_t>(found - known.begin()));
  }
  return queues;
}

/// The two policies of these parameters as far as they can be read.
std::vector<PolicyChoice> policies_in(const std::vector<ParameterText>& given) {
  std::vector<ParameterProblem> problems;
  const SplitTerms terms = split_terms(given, problems);
  return {terms.incumbent, terms.candidate};
}

std::vector<std::string> attributes_read(const std::vector<ParameterText>& given) {
  const std::vector<PolicyDescription> menu = policy_menu().routing;
  std::vector<std::string> attributes;
  for (const PolicyChoice& choice : policies_in(given)) {
    const PolicyDescription* policy = find_policy(menu, choice.name, choice.version);
    if (policy != nullptr) attributes.insert(attributes.end(), policy->reads.begin(), policy->reads.end());
  }
  return attributes;
}

/// What is wrong with it in this centre; a policy of a shared object is made where a crash does no harm.
std::string trial_of_split(const Centre& centre, const std::vector<ParameterText>& given) {
  std::vector<ParameterProblem> problems;
  const SplitTerms terms = split_terms(given, problems);
  if (!problems.empty()) return {};
  try {
    queues_named(centre, terms.queues);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  if (terms.incumbent.build.empty() && terms.candidate.build.empty()) return {};
  return trial([&] {
    make_routing(centre, terms.incumbent);
    make_routing(centre, terms.candidate);
    return std::string{};
  });
}

}  // namespace

PolicyDescription split_description() {
  PolicyDescription description;
  description.name = split_name;
  description.version = split_version;
  description.summary =
      "Lets a candidate decide for a share of the calls, for some queues or in blocks of time, and the incumbent for "
      "the rest.";
  description.parameters = split_parameters();
  description.check = [](const std::vector<ParameterText>& given, std::vector<ParameterProblem>& problems) {
    split_terms(given, problems);
  };
  description.trial = trial_of_split;
  description.spelling = split_spelling;
  description.reads_with = attributes_read;
  return description;
}

SplitChoice split_of(const Centre& centre, const PolicyChoice& choice) {
  if (choice.name != split_name) throw std::invalid_argument("policy '" + choice.name + "' is no split");
  if (choice.version != 0 && choice.version != split_version) {
    throw std::invalid_argument("policy 'split' has version " + std::to_string(split_version) + ", not " +
                                std::to_string(choice.version));
  }
  std::vector<ParameterProblem> problems;
  SplitTerms terms = split_terms(choice.parameters, problems);
  if (!problems.empty()) {
    throw std::invalid_argument("parameter '" + problems.front().parameter + "' of policy 'split' " +
                                problems.front().message);
  }
  try {
    terms.rule.queues = queues_named(centre, terms.queues);
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(std::string{"policy 'split' "} + error.what());
  }
  return {std::move(terms.incumbent), std::move(terms.candidate), std::move(terms.rule)};
}

PolicyChoice choice_of(const Centre& centre, const SplitChoice& split) {
  SplitTerms terms{split.incumbent, split.candidate, split.rule, {}};
  for (const QueueIndex queue : split.rule.queues) terms.queues.push_back(centre.queues[queue.value].name);
  return {std::string{split_name}, split_version, complete_parameters(split_description(), written(terms))};
}

std::unique_ptr<RoutingPolicy> make_split(const Centre& centre, const PolicyChoice& choice) {
  SplitChoice split = split_of(centre, choice);
  const auto side = [&](const PolicyChoice& policy) {
    return Split::Side{name_of(policy), make_routing(centre, policy)};
  };
  return std::make_unique<Split>(side(split.incumbent), side(split.candidate), std::move(split.rule));
}

PolicyName name_of(const PolicyChoice& choice) {
  return {choice.name, choice.version, policy_text({"", 0, choice.parameters})};
}

}  // namespace twinline::scenarios
