// Prints the edge's configuration for a scenario: what `twinline-bridge edge-config` does, without the rest of a
// bridge.
#include <cstdio>

#include "live_bridge/edge/edge_config.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/load_bridge.hpp"

int main(int count, char** arguments) {
  using namespace twinline;
  if (count != 2) {
    std::fputs("edge_probe SCENARIO\n", stderr);
    return 2;
  }
  const scenarios::LoadedBridge loaded = scenarios::load_bridge(arguments[1], scenarios::policy_menu());
  for (const scenarios::Problem& problem : loaded.problems) std::fprintf(stderr, "%s\n", to_string(problem).c_str());
  if (!loaded.bridge) return 2;
  std::fputs(live::edge::edge_config(loaded.bridge->settings, loaded.bridge->scenario.centre).c_str(), stdout);
}
