#include "tests/replay/fact_source.hpp"

#include <algorithm>

namespace twinline::reference {

void FactSource::perform(const Wishes& wishes) {
  for (const Wish& wish : wishes) {
    if (const auto* start = std::get_if<StartTimer>(&wish)) {
      timers_[{start->timer.owner, start->timer.position}] = {start->timer, start->at};
    } else if (const auto* cancel = std::get_if<CancelTimer>(&wish)) {
      // One in twenty fires nevertheless: the cancellation came too late.
      if (!dice_.one_in(20)) timers_.erase({cancel->timer.owner, cancel->timer.position});
    } else if (const auto* offer = std::get_if<Offer>(&wish)) {
      old_offers_[offered_++ % old_offers_.size()] = offer->offer;
    } else if (const auto* ask = std::get_if<AskPeople>(&wish)) {
      requests_ = ask->request.value;
    }
  }
}

Occurrence FactSource::next(const View& view) {
  Time at = now_;
  if (!dice_.one_in(3)) at += dice_.one_in(50) ? dice_.milliseconds(30'000) : dice_.milliseconds(900);
  auto due = timers_.end();
  for (auto timer = timers_.begin(); timer != timers_.end(); ++timer) {
    if (due == timers_.end() || timer->second.at < due->second.at) due = timer;
  }
  if (due != timers_.end() && due->second.at <= at) {
    const Fact fired = TimerFired{due->second.id};
    now_ = std::max(now_, due->second.at);
    if (dice_.one_in(30)) now_ = std::max(now_, at);  // late
    if (!dice_.one_in(40)) timers_.erase(due);        // else once more
    return {now_, fired};
  }
  now_ = at;
  const Fact fact = make_up(view);
  const bool arrives = std::holds_alternative<CallArrived>(fact);
  // Neither may be told again: the slot may have its next tenant, and attributes only live as long as their fact.
  const bool borrows = std::holds_alternative<AttributesLearned>(fact) || std::holds_alternative<LookUpEnded>(fact);
  if (!arrives && !borrows) old_facts_[told_++ % old_facts_.size()] = fact;
  return {now_, fact};
}

CallId FactSource::some_call(const View& view) {
  const std::size_t from = dice_.below(generations_.size());
  for (std::size_t step = 0; step < generations_.size(); ++step) {
    const std::size_t slot = (from + step) % generations_.size();
    if (slot < view.calls.size() && view.calls[slot].state != CallState::gone) return view.calls[slot].id;
  }
  return {};
}

Fact FactSource::make_up(const View& view) {
  if (dice_.one_in(400)) busy_ = dice_.below(3);
  const std::uint64_t kind = dice_.below(100);
  if (kind < 16 + 6 * busy_) return arrival(view);
  if (kind < 75) {
    const CallId call = some_call(view);
    return call ? about_a_call(view.call(call), view) : arrival(view);
  }
  if (kind < 90) {
    const AgentIndex agent{dice_.below(view.agents.size())};
    if (dice_.one_in(8)) return AgentMoved{agent, GroupIndex{dice_.below(view.groups.size())}};
    const auto presence = dice_.below(10);
    return AgentPresenceChanged{agent,
                                presence < 7   ? Presence::ready
                                : presence < 9 ? Presence::not_ready
                                               : Presence::logged_out,
                                static_cast<NotReadyReason>(dice_.below(9))};
  }
  return kind < 95 ? about_the_frame(view) : nonsense(view);
}

Attributes FactSource::some_attributes() {
  for (Attribute& attribute : attributes_) {
    attribute = {AttributeIndex{dice_.below(20)}, static_cast<std::int64_t>(dice_.below(5))};
  }
  return Attributes(attributes_).first(dice_.below(attributes_.size() + 1));
}

Fact FactSource::arrival(const View& view) {
  const std::size_t slot = dice_.below(generations_.size());
  if (slot < view.calls.size() && view.calls[slot].state != CallState::gone) return nonsense(view);
  CallArrived fact;
  fact.call = {CallSlot{slot}, ++generations_[slot]};
  fact.key = dice_.bits();
  fact.type = CallTypeIndex{dice_.below(view.centre->call_types.size())};
  if (dice_.one_in(2)) fact.segment = SegmentIndex{dice_.below(2)};
  if (!view.trunks.empty() && !dice_.one_in(4)) fact.trunk = TrunkIndex{dice_.below(view.trunks.size())};
  fact.priority = static_cast<std::uint8_t>(dice_.below(4) * 4);
  fact.attempt = static_cast<std::uint8_t>(dice_.below(2));
  fact.value = static_cast<double>(dice_.below(9));
  fact.attributes = some_attributes();
  if (dice_.one_in(8)) {
    fact.direction = static_cast<Direction>(dice_.below(3));
    fact.absent = dice_.one_in(2);
  }
  return fact;
}

Fact FactSource::about_a_call(const CallView& call, const View& view) {
  const std::uint64_t kind = dice_.below(20);
  if (kind == 0) return AttributesLearned{call.id, some_attributes()};
  if (kind == 1 || (call.caller_holds && dice_.one_in(2)))
    return CallerHeld{call.id, !call.caller_holds || dice_.one_in(5)};
  switch (call.state) {
    case CallState::offered: {
      const OfferId offer = old_offers_[dice_.below(std::min(std::max<std::size_t>(offered_, 1), old_offers_.size()))];
      if (kind < 11) return OfferAnswered{offer};
      if (kind < 18) return OfferRefused{offer, static_cast<OfferRefusal>(dice_.below(4))};
      return CallerHungUp{call.id};
    }
    case CallState::talking:
      if (kind < 3) return CallerHungUp{call.id};
      if (kind < 4) return CallTransferred{call.id, CallTypeIndex{}};
      if (kind < 6) return CallTransferred{call.id, CallTypeIndex{dice_.below(view.centre->call_types.size() + 1)}};
      return TalkEnded{call.id, static_cast<TalkEnd>(dice_.below(5)), dice_.milliseconds(500)};
    case CallState::wrapping_up:
      if (kind < 4) return CallerHungUp{call.id};
      return kind < 10 ? Fact{WrapUpEnded{call.id}} : ivr_answer(call.id);
    case CallState::waiting:
      if (kind < 14) return TreatmentEnded{call.id, static_cast<TreatmentOutcome>(dice_.below(4))};
      return CallerHungUp{call.id};
    case CallState::in_ivr:
    case CallState::in_survey:
    case CallState::outside:
    case CallState::flowing_out:
    case CallState::gone: break;
  }
  if (kind < 5) return CallerHungUp{call.id};
  return ivr_answer(call.id);
}

/// An answer that the call's IVR may be waiting for, or not.
Fact FactSource::ivr_answer(CallId call) {
  switch (dice_.below(4)) {
    case 0: {
      InputReceived fact{call, static_cast<InputOutcome>(dice_.below(3)), 0, {}};
      for (std::uint64_t keys = dice_.below(5); keys > 0; --keys) fact.digits.add("0123456789*#"[dice_.below(12)]);
      fact.count = static_cast<std::uint8_t>(fact.digits.size());
      return fact;
    }
    case 1: return LookUpEnded{call, static_cast<LookUpOutcome>(dice_.below(3)), some_attributes()};
    case 2: return TransferOutEnded{call, static_cast<TransferOutcome>(dice_.below(5))};
    default: return TreatmentEnded{call, static_cast<TreatmentOutcome>(dice_.below(4))};
  }
}

Fact FactSource::about_the_frame(const View& view) {
  switch (dice_.below(10)) {
    case 8: return SiteReported{SiteIndex{dice_.below(view.sites.size() + 1)}, static_cast<SiteState>(dice_.below(3))};
    case 9:
      return ServiceReported{ServiceIndex{dice_.below(view.services.size() + 1)},
                             {!dice_.one_in(3), static_cast<std::uint32_t>(dice_.below(3)),
                              static_cast<std::uint32_t>(dice_.below(90)), static_cast<std::uint32_t>(dice_.below(50)),
                              static_cast<std::uint32_t>(dice_.below(5)), dice_.milliseconds(4'000)}};
    case 0:
      return ForecastIssued{CallTypeIndex{dice_.below(view.forecasts.size() + 1)},
                            now_,
                            now_ + 1h,
                            static_cast<double>(dice_.below(50)),
                            1,
                            99};
    case 1:
      return dice_.one_in(6) ? Fact{WaitingReleased{QueueIndex{dice_.below(view.queues.size() + 1)}}} : arrival(view);
    case 2: return TrunkChanged{TrunkIndex{dice_.below(view.trunks.size() + 1)}, !dice_.one_in(3)};
    case 3:
    case 4:
      return RequestAnswered{
          {requests_ - std::min<std::uint32_t>(requests_, static_cast<std::uint32_t>(dice_.below(3)))},
          AgentIndex{dice_.below(view.agents.size())},
          static_cast<RequestAnswer>(dice_.below(2))};
    case 5:
      if (dice_.one_in(8)) {
        return CentreReloaded{prepared_.routing + 2 + static_cast<std::uint32_t>(dice_.below(prepared_.centres + 1))};
      }
      return PolicyPutInForce{PolicyKind::staffing, prepared_.routing};
    case 6: return PolicyPutInForce{PolicyKind::ivr, prepared_.routing + 1};
    default:
      return PolicyPutInForce{static_cast<PolicyKind>(dice_.below(3)),
                              static_cast<std::uint32_t>(dice_.below(prepared_.routing + 4))};
  }
}

Fact FactSource::nonsense(const View& view) {
  const CallId unknown{CallSlot{dice_.below(100)}, static_cast<std::uint32_t>(dice_.below(4))};
  switch (dice_.below(14)) {
    case 12: return CallerHeld{unknown, true};
    case 13: return ivr_answer(dice_.one_in(2) ? unknown : some_call(view));
    case 0: return CallerHungUp{unknown};
    case 1: return TalkEnded{unknown, TalkEnd::lost, {}};
    case 2: return WrapUpEnded{some_call(view)};
    case 3:
      return OfferAnswered{
          {AgentIndex{dice_.below(view.agents.size() + 3)}, static_cast<std::uint32_t>(dice_.below(9))}};
    case 4: return OfferRefused{{AgentIndex{dice_.below(view.agents.size() + 3)}, 1}, OfferRefusal::busy};
    case 5:
      return TimerFired{{static_cast<TimerId::Owner>(dice_.below(3)), static_cast<std::uint32_t>(dice_.below(50)),
                         static_cast<std::uint32_t>(dice_.below(20))}};
    case 6: return AgentPresenceChanged{AgentIndex{view.agents.size()}, Presence::ready, {}};
    case 7: return AgentMoved{AgentIndex{dice_.below(view.agents.size())}, GroupIndex{}};
    case 8: return CallTransferred{unknown, CallTypeIndex{0U}};
    case 9: return TalkEnded{some_call(view), TalkEnd::by_agent, 1s};
    case 10: return TreatmentEnded{CallId{}, TreatmentOutcome::accepted};
    default: return old_facts_[dice_.below(std::min(std::max<std::size_t>(told_, 1), old_facts_.size()))];
  }
}

}  // namespace twinline::reference
