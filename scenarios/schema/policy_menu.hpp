// The policies that a scenario may name, as plain data: who loads scenarios fills it from the registries of
// policies/, so that the loader knows names and parameters without knowing a single policy.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/parameters.hpp"

namespace twinline::scenarios {

struct PolicyDescription {
  std::string name;
  std::uint32_t version = 1;
  std::string summary;
  std::vector<ParameterInfo> parameters;
  /// Adds a problem for each parameter that the policy would not take.
  std::function<void(const std::vector<ParameterText>&, std::vector<ParameterProblem>&)> check;
  std::vector<std::string> reads{};  ///< attributes of calls that it cannot do without
  std::string build{};               ///< SHA-256 of the shared object that has it; empty for Twinline's own
  /// Makes the policy for a centre once, where a crash does no harm; says what went wrong, or nothing.
  std::function<std::string(const Centre&, const std::vector<ParameterText>&)> trial{};
  /// A parameter that is a text, by name and value, in the one spelling that such values have. None: as it is.
  std::function<std::string(const std::string&, const std::string&)> spelling{};
  /// Attributes that it cannot do without with these parameters, beside those in `reads`.
  std::function<std::vector<std::string>(const std::vector<ParameterText>&)> reads_with{};
};

struct PolicyMenu {
  std::vector<PolicyDescription> routing, staffing, ivr;
};

/// Of this name and version, the latest where the version is 0; null.
const PolicyDescription* find_policy(const std::vector<PolicyDescription>& menu, std::string_view name,
                                     std::uint32_t version);

/// Every parameter of the policy in its one spelling, so that "0.75 min" and "45 s" are the same; those that were not
/// given with their default.
std::vector<ParameterText> complete_parameters(const PolicyDescription& policy,
                                               const std::vector<ParameterText>& given);

}  // namespace twinline::scenarios
