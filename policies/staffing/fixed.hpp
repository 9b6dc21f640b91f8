// No staffing within the day: the schedule stands, and nobody is asked to log in, stay or move. The baseline
// that every other staffing policy is compared with.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/contract/staffing_policy.hpp"

namespace twinline {

class FixedStaffing final : public StaffingPolicy {
 public:
  static constexpr PolicyInfo info{"fixed", 1, "Asks nobody; people keep to their schedule."};
  struct Params {};
  static constexpr auto schema = fields();

  FixedStaffing(const Centre&, const Params&) {}

  void decide(const View& view, const StaffingOccasion& occasion, StaffingDecisions& decisions) const override;
};

}  // namespace twinline
