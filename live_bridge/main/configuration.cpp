#include "live_bridge/main/configuration.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "scenarios/menu/policy_menus.hpp"

namespace twinline::live {

scenarios::LoadedBridge load(const std::string& file) { return scenarios::load_bridge(file, scenarios::policy_menu()); }

void tell_problems(const scenarios::LoadedBridge& loaded) {
  for (const scenarios::Problem& problem : loaded.problems) fmt::print(stderr, "{}\n", scenarios::to_string(problem));
}

std::optional<scenarios::Bridge> usable(const std::string& file) {
  scenarios::LoadedBridge loaded = load(file);
  tell_problems(loaded);
  return std::move(loaded.bridge);
}

}  // namespace twinline::live
