#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "scenarios/menu/policy_menus.hpp"
#include "sim/main/exit_code.hpp"
#include "sim/main/options.hpp"

namespace twinline::cli {
namespace {

constexpr const char* type_name(ParameterType type) {
  switch (type) {
    case ParameterType::duration: return "duration";
    case ParameterType::number: return "number";
    case ParameterType::whole_number: return "whole number";
    case ParameterType::yes_or_no: return "true or false";
    case ParameterType::text: return "text";
  }
  return "";
}

std::string limits_of(const ParameterInfo& parameter) {
  if (!parameter.low.empty() && !parameter.high.empty())
    return fmt::format(", {} to {}", parameter.low, parameter.high);
  if (!parameter.low.empty()) return fmt::format(", at least {}", parameter.low);
  if (!parameter.high.empty()) return fmt::format(", at most {}", parameter.high);
  return "";
}

void print(const char* kind, const std::vector<scenarios::PolicyDescription>& policies) {
  fmt::print("{} policies\n", kind);
  for (const auto& policy : policies) {
    fmt::print("  {} (version {})\n      {}\n", policy.name, policy.version, policy.summary);
    if (!policy.build.empty()) fmt::print("      from a plug-in, SHA-256 {}\n", policy.build);
    for (const std::string& attribute : policy.reads) fmt::print("      reads the attribute {}\n", attribute);
    for (const ParameterInfo& parameter : policy.parameters) {
      fmt::print("      {}: {}{}, {} when not given\n          {}\n", parameter.name, type_name(parameter.type),
                 limits_of(parameter), parameter.default_value.empty() ? "nothing" : parameter.default_value,
                 parameter.help);
    }
  }
  fmt::print("\n");
}

nlohmann::ordered_json as_json(const std::vector<scenarios::PolicyDescription>& policies) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& policy : policies) {
    auto parameters = nlohmann::ordered_json::array();
    for (const ParameterInfo& parameter : policy.parameters) {
      parameters.push_back({{"name", parameter.name},
                            {"type", type_name(parameter.type)},
                            {"default", parameter.default_value},
                            {"low", parameter.low},
                            {"high", parameter.high},
                            {"help", parameter.help}});
    }
    list.push_back({{"name", policy.name},
                    {"version", policy.version},
                    {"summary", policy.summary},
                    {"parameters", parameters},
                    {"reads", policy.reads}});
    if (!policy.build.empty()) list.back()["sha256"] = policy.build;
  }
  return list;
}

}  // namespace

int policies(const PoliciesOptions& options) {
  const scenarios::PolicyMenu menu = scenarios::policy_menu();
  if (options.json) {
    const nlohmann::ordered_json all{{"schema", "twinline.policies/1"},
                                     {"routing", as_json(menu.routing)},
                                     {"staffing", as_json(menu.staffing)},
                                     {"ivr", as_json(menu.ivr)}};
    fmt::print("{}\n", all.dump(2));
    return fine;
  }
  print("Routing", menu.routing);
  print("Staffing", menu.staffing);
  print("IVR", menu.ivr);
  return fine;
}

}  // namespace twinline::cli
