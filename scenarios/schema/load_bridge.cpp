#include "scenarios/schema/load_bridge.hpp"

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/bridge_files.hpp"
#include "scenarios/schema/load.hpp"
#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/sha256.hpp"

namespace twinline::scenarios {

namespace {

/// Puts the policies of the file's plug-ins on the menu.
void load_plugins(const PluginLoader& loader, Binding& binding, PolicyMenu& menu) {
  const BridgeFiles files(binding);
  for (const Node* file : scalars_of(find(&binding.root, {"bridge", "plugins"}))) {
    const std::string refusal = loader(files.path_of(file), menu);
    if (!refusal.empty()) binding.problems.error(file->place, refusal);
  }
}

}  // namespace

LoadedBridge load_bridge(const std::filesystem::path& path, PolicyMenu menu, const PluginLoader& plugins) {
  Problems problems;
  const auto root = read_scenario(path, problems);
  if (!root) return {std::nullopt, problems.sorted(path.string()), {path.string()}};
  check_shape(*root, scenario_shape(), problems, Purpose::bridge);
  if (!root->find("bridge")) problems.error(root->place, "the scenario lacks the key 'bridge': what a bridge runs");

  ReferencedFiles files(path);
  Bridge bridge{begin_scenario(*root, path), {}, {}};
  Binding binding{*root, menu, files, problems, bridge.scenario, Purpose::bridge};
  if (plugins) load_plugins(plugins, binding, menu);
  load_horizon(binding);  // for the site's zone and hours
  load_centre(binding);
  load_policies(binding);
  load_ivr(binding);
  refuse_dialling(binding);
  bridge.settings = load_bridge_block(binding);
  bridge.promotion = load_promotion(binding);
  check_attributes_read(binding, &bridge.settings.look_ups);
  if (!any_error(problems.sorted(path.string()))) try_policies(binding);

  LoadedBridge loaded{std::nullopt, problems.sorted(path.string()), files.names()};
  if (!any_error(loaded.problems)) {
    bridge.scenario.hash = sha256(canonical(bridge.scenario));
    loaded.bridge = std::move(bridge);
  }
  return loaded;
}

LoadedGate load_gate(const std::filesystem::path& path, const PolicyMenu& menu) {
  Problems problems;
  const auto root = read_scenario(path, problems);
  if (!root) return {std::nullopt, problems.sorted(path.string())};
  check_shape(*root, scenario_shape(), problems, Purpose::bridge);
  if (!find(&*root, {"bridge", "promotion"})) {
    problems.error(root->place, "the file lacks 'bridge.promotion': which manifests are accepted");
  }
  ReferencedFiles files(path);
  Scenario unused = begin_scenario(*root, path);
  Binding binding{*root, menu, files, problems, unused, Purpose::bridge};
  LoadedGate loaded{load_promotion(binding), problems.sorted(path.string())};
  if (any_error(loaded.problems)) loaded.gate.reset();
  return loaded;
}

}  // namespace twinline::scenarios
