// Holds the enumerations of the contract against those on disk, which list the same enumerators in the same
// order: whoever adds one to the contract is stopped here until journal.proto has it too. Timers are here
// because they need one.
#pragma once

#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/contract/wishes.hpp"
#include "reports/journal/codec_fields.hpp"
#include "reports/journal/journal.pb.h"

namespace twinline::journal {

template <class Message>
void put_timer(TimerId timer, Message& message) {
  message.set_timer_owner(wire<v1::TimerOwner>(timer.owner));
  message.set_timer_position(timer.position);
  message.set_timer_generation(timer.generation);
}

template <class Message>
TimerId timer_of(const Message& message) {
  return {enumerator<TimerId::Owner>(message.timer_owner(), v1::TimerOwner_IsValid, "a timer's owner"),
          message.timer_position(), message.timer_generation()};
}

template <class Wire, class Enum>
constexpr bool same(Wire on_disk, Enum contract) {
  return static_cast<int>(on_disk) == static_cast<int>(contract);
}

static_assert(same(v1::TimerOwner_MAX, TimerId::Owner::policies));
static_assert(same(v1::OfferRefused::Cause_MAX, OfferRefusal::unreachable));
static_assert(same(v1::TalkEnded::How_MAX, TalkEnd::not_reached));
static_assert(same(v1::Direction_MAX, Direction::outbound));
static_assert(same(v1::InputReceived::Outcome_MAX, InputOutcome::failed));
static_assert(same(v1::LookUpEnded::Outcome_MAX, LookUpOutcome::failed));
static_assert(same(v1::TransferOutEnded::Outcome_MAX, TransferOutcome::failed));
static_assert(same(v1::Step::Kind_MAX, StepKind::steer));
static_assert(same(v1::AgentPresenceChanged::Presence_MAX, Presence::ready));
static_assert(same(v1::NotReadyReason_MAX, NotReadyReason::consulting));
static_assert(same(v1::TreatmentEnded::Outcome_MAX, TreatmentOutcome::failed));
static_assert(same(v1::RequestAnswered::Answer_MAX, RequestAnswer::refused));
static_assert(same(v1::SiteState_MAX, SiteState::down));
static_assert(same(v1::PolicyKind_MAX, PolicyKind::ivr));
static_assert(same(v1::TreatmentKind_MAX, TreatmentKind::channel_offer));
static_assert(same(v1::Release::Cause_MAX, ReleaseCause::steered));
static_assert(same(v1::AskPeople::Kind_MAX, RequestKind::stay_longer));
static_assert(same(v1::WaitEnded::How_MAX, WaitEnd::released));
static_assert(same(v1::OfferEnded::How_MAX, OfferEnd::withdrawn));
static_assert(same(v1::AgentState_MAX, AgentState::wrap_up));
static_assert(same(v1::CallEnded::Outcome_MAX, CallOutcome::steered));
static_assert(same(v1::DecisionRejected::Fault_MAX, DecisionFault::agent_has_no_room));
static_assert(same(v1::Decision::Kind_MAX, Decision::Kind::reconsider));
static_assert(same(v1::ServiceLevel::Definition_MAX, ServiceLevelDefinition::handled_in_threshold_over_offered));
static_assert(same(v1::Channel_MAX, Channel::field));
static_assert(same(v1::IvrPorts::WhenBusy_MAX, WhenPortsBusy::reject));
static_assert(same(v1::RefusalRule::Then_MAX, AfterRefusal::stay_ready));

}  // namespace twinline::journal
