#include <variant>

#include "reports/journal/codec.hpp"
#include "reports/journal/codec_enumerators.hpp"
#include "reports/journal/codec_fields.hpp"
#include "reports/journal/journal.pb.h"

namespace twinline::journal {
namespace {

template <class Message>
void put_attributes(Attributes attributes, Message& message) {
  for (const Attribute& attribute : attributes) {
    v1::Attribute& added = *message.add_attributes();
    added.set_name(number_of(attribute.name));
    added.set_value(attribute.value);
  }
}

template <class Message>
Attributes attributes_of(const Message& message, std::vector<Attribute>& storage) {
  if (static_cast<std::size_t>(message.attributes_size()) > max_attributes) {
    throw BadRecord("a call has " + std::to_string(message.attributes_size()) + " attributes; at most " +
                    std::to_string(max_attributes) + " are possible");
  }
  storage.clear();
  for (const v1::Attribute& attribute : message.attributes()) {
    storage.push_back({index_of<AttributeIndex>(attribute.name()), attribute.value()});
  }
  return storage;
}

void put(const CallArrived& fact, v1::Fact& message) {
  v1::CallArrived& arrived = *message.mutable_call_arrived();
  put_call(fact.call, arrived);
  arrived.set_key(fact.key);
  arrived.set_type(number_of(fact.type));
  arrived.set_segment(number_of(fact.segment));
  arrived.set_trunk(number_of(fact.trunk));
  arrived.set_priority(fact.priority);
  arrived.set_attempt(fact.attempt);
  arrived.set_value(fact.value);
  arrived.set_direction(wire<v1::Direction>(fact.direction));
  arrived.set_absent(fact.absent);
  put_attributes(fact.attributes, arrived);
}

Fact fact_of(const v1::CallArrived& arrived, std::vector<Attribute>& storage) {
  CallArrived fact;
  fact.call = call_of(arrived);
  fact.key = arrived.key();
  fact.type = index_of<CallTypeIndex>(arrived.type());
  fact.segment = index_of<SegmentIndex>(arrived.segment());
  fact.trunk = index_of<TrunkIndex>(arrived.trunk());
  fact.priority = narrow<std::uint8_t>(arrived.priority(), "the priority");
  fact.attempt = narrow<std::uint8_t>(arrived.attempt(), "the attempt");
  fact.value = arrived.value();
  fact.direction = enumerator<Direction>(arrived.direction(), v1::Direction_IsValid, "a call's direction");
  fact.absent = arrived.absent();
  fact.attributes = attributes_of(arrived, storage);
  return fact;
}

void put(const CallerHungUp& fact, v1::Fact& message) { put_call(fact.call, *message.mutable_caller_hung_up()); }

Fact fact_of(const v1::CallerHungUp& hung_up) { return CallerHungUp{call_of(hung_up)}; }

void put(const OfferAnswered& fact, v1::Fact& message) { put_offer(fact.offer, *message.mutable_offer_answered()); }

Fact fact_of(const v1::OfferAnswered& answered) { return OfferAnswered{offer_of(answered)}; }

void put(const OfferRefused& fact, v1::Fact& message) {
  v1::OfferRefused& refused = *message.mutable_offer_refused();
  put_offer(fact.offer, refused);
  refused.set_cause(wire<v1::OfferRefused::Cause>(fact.cause));
}

Fact fact_of(const v1::OfferRefused& refused) {
  return OfferRefused{offer_of(refused),
                      enumerator<OfferRefusal>(refused.cause(), v1::OfferRefused::Cause_IsValid, "a refusal's cause")};
}

void put(const TalkEnded& fact, v1::Fact& message) {
  v1::TalkEnded& ended = *message.mutable_talk_ended();
  put_call(fact.call, ended);
  ended.set_how(wire<v1::TalkEnded::How>(fact.how));
  ended.set_hold(nanoseconds(fact.hold));
}

Fact fact_of(const v1::TalkEnded& ended) {
  return TalkEnded{call_of(ended), enumerator<TalkEnd>(ended.how(), v1::TalkEnded::How_IsValid, "a talk's end"),
                   Duration{ended.hold()}};
}

void put(const WrapUpEnded& fact, v1::Fact& message) { put_call(fact.call, *message.mutable_wrap_up_ended()); }

Fact fact_of(const v1::WrapUpEnded& ended) { return WrapUpEnded{call_of(ended)}; }

void put(const TimerFired& fact, v1::Fact& message) { put_timer(fact.timer, *message.mutable_timer_fired()); }

Fact fact_of(const v1::TimerFired& fired) { return TimerFired{timer_of(fired)}; }

void put(const AgentPresenceChanged& fact, v1::Fact& message) {
  v1::AgentPresenceChanged& changed = *message.mutable_agent_presence_changed();
  changed.set_agent(number_of(fact.agent));
  changed.set_presence(wire<v1::AgentPresenceChanged::Presence>(fact.presence));
  changed.set_reason(wire<v1::NotReadyReason>(fact.reason));
}

Fact fact_of(const v1::AgentPresenceChanged& changed) {
  return AgentPresenceChanged{
      index_of<AgentIndex>(changed.agent()),
      enumerator<Presence>(changed.presence(), v1::AgentPresenceChanged::Presence_IsValid, "an agent's presence"),
      enumerator<NotReadyReason>(changed.reason(), v1::NotReadyReason_IsValid, "an agent's reason")};
}

void put(const AgentMoved& fact, v1::Fact& message) {
  v1::AgentMoved& moved = *message.mutable_agent_moved();
  moved.set_agent(number_of(fact.agent));
  moved.set_group(number_of(fact.group));
}

Fact fact_of(const v1::AgentMoved& moved) {
  return AgentMoved{index_of<AgentIndex>(moved.agent()), index_of<GroupIndex>(moved.group())};
}

void put(const CallTransferred& fact, v1::Fact& message) {
  v1::CallTransferred& transferred = *message.mutable_call_transferred();
  put_call(fact.call, transferred);
  transferred.set_type(number_of(fact.type));
}

Fact fact_of(const v1::CallTransferred& transferred) {
  return CallTransferred{call_of(transferred), index_of<CallTypeIndex>(transferred.type())};
}

void put(const TreatmentEnded& fact, v1::Fact& message) {
  v1::TreatmentEnded& ended = *message.mutable_treatment_ended();
  put_call(fact.call, ended);
  ended.set_outcome(wire<v1::TreatmentEnded::Outcome>(fact.outcome));
}

Fact fact_of(const v1::TreatmentEnded& ended) {
  return TreatmentEnded{
      call_of(ended),
      enumerator<TreatmentOutcome>(ended.outcome(), v1::TreatmentEnded::Outcome_IsValid, "a treatment's outcome")};
}

void put(const AttributesLearned& fact, v1::Fact& message) {
  v1::AttributesLearned& learned = *message.mutable_attributes_learned();
  put_call(fact.call, learned);
  put_attributes(fact.attributes, learned);
}

Fact fact_of(const v1::AttributesLearned& learned, std::vector<Attribute>& storage) {
  return AttributesLearned{call_of(learned), attributes_of(learned, storage)};
}

void put(const RequestAnswered& fact, v1::Fact& message) {
  v1::RequestAnswered& answered = *message.mutable_request_answered();
  answered.set_request(fact.request.value);
  answered.set_agent(number_of(fact.agent));
  answered.set_answer(wire<v1::RequestAnswered::Answer>(fact.answer));
}

Fact fact_of(const v1::RequestAnswered& answered) {
  return RequestAnswered{
      {answered.request()},
      index_of<AgentIndex>(answered.agent()),
      enumerator<RequestAnswer>(answered.answer(), v1::RequestAnswered::Answer_IsValid, "a request's answer")};
}

void put(const ForecastIssued& fact, v1::Fact& message) {
  v1::ForecastIssued& issued = *message.mutable_forecast_issued();
  issued.set_type(number_of(fact.type));
  issued.set_from(nanoseconds(fact.from));
  issued.set_until(nanoseconds(fact.until));
  issued.set_calls(fact.calls);
  issued.set_low(fact.low);
  issued.set_high(fact.high);
}

Fact fact_of(const v1::ForecastIssued& issued) {
  return ForecastIssued{index_of<CallTypeIndex>(issued.type()),
                        time_of(issued.from()),
                        time_of(issued.until()),
                        issued.calls(),
                        issued.low(),
                        issued.high()};
}

void put(const WaitingReleased& fact, v1::Fact& message) {
  message.mutable_waiting_released()->set_queue(number_of(fact.queue));
}

Fact fact_of(const v1::WaitingReleased& released) { return WaitingReleased{index_of<QueueIndex>(released.queue())}; }

void put(const TrunkChanged& fact, v1::Fact& message) {
  v1::TrunkChanged& changed = *message.mutable_trunk_changed();
  changed.set_trunk(number_of(fact.trunk));
  changed.set_up(fact.up);
}

Fact fact_of(const v1::TrunkChanged& changed) {
  return TrunkChanged{index_of<TrunkIndex>(changed.trunk()), changed.up()};
}

void put(const SiteReported& fact, v1::Fact& message) {
  v1::SiteReported& reported = *message.mutable_site_reported();
  reported.set_site(number_of(fact.site));
  reported.set_state(wire<v1::SiteState>(fact.state));
}

Fact fact_of(const v1::SiteReported& reported) {
  return SiteReported{index_of<SiteIndex>(reported.site()),
                      enumerator<SiteState>(reported.state(), v1::SiteState_IsValid, "a site's state")};
}

void put(const ServiceReported& fact, v1::Fact& message) {
  v1::ServiceReported& reported = *message.mutable_service_reported();
  reported.set_service(number_of(fact.service));
  reported.set_up(fact.health.up);
  reported.set_hosts_up(fact.health.hosts_up);
  reported.set_waiting(fact.health.waiting);
  reported.set_answered(fact.health.answered);
  reported.set_failed(fact.health.failed);
  reported.set_response(nanoseconds(fact.health.response));
}

Fact fact_of(const v1::ServiceReported& reported) {
  return ServiceReported{index_of<ServiceIndex>(reported.service()),
                         {reported.up(), reported.hosts_up(), reported.waiting(), reported.answered(),
                          reported.failed(), Duration{reported.response()}}};
}

void put(const PolicyPutInForce& fact, v1::Fact& message) {
  v1::PolicyPutInForce& in_force = *message.mutable_policy_put_in_force();
  in_force.set_kind(wire<v1::PolicyKind>(fact.kind));
  in_force.set_prepared(fact.prepared);
}

Fact fact_of(const v1::PolicyPutInForce& in_force) {
  return PolicyPutInForce{enumerator<PolicyKind>(in_force.kind(), v1::PolicyKind_IsValid, "a policy's kind"),
                          in_force.prepared()};
}

void put(const CentreReloaded& fact, v1::Fact& message) {
  message.mutable_centre_reloaded()->set_prepared(fact.prepared);
}

Fact fact_of(const v1::CentreReloaded& reloaded) { return CentreReloaded{reloaded.prepared()}; }

void put(const CallerHeld& fact, v1::Fact& message) {
  v1::CallerHeld& held = *message.mutable_caller_held();
  put_call(fact.call, held);
  held.set_held(fact.held);
}

Fact fact_of(const v1::CallerHeld& held) { return CallerHeld{call_of(held), held.held()}; }

void put(const InputReceived& fact, v1::Fact& message) {
  v1::InputReceived& received = *message.mutable_input_received();
  put_call(fact.call, received);
  received.set_outcome(wire<v1::InputReceived::Outcome>(fact.outcome));
  received.set_count(fact.count);
  received.set_digits(fact.digits.text().data(), fact.digits.size());
}

Fact fact_of(const v1::InputReceived& received) {
  const auto digits = Digits::from(received.digits());
  if (!digits) throw BadRecord("what a caller pressed is not a text of keys, or too long");
  return InputReceived{
      call_of(received),
      enumerator<InputOutcome>(received.outcome(), v1::InputReceived::Outcome_IsValid, "an input's outcome"),
      narrow<std::uint8_t>(received.count(), "the count of keys"), *digits};
}

void put(const LookUpEnded& fact, v1::Fact& message) {
  v1::LookUpEnded& ended = *message.mutable_look_up_ended();
  put_call(fact.call, ended);
  ended.set_outcome(wire<v1::LookUpEnded::Outcome>(fact.outcome));
  put_attributes(fact.attributes, ended);
}

Fact fact_of(const v1::LookUpEnded& ended, std::vector<Attribute>& storage) {
  return LookUpEnded{
      call_of(ended),
      enumerator<LookUpOutcome>(ended.outcome(), v1::LookUpEnded::Outcome_IsValid, "a look-up's outcome"),
      attributes_of(ended, storage)};
}

void put(const TransferOutEnded& fact, v1::Fact& message) {
  v1::TransferOutEnded& ended = *message.mutable_transfer_out_ended();
  put_call(fact.call, ended);
  ended.set_outcome(wire<v1::TransferOutEnded::Outcome>(fact.outcome));
}

Fact fact_of(const v1::TransferOutEnded& ended) {
  return TransferOutEnded{
      call_of(ended),
      enumerator<TransferOutcome>(ended.outcome(), v1::TransferOutEnded::Outcome_IsValid, "a transfer's outcome")};
}

}  // namespace

void encode(const Fact& fact, v1::Fact& message) {
  std::visit([&](const auto& alternative) { put(alternative, message); }, fact);
}

Fact decode(const v1::Fact& message, std::vector<Attribute>& storage) {
  switch (message.what_case()) {
    case v1::Fact::kCallArrived: return fact_of(message.call_arrived(), storage);
    case v1::Fact::kCallerHungUp: return fact_of(message.caller_hung_up());
    case v1::Fact::kOfferAnswered: return fact_of(message.offer_answered());
    case v1::Fact::kOfferRefused: return fact_of(message.offer_refused());
    case v1::Fact::kTalkEnded: return fact_of(message.talk_ended());
    case v1::Fact::kWrapUpEnded: return fact_of(message.wrap_up_ended());
    case v1::Fact::kTimerFired: return fact_of(message.timer_fired());
    case v1::Fact::kAgentPresenceChanged: return fact_of(message.agent_presence_changed());
    case v1::Fact::kAgentMoved: return fact_of(message.agent_moved());
    case v1::Fact::kCallTransferred: return fact_of(message.call_transferred());
    case v1::Fact::kTreatmentEnded: return fact_of(message.treatment_ended());
    case v1::Fact::kAttributesLearned: return fact_of(message.attributes_learned(), storage);
    case v1::Fact::kRequestAnswered: return fact_of(message.request_answered());
    case v1::Fact::kForecastIssued: return fact_of(message.forecast_issued());
    case v1::Fact::kWaitingReleased: return fact_of(message.waiting_released());
    case v1::Fact::kTrunkChanged: return fact_of(message.trunk_changed());
    case v1::Fact::kPolicyPutInForce: return fact_of(message.policy_put_in_force());
    case v1::Fact::kCentreReloaded: return fact_of(message.centre_reloaded());
    case v1::Fact::kCallerHeld: return fact_of(message.caller_held());
    case v1::Fact::kInputReceived: return fact_of(message.input_received());
    case v1::Fact::kLookUpEnded: return fact_of(message.look_up_ended(), storage);
    case v1::Fact::kTransferOutEnded: return fact_of(message.transfer_out_ended());
    case v1::Fact::kSiteReported: return fact_of(message.site_reported());
    case v1::Fact::kServiceReported: return fact_of(message.service_reported());
    case v1::Fact::WHAT_NOT_SET: break;
  }
  throw BadRecord("a fact of an unknown kind");
}

}  // namespace twinline::journal
