// The policies that a scenario may name, as plain data: who loads scenarios fills it from the registries of
// policies/, so that the loader knows names and parameters without knowing a single policy.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
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
  /// Makes the policy for a centre once, where a crash does no harm; says what went wrong, or nothing. Only for
  /// policies of shared objects.
  std::function<std::string(const Centre&, const std::vector<ParameterText>&)> trial{};
};

struct PolicyMenu {
  std::vector<PolicyDescription> routing, staffing, ivr;
};

}  // namespace twinline::scenarios
