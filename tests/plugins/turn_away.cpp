// An IVR policy as a plug-in: nobody comes through.
#include "policies/contract/plugin.hpp"

namespace {

using namespace twinline;

class TurnAway final : public IvrPolicy {
 public:
  static constexpr PolicyInfo info{"turn_away", 1, "Releases every caller."};
  struct Params {};
  static constexpr auto schema = fields();

  TurnAway(const Centre&, const Params&) {}

  IvrDecision decide(const View&, const IvrOccasion&) const override {
    IvrDecision decision;
    decision.kind = IvrDecision::Kind::release;
    return decision;
  }
};

}  // namespace

TWINLINE_POLICY(TurnAway)
