#include "scenarios/schema/policy_menu.hpp"

#include <algorithm>

#include "policies/contract/units.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

std::string in_one_spelling(const PolicyDescription& policy, const ParameterInfo& info, const std::string& text) {
  switch (info.type) {
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
    case ParameterType::text: return policy.spelling ? policy.spelling(info.name, text) : text;
  }
  return text;
}

}  // namespace

const PolicyDescription* find_policy(const std::vector<PolicyDescription>& menu, std::string_view name,
                                     std::uint32_t version) {
  const PolicyDescription* found = nullptr;
  for (const PolicyDescription& policy : menu) {
    if (policy.name != name || (version != 0 && policy.version != version)) continue;
    if (found == nullptr || policy.version > found->version) found = &policy;
  }
  return found;
}

std::vector<ParameterText> complete_parameters(const PolicyDescription& policy,
                                               const std::vector<ParameterText>& given) {
  std::vector<ParameterText> all;
  for (const ParameterInfo& info : policy.parameters) {
    const auto found = std::find_if(given.begin(), given.end(),
                                    [&](const ParameterText& parameter) { return parameter.name == info.name; });
    const std::string& text = found == given.end() ? info.default_value : found->value;
    all.push_back({info.name, in_one_spelling(policy, info, text)});
  }
  return all;
}

}  // namespace twinline::scenarios
