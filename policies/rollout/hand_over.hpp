// What a policy that comes into force begins with: the state of an equal one that was in force, so that a rollout, a
// rollback or changed parameters do not forget what was learnt. Equal are policies of one name and version; that of
// equal parameters first. The arms of a split give, and are given, each for itself. That the journal says the same is
// the world's job.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "policies/contract/ivr_policy.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/contract/staffing_policy.hpp"
#include "policies/rollout/split.hpp"

namespace twinline {

template <class Policy>
struct HandedOver {
  std::unique_ptr<Policy> policy;
  /// What `policy` begins with, as it saves it: restored into one made the same way it gives the same again. Empty
  /// where there was nothing to hand over.
  std::vector<std::uint8_t> state;
  /// Why the state of an equal policy was not taken, which then begins as it was made. Empty: it was, or there was
  /// none.
  std::string refusal;
};

/// The policy that `make` makes and `name` names, with what it may take over from the one in force. `make` is called
/// again where restore() threw, since what it left is worth nothing. For RoutingPolicy, StaffingPolicy and IvrPolicy.
template <class Policy>
HandedOver<Policy> hand_over(const Policy& in_force, const PolicyName& name_in_force,
                             const std::function<std::unique_ptr<Policy>()>& make, const PolicyName& name);

}  // namespace twinline
