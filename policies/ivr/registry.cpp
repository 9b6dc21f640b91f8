#include "policies/ivr/registry.hpp"

#include <array>

#include "policies/ivr/straight.hpp"

namespace twinline {

std::span<const PolicyEntry<IvrPolicy>> ivr_policies() {
  static constexpr std::array menu{entry<IvrPolicy, StraightToQueue>()};
  return menu;
}

}  // namespace twinline
