#include "live_bridge/main/configuration.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "live_bridge/main/unsupported.hpp"
#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live {

scenarios::LoadedBridge load(const std::string& file) {
  scenarios::LoadedBridge loaded = scenarios::load_bridge(file, scenarios::policy_menu());
  if (!loaded.bridge) return loaded;
  for (std::string& reason : unsupported(*loaded.bridge)) loaded.problems.push_back({file, 0, 0, std::move(reason)});
  if (scenarios::any_error(loaded.problems)) loaded.bridge.reset();
  return loaded;
}

void tell_problems(const scenarios::LoadedBridge& loaded) {
  for (const scenarios::Problem& problem : loaded.problems) fmt::print(stderr, "{}\n", scenarios::to_string(problem));
}

std::optional<scenarios::Bridge> usable(const std::string& file) {
  scenarios::LoadedBridge loaded = load(file);
  tell_problems(loaded);
  return std::move(loaded.bridge);
}

}  // namespace twinline::live
