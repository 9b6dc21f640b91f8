// A staffing policy as a plug-in: an hour after the start it asks one more agent of the first group to log in.
#include "policies/contract/plugin.hpp"

namespace {

using namespace twinline;

class Standby final : public StaffingPolicy {
 public:
  static constexpr PolicyInfo info{"standby", 1, "Asks one agent to log in once the first hour is over."};
  struct Params {};
  static constexpr auto schema = fields();

  Standby(const Centre&, const Params&) {}

  void decide(const View& view, const StaffingOccasion& occasion, StaffingDecisions& decisions) const override {
    if (occasion.kind == StaffingOccasion::Kind::start) decisions.reconsider_at(view.now + 1h);
    if (occasion.kind != StaffingOccasion::Kind::timer) return;
    decisions.ask({RequestKind::log_in, GroupIndex{0U}, {}, 1, view.now, view.now + 1h, view.now + 5min});
  }
};

}  // namespace

TWINLINE_POLICY(Standby)
