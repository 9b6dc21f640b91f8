#include <variant>

#include "reports/journal/codec.hpp"
#include "reports/journal/codec_enumerators.hpp"
#include "reports/journal/codec_fields.hpp"
#include "reports/journal/journal.pb.h"

namespace twinline::journal {
namespace {

void put(const CallBlocked& happening, v1::Happening& message) {
  v1::CallBlocked& blocked = *message.mutable_call_blocked();
  put_call(happening.call, blocked);
  put_labels(happening.labels, blocked);
  blocked.set_trunk(number_of(happening.trunk));
}

Happening happening_of(const v1::CallBlocked& blocked) {
  return CallBlocked{call_of(blocked), labels_of(blocked), index_of<TrunkIndex>(blocked.trunk())};
}

void put(const WaitBegan& happening, v1::Happening& message) {
  v1::WaitBegan& began = *message.mutable_wait_began();
  put_call(happening.call, began);
  began.set_key(happening.key);
  put_labels(happening.labels, began);
}

Happening happening_of(const v1::WaitBegan& began) { return WaitBegan{call_of(began), began.key(), labels_of(began)}; }

void put(const WaitEnded& happening, v1::Happening& message) {
  v1::WaitEnded& ended = *message.mutable_wait_ended();
  put_call(happening.call, ended);
  ended.set_key(happening.key);
  put_labels(happening.labels, ended);
  ended.set_group(number_of(happening.group));
  ended.set_agent(number_of(happening.agent));
  ended.set_how(wire<v1::WaitEnded::How>(happening.how));
  ended.set_while_ringing(happening.while_ringing);
  ended.set_queued_at(nanoseconds(happening.queued_at));
  ended.set_waited(nanoseconds(happening.waited));
}

Happening happening_of(const v1::WaitEnded& ended) {
  return WaitEnded{call_of(ended),
                   ended.key(),
                   labels_of(ended),
                   index_of<GroupIndex>(ended.group()),
                   index_of<AgentIndex>(ended.agent()),
                   enumerator<WaitEnd>(ended.how(), v1::WaitEnded::How_IsValid, "a wait's end"),
                   ended.while_ringing(),
                   time_of(ended.queued_at()),
                   Duration{ended.waited()}};
}

void put(const OfferMade& happening, v1::Happening& message) {
  v1::OfferMade& made = *message.mutable_offer_made();
  put_offer(happening.offer, made);
  put_call(happening.call, made);
  made.set_group(number_of(happening.group));
}

Happening happening_of(const v1::OfferMade& made) {
  return OfferMade{offer_of(made), call_of(made), index_of<GroupIndex>(made.group())};
}

void put(const OfferEnded& happening, v1::Happening& message) {
  v1::OfferEnded& ended = *message.mutable_offer_ended();
  put_offer(happening.offer, ended);
  put_call(happening.call, ended);
  ended.set_group(number_of(happening.group));
  ended.set_how(wire<v1::OfferEnded::How>(happening.how));
  ended.set_rang(nanoseconds(happening.rang));
}

Happening happening_of(const v1::OfferEnded& ended) {
  return OfferEnded{offer_of(ended), call_of(ended), index_of<GroupIndex>(ended.group()),
                    enumerator<OfferEnd>(ended.how(), v1::OfferEnded::How_IsValid, "an offer's end"),
                    Duration{ended.rang()}};
}

void put(const HandlingEnded& happening, v1::Happening& message) {
  v1::HandlingEnded& ended = *message.mutable_handling_ended();
  put_call(happening.call, ended);
  put_labels(happening.labels, ended);
  ended.set_group(number_of(happening.group));
  ended.set_agent(number_of(happening.agent));
  ended.set_queued_at(nanoseconds(happening.queued_at));
  ended.set_answered_at(nanoseconds(happening.answered_at));
  ended.set_talk(nanoseconds(happening.talk));
  ended.set_hold(nanoseconds(happening.hold));
  ended.set_wrap_up(nanoseconds(happening.wrap_up));
  ended.set_transferred(happening.transferred);
  ended.set_not_reached(!happening.reached);
}

Happening happening_of(const v1::HandlingEnded& ended) {
  return HandlingEnded{call_of(ended),
                       labels_of(ended),
                       index_of<GroupIndex>(ended.group()),
                       index_of<AgentIndex>(ended.agent()),
                       time_of(ended.queued_at()),
                       time_of(ended.answered_at()),
                       Duration{ended.talk()},
                       Duration{ended.hold()},
                       Duration{ended.wrap_up()},
                       ended.transferred(),
                       !ended.not_reached()};
}

void put(const AgentChanged& happening, v1::Happening& message) {
  v1::AgentChanged& changed = *message.mutable_agent_changed();
  changed.set_agent(number_of(happening.agent));
  changed.set_group(number_of(happening.group));
  changed.set_from(wire<v1::AgentState>(happening.from));
  changed.set_to(wire<v1::AgentState>(happening.to));
  changed.set_reason(wire<v1::NotReadyReason>(happening.reason));
}

AgentState state_of(int number) { return enumerator<AgentState>(number, v1::AgentState_IsValid, "an agent's state"); }

Happening happening_of(const v1::AgentChanged& changed) {
  return AgentChanged{index_of<AgentIndex>(changed.agent()), index_of<GroupIndex>(changed.group()),
                      state_of(changed.from()), state_of(changed.to()),
                      enumerator<NotReadyReason>(changed.reason(), v1::NotReadyReason_IsValid, "an agent's reason")};
}

void put(const AgentChangedGroup& happening, v1::Happening& message) {
  v1::AgentChangedGroup& changed = *message.mutable_agent_changed_group();
  changed.set_agent(number_of(happening.agent));
  changed.set_from(number_of(happening.from));
  changed.set_to(number_of(happening.to));
  changed.set_state(wire<v1::AgentState>(happening.state));
}

Happening happening_of(const v1::AgentChangedGroup& changed) {
  return AgentChangedGroup{index_of<AgentIndex>(changed.agent()), index_of<GroupIndex>(changed.from()),
                           index_of<GroupIndex>(changed.to()), state_of(changed.state())};
}

void put(const CallEnded& happening, v1::Happening& message) {
  v1::CallEnded& ended = *message.mutable_call_ended();
  put_call(happening.call, ended);
  ended.set_key(happening.key);
  put_labels(happening.labels, ended);
  ended.set_outcome(wire<v1::CallEnded::Outcome>(happening.outcome));
}

Happening happening_of(const v1::CallEnded& ended) {
  return CallEnded{call_of(ended), ended.key(), labels_of(ended),
                   enumerator<CallOutcome>(ended.outcome(), v1::CallEnded::Outcome_IsValid, "a call's outcome")};
}

void put(const DecisionRejected& happening, v1::Happening& message) {
  v1::DecisionRejected& rejected = *message.mutable_decision_rejected();
  rejected.set_fault(wire<v1::DecisionRejected::Fault>(happening.fault));
  put_call(happening.call, rejected);
  rejected.set_agent(number_of(happening.agent));
}

Happening happening_of(const v1::DecisionRejected& rejected) {
  return DecisionRejected{
      enumerator<DecisionFault>(rejected.fault(), v1::DecisionRejected::Fault_IsValid, "a decision's fault"),
      call_of(rejected), index_of<AgentIndex>(rejected.agent())};
}

void put(const RequestSettled& happening, v1::Happening& message) {
  v1::RequestSettled& settled = *message.mutable_request_settled();
  settled.set_request(happening.request.value);
  settled.set_agent(number_of(happening.agent));
  settled.set_accepted(happening.accepted);
  settled.set_expired(happening.expired);
}

Happening happening_of(const v1::RequestSettled& settled) {
  return RequestSettled{
      {settled.request()}, index_of<AgentIndex>(settled.agent()), settled.accepted(), settled.expired()};
}

void put(const ForecastChanged& happening, v1::Happening& message) {
  message.mutable_forecast_changed()->set_type(number_of(happening.type));
}

Happening happening_of(const v1::ForecastChanged& changed) {
  return ForecastChanged{index_of<CallTypeIndex>(changed.type())};
}

void put(const PolicyChanged& happening, v1::Happening& message) {
  v1::PolicyChanged& changed = *message.mutable_policy_changed();
  changed.set_kind(wire<v1::PolicyKind>(happening.kind));
  changed.set_prepared(happening.prepared);
}

Happening happening_of(const v1::PolicyChanged& changed) {
  return PolicyChanged{enumerator<PolicyKind>(changed.kind(), v1::PolicyKind_IsValid, "a policy's kind"),
                       changed.prepared()};
}

void put(const CentreChanged& happening, v1::Happening& message) {
  message.mutable_centre_changed()->set_prepared(happening.prepared);
}

Happening happening_of(const v1::CentreChanged& changed) { return CentreChanged{changed.prepared()}; }

void put(const SiteChanged& happening, v1::Happening& message) {
  v1::SiteChanged& changed = *message.mutable_site_changed();
  changed.set_site(number_of(happening.site));
  changed.set_state(wire<v1::SiteState>(happening.state));
}

Happening happening_of(const v1::SiteChanged& changed) {
  return SiteChanged{index_of<SiteIndex>(changed.site()),
                     enumerator<SiteState>(changed.state(), v1::SiteState_IsValid, "a site's state")};
}

void put(const ServiceChanged& happening, v1::Happening& message) {
  message.mutable_service_changed()->set_service(number_of(happening.service));
}

Happening happening_of(const v1::ServiceChanged& changed) {
  return ServiceChanged{index_of<ServiceIndex>(changed.service())};
}

void put(const IvrPortsBusy& happening, v1::Happening& message) {
  v1::IvrPortsBusy& busy = *message.mutable_ivr_ports_busy();
  put_call(happening.call, busy);
  put_labels(happening.labels, busy);
  busy.set_refused(happening.refused);
}

Happening happening_of(const v1::IvrPortsBusy& busy) {
  return IvrPortsBusy{call_of(busy), labels_of(busy), busy.refused()};
}

void put(const IvrPortFreed& happening, v1::Happening& message) {
  v1::IvrPortFreed& freed = *message.mutable_ivr_port_freed();
  put_call(happening.call, freed);
  put_labels(happening.labels, freed);
  freed.set_taken_at(nanoseconds(happening.taken_at));
  freed.set_held(nanoseconds(happening.held));
}

Happening happening_of(const v1::IvrPortFreed& freed) {
  return IvrPortFreed{call_of(freed), labels_of(freed), time_of(freed.taken_at()), Duration{freed.held()}};
}

}  // namespace

void encode(const Happening& happening, v1::Happening& message) {
  std::visit([&](const auto& alternative) { put(alternative, message); }, happening);
}

Happening decode(const v1::Happening& message) {
  switch (message.what_case()) {
    case v1::Happening::kCallBlocked: return happening_of(message.call_blocked());
    case v1::Happening::kWaitBegan: return happening_of(message.wait_began());
    case v1::Happening::kWaitEnded: return happening_of(message.wait_ended());
    case v1::Happening::kOfferMade: return happening_of(message.offer_made());
    case v1::Happening::kOfferEnded: return happening_of(message.offer_ended());
    case v1::Happening::kHandlingEnded: return happening_of(message.handling_ended());
    case v1::Happening::kAgentChanged: return happening_of(message.agent_changed());
    case v1::Happening::kAgentChangedGroup: return happening_of(message.agent_changed_group());
    case v1::Happening::kCallEnded: return happening_of(message.call_ended());
    case v1::Happening::kDecisionRejected: return happening_of(message.decision_rejected());
    case v1::Happening::kRequestSettled: return happening_of(message.request_settled());
    case v1::Happening::kForecastChanged: return happening_of(message.forecast_changed());
    case v1::Happening::kPolicyChanged: return happening_of(message.policy_changed());
    case v1::Happening::kCentreChanged: return happening_of(message.centre_changed());
    case v1::Happening::kSiteChanged: return happening_of(message.site_changed());
    case v1::Happening::kServiceChanged: return happening_of(message.service_changed());
    case v1::Happening::kIvrPortsBusy: return happening_of(message.ivr_ports_busy());
    case v1::Happening::kIvrPortFreed: return happening_of(message.ivr_port_freed());
    case v1::Happening::WHAT_NOT_SET: break;
  }
  throw BadRecord("a happening of an unknown kind");
}

}  // namespace twinline::journal
