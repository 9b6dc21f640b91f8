#include "live_bridge/world/fallback.hpp"

#include <algorithm>

#include "live_bridge/rollout/promoted.hpp"
#include "live_bridge/wall/log.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live {
namespace {

/// With version and parameters as a loaded scenario has them.
scenarios::PolicyChoice plain_choice(PolicyKind kind) {
  scenarios::Scenario plain;
  scenarios::PolicyChoice choice = choice_of(kind, plain);
  const scenarios::PolicyMenu menu = scenarios::policy_menu();
  const auto& of_kind = kind == PolicyKind::staffing ? menu.staffing
                        : kind == PolicyKind::ivr    ? menu.ivr
                                                     : menu.routing;
  const auto found = std::find_if(of_kind.begin(), of_kind.end(), [&](const scenarios::PolicyDescription& policy) {
    return policy.name == choice.name;
  });
  choice.version = found->version;
  for (const ParameterInfo& parameter : found->parameters) {
    choice.parameters.push_back({parameter.name, parameter.default_value});
  }
  return choice;
}

}  // namespace

scenarios::PolicyChoice& choice_of(PolicyKind kind, scenarios::Scenario& scenario) {
  switch (kind) {
    case PolicyKind::staffing: return scenario.staffing;
    case PolicyKind::ivr: return scenario.ivr;
    case PolicyKind::routing: break;
  }
  return scenario.routing;
}

void replace_barred(const rollout::BarredPolicies& barred, scenarios::Scenario& scenario) {
  for (const PolicyKind kind : {PolicyKind::routing, PolicyKind::staffing, PolicyKind::ivr}) {
    scenarios::PolicyChoice& choice = choice_of(kind, scenario);
    const rollout::Barred* bar = barred.find(kind, rollout::identity_of(choice));
    if (bar == nullptr) continue;
    const scenarios::PolicyChoice fallback = plain_choice(kind);
    log_error("policy {} is barred since {}, for {}; {} decides in its place", choice.name, bar->at, bar->why,
              fallback.name);
    choice = fallback;
  }
}

}  // namespace twinline::live
