#include "policies/staffing/registry.hpp"

#include <array>

#include "policies/staffing/fixed.hpp"

namespace twinline {

std::span<const PolicyEntry<StaffingPolicy>> staffing_policies() {
  static constexpr std::array menu{entry<StaffingPolicy, FixedStaffing>()};
  return menu;
}

}  // namespace twinline
