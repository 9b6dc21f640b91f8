#include <algorithm>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

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
    check(*policy, params ? params : name, params, given);
    choice.parameters = complete_parameters(*policy, given);
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

  /// Problems with what is not there are reported at `otherwise`.
  void check(const PolicyDescription& policy, const Node* otherwise, const Node* params,
             const std::vector<ParameterText>& given) {
    if (!policy.check) return;
    std::vector<ParameterProblem> problems;
    policy.check(given, problems);
    std::vector<std::string> known;
    for (const ParameterInfo& info : policy.parameters) known.push_back(info.name);
    for (const ParameterProblem& problem : problems) {
      const auto position = position_of(params, problem.parameter);
      if (!position) {
        binding_.problems.error(otherwise ? otherwise->place : binding_.root.place,
                                fmt::format("policy '{}': {} {}", policy.name, problem.parameter, problem.message));
        continue;
      }
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
