// The plug-ins that this process has loaded. They come one by one, from the command line or from a bridge's file that
// is read again on a thread of its own, and never go.
#pragma once

#include <list>
#include <mutex>
#include <string>
#include <vector>

#include "scenarios/plugins/plugin.hpp"

namespace twinline::scenarios {

class PluginShelf {
 public:
  /// As add_plugin() of policy_menus.hpp, which is what other rooms call.
  void add(const std::string& file);

  /// In the order in which they came; valid until the process ends.
  std::vector<const Plugin*> all() const;

 private:
  mutable std::mutex mutex_;
  std::list<Plugin> plugins_;
};

/// The one of this process.
PluginShelf& plugin_shelf();

}  // namespace twinline::scenarios
