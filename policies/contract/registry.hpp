// How a menu of policies is written down: one entry for each, made from the policy's own info and schema. The menus
// themselves are explicit tables (policies/routing/registry.cpp and its siblings); nothing registers itself.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/parameters.hpp"

namespace twinline {

struct PolicyInfo {
  std::string_view name;
  std::uint32_t version = 1;
  std::string_view summary;
  /// Attributes of calls without which the policy cannot do what it is for; where nothing supplies one, the policy is
  /// refused at load.
  std::span<const std::string_view> reads{};
};

template <class Policy>
struct PolicyEntry {
  PolicyInfo info;
  std::vector<ParameterInfo> (*parameters)();
  /// Reports every problem of these parameters and makes nothing.
  void (*check)(std::span<const ParameterText>, std::vector<ParameterProblem>&);
  /// Null when there are problems, all of which are reported.
  std::unique_ptr<Policy> (*make)(const Centre&, std::span<const ParameterText>, std::vector<ParameterProblem>&);
};

/// The entry of a policy with `info`, `Params`, `schema` and a constructor from (Centre, Params).
template <class Interface, class Policy>
constexpr PolicyEntry<Interface> entry() {
  return {Policy::info, [] { return describe<typename Policy::Params>(Policy::schema); },
          [](std::span<const ParameterText> given, std::vector<ParameterProblem>& problems) {
            read_parameters<typename Policy::Params>(Policy::schema, given, problems);
          },
          [](const Centre& centre, std::span<const ParameterText> given,
             std::vector<ParameterProblem>& problems) -> std::unique_ptr<Interface> {
            const std::size_t before = problems.size();
            const auto params = read_parameters<typename Policy::Params>(Policy::schema, given, problems);
            if (problems.size() > before) return nullptr;
            return std::make_unique<Policy>(centre, params);
          }};
}

/// The entry of this name, or null.
template <class Interface>
const PolicyEntry<Interface>* find_policy(std::span<const PolicyEntry<Interface>> menu, std::string_view name) {
  for (const auto& candidate : menu) {
    if (candidate.info.name == name) return &candidate;
  }
  return nullptr;
}

}  // namespace twinline
