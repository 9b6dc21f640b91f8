// The interpreter of IVR flows: reads the flow that the call's type names in the Centre, goes from step to step, and
// keeps nothing itself. Where a call stands comes with its row in the View. Flows are data; the same one runs in
// simulation and at the telephone.
#pragma once

#include "policies/contract/ivr_policy.hpp"
#include "policies/contract/registry.hpp"

namespace twinline {

class FlowPolicy final : public IvrPolicy {
 public:
  static constexpr PolicyInfo info{"flow", 1, "Leads each call through the flow that its call type names."};
  struct Params {};
  static constexpr auto schema = fields();

  FlowPolicy(const Centre&, const Params&) {}

  /// A call type without a flow queues at once, and so does a call whose step a changed centre no longer has. A caller
  /// who fails at a step without another way on is queued too: no flow drops a caller by accident.
  IvrDecision decide(const View& view, const IvrOccasion& occasion) const override;

  /// The first step of a flow for this call; without a flow, the queue.
  static IvrDecision begin(const View& view, const CallView& call, FlowIndex flow);
};

}  // namespace twinline
