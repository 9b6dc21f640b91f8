#include "policies/staffing/fixed.hpp"

namespace twinline {

void FixedStaffing::decide(const View&, const StaffingOccasion&, StaffingDecisions&) const {}

}  // namespace twinline
