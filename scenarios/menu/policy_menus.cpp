#include "scenarios/menu/policy_menus.hpp"

#include <algorithm>
#include <stdexcept>

#include "policies/contract/registry.hpp"
#include "policies/ivr/registry.hpp"
#include "policies/routing/registry.hpp"
#include "policies/staffing/registry.hpp"
#include "scenarios/menu/plugin_shelf.hpp"
#include "scenarios/menu/split_policy.hpp"
#include "scenarios/plugins/plugin.hpp"
#include "scenarios/plugins/trial.hpp"

namespace twinline::scenarios {
namespace {

template <class Policy>
using EntryOfPlugin = const PolicyEntry<Policy>* PluginDescription::*;

template <class Policy>
PolicyDescription description_of(const PolicyEntry<Policy>& entry) {
  PolicyDescription description;
  description.name = entry.info.name;
  description.version = entry.info.version;
  description.summary = entry.info.summary;
  description.parameters = entry.parameters();
  description.check = [check = entry.check](const std::vector<ParameterText>& given,
                                            std::vector<ParameterProblem>& problems) { check(given, problems); };
  description.reads = {entry.info.reads.begin(), entry.info.reads.end()};
  return description;
}

template <class Policy>
std::string trial_of(const PolicyEntry<Policy>& entry, const Centre& centre, const std::vector<ParameterText>& given) {
  return trial([&] {
    std::vector<ParameterProblem> problems;
    return entry.make(centre, given, problems) || !problems.empty() ? std::string{} : "made no policy";
  });
}

/// Twinline's own policies do not crash, but throw where a parameter names what the centre has not.
template <class Policy>
std::string trial_of_own(const PolicyEntry<Policy>& entry, const Centre& centre,
                         const std::vector<ParameterText>& given) {
  std::vector<ParameterProblem> problems;
  try {
    entry.make(centre, given, problems);
  } catch (const std::invalid_argument& error) {
    return std::string{"finds that "} + error.what();
  }
  return {};
}

template <class Policy>
std::vector<PolicyDescription> described(std::span<const PolicyEntry<Policy>> menu, EntryOfPlugin<Policy> kind) {
  std::vector<PolicyDescription> descriptions;
  for (const PolicyEntry<Policy>& entry : menu) {
    descriptions.push_back(description_of(entry));
    descriptions.back().trial = [&entry](const Centre& centre, const std::vector<ParameterText>& given) {
      return trial_of_own(entry, centre, given);
    };
  }
  for (const Plugin* plugin : plugin_shelf().all()) {
    const PolicyEntry<Policy>* entry = plugin->description->*kind;
    if (entry == nullptr) continue;
    descriptions.push_back(description_of(*entry));
    descriptions.back().build = plugin->sha256;
    descriptions.back().trial = [entry](const Centre& centre, const std::vector<ParameterText>& given) {
      return trial_of(*entry, centre, given);
    };
  }
  return descriptions;
}

template <class Policy>
struct Found {
  const PolicyEntry<Policy>* entry = nullptr;
  std::string build;
};

/// The policy of this name and version, the latest where none is asked for; of Twinline's own or of a plug-in.
template <class Policy>
Found<Policy> find(std::span<const PolicyEntry<Policy>> menu, EntryOfPlugin<Policy> kind, const PolicyChoice& choice) {
  if (const PolicyEntry<Policy>* own = find_policy(menu, choice.name)) return {own, {}};
  Found<Policy> found;
  for (const Plugin* plugin : plugin_shelf().all()) {
    const PolicyEntry<Policy>* entry = plugin->description->*kind;
    if (entry == nullptr || entry->info.name != choice.name) continue;
    const bool asked = entry->info.version == choice.version;
    const bool latest = !found.entry || entry->info.version > found.entry->info.version;
    if (asked || latest) found = {entry, plugin->sha256};
    if (asked) break;
  }
  return found;
}

std::string origin_of(const std::string& build) {
  return build.empty() ? "Twinline's own" : "the plug-in of SHA-256 " + build;
}

template <class Policy>
std::unique_ptr<Policy> make(std::span<const PolicyEntry<Policy>> menu, EntryOfPlugin<Policy> kind,
                             const Centre& centre, const PolicyChoice& choice) {
  const auto [entry, build] = find(menu, kind, choice);
  const std::string named = "policy '" + choice.name + "'";
  if (entry == nullptr) throw std::invalid_argument("there is no " + named + "; wanted is " + origin_of(choice.build));
  if (choice.version != 0 && choice.version != entry->info.version) {
    throw std::invalid_argument(named + " has version " + std::to_string(entry->info.version) + ", not " +
                                std::to_string(choice.version));
  }
  if (choice.version != 0 && choice.build != build) {
    throw std::invalid_argument(named + " is here as " + origin_of(build) + "; wanted is " + origin_of(choice.build));
  }
  std::vector<ParameterProblem> problems;
  auto policy = entry->make(centre, choice.parameters, problems);
  if (!problems.empty()) {
    throw std::invalid_argument("parameter '" + problems.front().parameter + "' of " + named + " " +
                                problems.front().message);
  }
  return policy;
}

}  // namespace

PolicyMenu policy_menu() {
  PolicyMenu menu{described(routing_policies(), &PluginDescription::routing),
                  described(staffing_policies(), &PluginDescription::staffing),
                  described(ivr_policies(), &PluginDescription::ivr)};
  const auto plug_ins = menu.routing.begin() + static_cast<std::ptrdiff_t>(routing_policies().size());
  menu.routing.insert(plug_ins, split_description());
  return menu;
}

std::vector<std::string> loaded_plugins() {
  std::vector<std::string> builds;
  for (const Plugin* plugin : plugin_shelf().all()) builds.push_back(plugin->sha256);
  std::sort(builds.begin(), builds.end());
  return builds;
}

std::optional<std::string> plugin_of(const std::string& kind, const std::string& name, std::uint32_t version) {
  const PolicyMenu menu = policy_menu();
  const auto& of_kind = kind == "staffing" ? menu.staffing : kind == "ivr" ? menu.ivr : menu.routing;
  const auto found = std::find_if(of_kind.begin(), of_kind.end(), [&](const PolicyDescription& policy) {
    return policy.name == name && policy.version == version;
  });
  return found == of_kind.end() ? std::nullopt : std::optional{found->build};
}

std::unique_ptr<RoutingPolicy> make_routing(const Centre& centre, const PolicyChoice& choice) {
  if (choice.name == split_name) return make_split(centre, choice);
  return make(routing_policies(), &PluginDescription::routing, centre, choice);
}

std::unique_ptr<StaffingPolicy> make_staffing(const Centre& centre, const PolicyChoice& choice) {
  return make(staffing_policies(), &PluginDescription::staffing, centre, choice);
}

std::unique_ptr<IvrPolicy> make_ivr(const Centre& centre, const PolicyChoice& choice) {
  return make(ivr_policies(), &PluginDescription::ivr, centre, choice);
}

Policies make_policies(const Centre& centre, const PolicyChoice& routing, const PolicyChoice& staffing,
                       const PolicyChoice& ivr) {
  return {make_routing(centre, routing), make_staffing(centre, staffing), make_ivr(centre, ivr)};
}

}  // namespace twinline::scenarios
