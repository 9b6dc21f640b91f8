// No IVR: every caller comes into the queue at once, as the type of call that arrived.
#pragma once

#include "policies/contract/ivr_policy.hpp"
#include "policies/contract/registry.hpp"

namespace twinline {

class StraightToQueue final : public IvrPolicy {
 public:
  static constexpr PolicyInfo info{"straight", 1, "Puts every call into its queue at once, without a menu or prompt."};
  struct Params {};
  static constexpr auto schema = fields();

  StraightToQueue(const Centre&, const Params&) {}

  /// The same on every occasion: a step that another policy began before a swap ends in the queue as well.
  IvrDecision decide(const View& view, const IvrOccasion& occasion) const override;
};

}  // namespace twinline
