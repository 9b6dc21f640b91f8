#include "scenarios/menu/plugin_shelf.hpp"

#include <utility>

#include "policies/ivr/registry.hpp"
#include "policies/routing/registry.hpp"
#include "policies/staffing/registry.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/menu/split_policy.hpp"

namespace twinline::scenarios {
namespace {

bool is_of_our_own(const PluginDescription& description) {
  if (description.routing) {
    const std::string_view name = description.routing->info.name;
    return name == split_name || find_policy(routing_policies(), name) != nullptr;
  }
  if (description.staffing) return find_policy(staffing_policies(), description.staffing->info.name) != nullptr;
  return find_policy(ivr_policies(), description.ivr->info.name) != nullptr;
}

bool are_of_one_kind(const PluginDescription& a, const PluginDescription& b) {
  return !a.routing == !b.routing && !a.staffing == !b.staffing;
}

[[noreturn]] void refuse(const Plugin& plugin, const std::string& why) { throw PluginError(plugin.file + ": " + why); }

}  // namespace

void PluginShelf::add(const std::string& file) {
  const std::lock_guard lock(mutex_);
  const std::string sha256 = plugin_sha256(file);
  for (const Plugin& known : plugins_) {
    if (known.sha256 == sha256) return;
  }
  Plugin plugin = load_plugin(file);
  const std::string name{plugin.info().name};
  if (name.empty()) refuse(plugin, "its policy has no name");
  if (is_of_our_own(*plugin.description)) refuse(plugin, "there is a policy '" + name + "' already, Twinline's own");
  for (const Plugin& other : plugins_) {
    const bool is_same = other.info().name == name && other.info().version == plugin.info().version &&
                         are_of_one_kind(*other.description, *plugin.description);
    if (!is_same) continue;
    refuse(plugin, "there is a policy '" + name + "' of version " + std::to_string(plugin.info().version) +
                       " already, of SHA-256 " + other.sha256 + " from " + other.file +
                       "; a changed policy is a new version");
  }
  plugins_.push_back(std::move(plugin));
}

std::vector<const Plugin*> PluginShelf::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<const Plugin*> shelf;
  for (const Plugin& plugin : plugins_) shelf.push_back(&plugin);
  return shelf;
}

PluginShelf& plugin_shelf() {
  // Never destroyed: policies of its plug-ins may live as long as the process.
  static auto& shelf = *new PluginShelf;
  return shelf;
}

void add_plugin(const std::string& file) { plugin_shelf().add(file); }

}  // namespace twinline::scenarios
