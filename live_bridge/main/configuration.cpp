#include "live_bridge/main/configuration.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/plugins/plugin.hpp"

namespace twinline::live {
namespace {

std::string put_on_menu(const std::string& plugin, scenarios::PolicyMenu& menu) try {
  scenarios::add_plugin(plugin);
  menu = scenarios::policy_menu();
  return {};
} catch (const scenarios::PluginError& error) {
  return error.what();
}

}  // namespace

scenarios::LoadedBridge load(const std::string& file) {
  return scenarios::load_bridge(file, scenarios::policy_menu(), put_on_menu);
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
