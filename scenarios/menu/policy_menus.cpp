#include "scenarios/menu/policy_menus.hpp"

#include <stdexcept>

#include "policies/contract/registry.hpp"
#include "policies/ivr/registry.hpp"
#include "policies/routing/registry.hpp"
#include "policies/staffing/registry.hpp"

namespace twinline::scenarios {
namespace {

template <class Policy>
std::vector<PolicyDescription> described(std::span<const PolicyEntry<Policy>> menu) {
  std::vector<PolicyDescription> descriptions;
  for (const PolicyEntry<Policy>& entry : menu) {
    descriptions.push_back(
        {std::string{entry.info.name},
         entry.info.version,
         std::string{entry.info.summary},
         entry.parameters(),
         [make = entry.make](const std::vector<ParameterText>& given, std::vector<ParameterProblem>& problems) {
           make(Centre{}, given, problems);
         },
         {entry.info.reads.begin(), entry.info.reads.end()}});
  }
  return descriptions;
}

template <class Policy>
std::unique_ptr<Policy> make(std::span<const PolicyEntry<Policy>> menu, const Centre& centre,
                             const PolicyChoice& choice) {
  const PolicyEntry<Policy>* entry = find_policy(menu, choice.name);
  if (entry == nullptr) throw std::invalid_argument("there is no policy '" + choice.name + "'");
  if (choice.version != 0 && choice.version != entry->info.version) {
    throw std::invalid_argument("policy '" + choice.name + "' has version " + std::to_string(entry->info.version) +
                                ", not " + std::to_string(choice.version));
  }
  std::vector<ParameterProblem> problems;
  auto policy = entry->make(centre, choice.parameters, problems);
  if (!problems.empty()) {
    throw std::invalid_argument("parameter '" + problems.front().parameter + "' of policy '" + choice.name + "' " +
                                problems.front().message);
  }
  return policy;
}

}  // namespace

PolicyMenu policy_menu() {
  return {described(routing_policies()), described(staffing_policies()), described(ivr_policies())};
}

std::unique_ptr<RoutingPolicy> make_routing(const Centre& centre, const PolicyChoice& choice) {
  return make(routing_policies(), centre, choice);
}

std::unique_ptr<StaffingPolicy> make_staffing(const Centre& centre, const PolicyChoice& choice) {
  return make(staffing_policies(), centre, choice);
}

std::unique_ptr<IvrPolicy> make_ivr(const Centre& centre, const PolicyChoice& choice) {
  return make(ivr_policies(), centre, choice);
}

Policies make_policies(const Centre& centre, const PolicyChoice& routing, const PolicyChoice& staffing,
                       const PolicyChoice& ivr) {
  return {make_routing(centre, routing), make_staffing(centre, staffing), make_ivr(centre, ivr)};
}

}  // namespace twinline::scenarios
