// One policy of one's own, from a shared object: loaded, checked and described. This is the only door to the dynamic
// loader for policies; which of them are on the menu beside Twinline's own is for scenarios/menu. What was loaded stays
// until the process ends, since policies made of it may be anywhere.
#pragma once

#include <stdexcept>
#include <string>

#include "policies/contract/plugin.hpp"

namespace twinline::scenarios {

/// A plug-in that is refused, and why: "quick_hands.so: was built for ABI 2 …".
struct PluginError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Plugin {
  std::string file;    ///< as it was named
  std::string sha256;  ///< of the bytes that were loaded
  const PluginDescription* description = nullptr;

  /// Name, version and summary, of whatever kind the policy is.
  const PolicyInfo& info() const;
};

/// Of the file as it is now; for who has it loaded already. Throws PluginError where it cannot be read.
std::string plugin_sha256(const std::string& file);

/// Loads the file, having tried it in a child of this process first. The file may be changed or deleted afterwards:
/// what was hashed is what was loaded. Throws PluginError where the file cannot be read, is no shared object, lacks a
/// symbol, exports no policy, was built for another ABI, or crashes, throws or hangs meanwhile.
Plugin load_plugin(const std::string& file);

}  // namespace twinline::scenarios
