#include "policies/ivr/registry.hpp"

#include <array>

#include "policies/ivr/flow_policy.hpp"
#include "policies/ivr/ivr_bypass.hpp"
#include "policies/ivr/straight.hpp"

namespace twinline {

std::span<const PolicyEntry<IvrPolicy>> ivr_policies() {
  static constexpr std::array menu{
      entry<IvrPolicy, StraightToQueue>(),  //
      entry<IvrPolicy, FlowPolicy>(),       //
      entry<IvrPolicy, IvrBypass>(),
  };
  return menu;
}

}  // namespace twinline
