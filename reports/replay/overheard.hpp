// What is heard where a journal's routing policy is asked once more: the question, what it says, and what another
// policy would say. Plain data; who asks and who listens is not its business.
#pragma once

#include <string>
#include <vector>

#include "policies/contract/routing_policy.hpp"
#include "reports/journal/header.hpp"

namespace twinline::journal {

/// What a policy said at one occasion.
struct RoutingAnswer {
  std::vector<Decision> decisions;
  std::vector<Reason> reasons;  ///< where they are kept
  std::string threw;            ///< in place of an answer; empty: it answered
};

/// One occasion, as it was before anything was carried out. Lives as long as the call that tells of it.
struct Overheard {
  const View& view;
  const Occasion& occasion;
  const PolicyIdentity& policy;  ///< in force
  const RoutingAnswer& recorded;
  const RoutingAnswer* other;  ///< null where no other policy is asked
};

}  // namespace twinline::journal
