// What a world that takes over from another must set going again.
#include <algorithm>

#include "policies/acd/acd.hpp"

namespace twinline {

void Acd::resume(Time now, Outcome& outcome) const {
  for (const CallView& call : calls_) {
    if (call.state == CallState::gone) continue;
    const acd::CallRecord& record = call_records_[call.id.slot.value];
    if (record.timer_at != never) {
      const TimerId timer{TimerId::Owner::call, call.id.slot.value, call.id.generation};
      outcome.wishes.emplace_back(StartTimer{timer, std::max(record.timer_at, now)});
    }
    if (call.state == CallState::offered) {
      outcome.wishes.emplace_back(Offer{{call.agent, record.offer}, call.id, centre_.offers.ring_limit});
    }
    if (call.state == CallState::wrapping_up) outcome.wishes.emplace_back(BeginWrapUp{call.id, call.agent});
  }
  const OfferRules& rules = centre_.offers;
  const Duration cool_down =
      std::max({rules.no_answer.cool_down, rules.declined.cool_down, rules.unreachable.cool_down});
  for (std::uint32_t agent = 0; agent < agent_records_.size(); ++agent) {
    const acd::AgentRecord& record = agent_records_[agent];
    if (!record.cooling_down) continue;
    outcome.wishes.emplace_back(StartTimer{{TimerId::Owner::agent, agent, record.timer_generation}, now + cool_down});
  }
  if (policies_timer_ != never) {
    outcome.wishes.emplace_back(
        StartTimer{{TimerId::Owner::policies, 0, policies_timer_generation_}, std::max(policies_timer_, now)});
  }
}

}  // namespace twinline
