// The menus of policies/ and of the plug-ins that this process has loaded, as the scenario loader wants to know them;
// and policies made as a scenario or journal names them. Which plug-ins those are is kept here for the whole process,
// as the dynamic loader keeps the shared objects themselves.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policies/acd/acd.hpp"
#include "scenarios/schema/policy_menu.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

/// Names, parameters and checks of all policies: Twinline's own, then those of plug-ins in the order in which they
/// came.
PolicyMenu policy_menu();

/// Puts the policy of a shared object on the menu, for good. Several versions of one policy may be there; the same file
/// again changes nothing. Throws PluginError (scenarios/plugins/plugin.hpp) where it cannot be loaded, or where a
/// policy of its name is there already: one of Twinline's own, or another build of the same version. Any thread may
/// call it.
void add_plugin(const std::string& file);

/// SHA-256 of each shared object whose policy is on the menu, sorted.
std::vector<std::string> loaded_plugins();

/// Which shared object has the policy of this kind ("routing", "staffing", "ivr"), name and version: its SHA-256; empty
/// for one of Twinline's own, nothing where the menu has no such policy.
std::optional<std::string> plugin_of(const std::string& kind, const std::string& name, std::uint32_t version);

/// A policy with its parameters. Throw std::invalid_argument where a name, a version, a parameter or the build of a
/// plug-in is not known; a scenario that was loaded has none such.
std::unique_ptr<RoutingPolicy> make_routing(const Centre& centre, const PolicyChoice& choice);
std::unique_ptr<StaffingPolicy> make_staffing(const Centre& centre, const PolicyChoice& choice);
std::unique_ptr<IvrPolicy> make_ivr(const Centre& centre, const PolicyChoice& choice);

/// The three of them for whoever has policies written down by name, version and parameters, as journals do: `Makers`
/// has a function for each, named routing, staffing and ivr.
template <class Makers>
Makers policy_makers() {
  const auto choice_of = [](const auto& written) -> PolicyChoice {
    return {written.name, written.version, written.parameters, written.build};
  };
  Makers makers;
  makers.routing = [choice_of](const Centre& centre, const auto& written) {
    return make_routing(centre, choice_of(written));
  };
  makers.staffing = [choice_of](const Centre& centre, const auto& written) {
    return make_staffing(centre, choice_of(written));
  };
  makers.ivr = [choice_of](const Centre& centre, const auto& written) { return make_ivr(centre, choice_of(written)); };
  return makers;
}

/// All three.
Policies make_policies(const Centre& centre, const PolicyChoice& routing, const PolicyChoice& staffing,
                       const PolicyChoice& ivr);

}  // namespace twinline::scenarios
