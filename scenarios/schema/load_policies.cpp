#include <algorithm>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

/// One spelling for one value: "0.75 min" and "45 s" are the same parameter.
std::string in_one_spelling(ParameterType type, const std::string& text) {
  switch (type) {
    case ParameterType::duration: {
      const auto duration = parse_duration(text);
      return duration ? to_text(*duration) : text;
    }
    case ParameterType::number: {
      const auto number = parse_share(text);
      return number ? to_text(*number) : text;
    }
    case ParameterType::whole_number: {
      const auto number = parse_number(text);
      return number ? to_text(*number) : text;
    }
    case ParameterType::yes_or_no: {
      const auto value = parse_yes_no(text);
      return value ? (*value ? "true" : "false") : text;
    }
  }
  return text;
}

class PolicyLoader {
 public:
  PolicyLoader(std::string_view family, const std::vector<PolicyDescription>& menu, Binding& binding)
      : family_(family), menu_(menu), binding_(binding) {}

  /// Reports where a policy of a plug-in cannot be made for this centre.
  void try_out(const PolicyChoice& choice) {
    for (const PolicyDescription& policy : menu_) {
      if (!policy.trial || policy.name != choice.name || policy.version != choice.version) continue;
      const std::string refusal = policy.trial(binding_.scenario.centre, choice.parameters);
      if (refusal.empty()) continue;
      const Node* node = find(&binding_.root, {"policies", family_});
      binding_.problems.error(node ? node->place : binding_.root.place,
                              fmt::format("policy '{}', made for this centre, {}", policy.name, refusal));
    }
  }

  void load(PolicyChoice& choice) {
    const Node* node = find(&binding_.root, {"policies", family_});
    const Node* name = node && node->is_scalar() ? node : find(node, {"name"});
    if (name && name->is_scalar()) choice.name = name->text;
    const PolicyDescription* policy = described(choice.name, node, name);
    if (!policy) return;
    choice.version = policy->version;
    choice.build = policy->build;
    const Node* params = find(node, {"params"});
    std::vector<ParameterText> given;
    if (params) {
      for (const Entry& entry : params->entries) given.push_back({entry.key, entry.value.text});
    }
    check(*policy, params, given);
    choice.parameters = complete(*policy, given);
  }

 private:
  const PolicyDescription* described(const std::string& name, const Node* node, const Node* place) {
    std::vector<std::string> names;
    const PolicyDescription* current = nullptr;
    const PolicyDescription* asked = nullptr;
    const Node* version = find(node, {"version"});
    std::vector<std::string> versions;
    for (const PolicyDescription& policy : menu_) {
      names.push_back(policy.name);
      if (policy.name != name) continue;
      versions.push_back(std::to_string(policy.version));
      if (!current || policy.version > current->version) current = &policy;
      if (version && whole_or(version, 0) == policy.version) asked = &policy;
    }
    // A default that the menu does not have is the business of who filled the menu.
    if (!place) return current;
    if (!current) {
      std::string remedy = did_you_mean(name, names);
      if (remedy.empty() && !names.empty()) remedy = "; expected " + listed(names, "or");
      binding_.problems.error(place->place, fmt::format("unknown policy {}{}", in_quotes(name), remedy));
    } else if (version && !asked) {
      binding_.problems.error(version->place, fmt::format("policy '{}' has no version {}; expected {}", name,
                                                          version->text, listed(versions, "or")));
    }
    return asked ? asked : current;
  }

  void check(const PolicyDescription& policy, const Node* params, const std::vector<ParameterText>& given) {
    if (!policy.check) return;
    std::vector<ParameterProblem> problems;
    policy.check(given, problems);
    std::vector<std::string> known;
    for (const ParameterInfo& info : policy.parameters) known.push_back(info.name);
    for (const ParameterProblem& problem : problems) {
      const auto position = position_of(params, problem.parameter);
      if (!position) continue;
      const Entry& entry = params->entries[*position];
      if (problem.unknown) {
        std::string remedy = did_you_mean(entry.key, known);
        if (remedy.empty()) remedy = known.empty() ? "; it takes none" : "; expected " + listed(known, "or");
        binding_.problems.error(
            entry.place, fmt::format("policy '{}' has no parameter {}{}", policy.name, in_quotes(entry.key), remedy));
      } else {
        binding_.problems.error(entry.value.place, fmt::format("{} {}", entry.key, problem.message));
      }
    }
  }

  /// Every parameter of the policy, those that were not given with their default.
  static std::vector<ParameterText> complete(const PolicyDescription& policy, const std::vector<ParameterText>& given) {
    std::vector<ParameterText> all;
    for (const ParameterInfo& info : policy.parameters) {
      const auto found = std::find_if(given.begin(), given.end(),
                                      [&](const ParameterText& parameter) { return parameter.name == info.name; });
      const std::string& text = found == given.end() ? info.default_value : found->value;
      all.push_back({info.name, in_one_spelling(info.type, text)});
    }
    return all;
  }

  std::string_view family_;
  const std::vector<PolicyDescription>& menu_;
  Binding& binding_;
};

}  // namespace

void load_policies(Binding& binding) {
  PolicyLoader("routing", binding.menu.routing, binding).load(binding.scenario.routing);
  PolicyLoader("staffing", binding.menu.staffing, binding).load(binding.scenario.staffing);
  PolicyLoader("ivr", binding.menu.ivr, binding).load(binding.scenario.ivr);
}

void try_policies(Binding& binding) {
  PolicyLoader("routing", binding.menu.routing, binding).try_out(binding.scenario.routing);
  PolicyLoader("staffing", binding.menu.staffing, binding).try_out(binding.scenario.staffing);
  PolicyLoader("ivr", binding.menu.ivr, binding).try_out(binding.scenario.ivr);
}

}  // namespace twinline::scenarios
