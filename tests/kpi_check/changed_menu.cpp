// The menu of routing policies with one of them changed, as the environment says: linked in the place of
// policies/routing/registry.cpp, it makes twinline a program in which somebody has edited that policy. Changes are
// those of tests/kpi_check/changes.py, which the build has applied to copies of the sources.
#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include <changed_policies.hpp>

namespace twinline {
namespace {

using Menu = std::vector<PolicyEntry<RoutingPolicy>>;

Menu menu_with(const char* change) {
  const auto unchanged = unchanged::routing_policies();
  Menu menu{unchanged.begin(), unchanged.end()};
  if (change == nullptr) return menu;
  const auto changed = std::find_if(changed_policies.begin(), changed_policies.end(),
                                    [&](const ChangedPolicy& policy) { return policy.change == change; });
  if (changed == changed_policies.end()) throw std::invalid_argument("there is no change " + std::string{change});
  for (auto& entry : menu) {
    if (entry.info.name == changed->entry.info.name) entry = changed->entry;
  }
  return menu;
}

}  // namespace

std::span<const PolicyEntry<RoutingPolicy>> routing_policies() {
  static const Menu menu = menu_with(std::getenv("TWINLINE_CHANGE"));
  return menu;
}

}  // namespace twinline
