#include "scenarios/schema/load_bridge.hpp"

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/load.hpp"
#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/sha256.hpp"

namespace twinline::scenarios {

LoadedBridge load_bridge(const std::filesystem::path& path, const PolicyMenu& menu) {
  Problems problems;
  const auto root = read_scenario(path, problems);
  if (!root) return {std::nullopt, problems.sorted(path.string()), {path.string()}};
  check_shape(*root, scenario_shape(), problems, Purpose::bridge);
  if (!root->find("bridge")) problems.error(root->place, "the scenario lacks the key 'bridge': what a bridge runs");

  ReferencedFiles files(path);
  Bridge bridge{begin_scenario(*root, path), {}};
  Binding binding{*root, menu, files, problems, bridge.scenario, Purpose::bridge};
  load_horizon(binding);  // for the site's zone and hours
  load_centre(binding);
  load_policies(binding);
  load_ivr(binding);
  bridge.settings = load_bridge_block(binding);
  check_attributes_read(binding, &bridge.settings.look_ups);

  LoadedBridge loaded{std::nullopt, problems.sorted(path.string()), files.names()};
  if (!any_error(loaded.problems)) {
    bridge.scenario.hash = sha256(canonical(bridge.scenario));
    loaded.bridge = std::move(bridge);
  }
  return loaded;
}

}  // namespace twinline::scenarios
