#include <variant>

#include "reports/journal/codec.hpp"
#include "reports/journal/codec_enumerators.hpp"
#include "reports/journal/codec_fields.hpp"
#include "reports/journal/journal.pb.h"

namespace twinline::journal {
namespace {

void put(const Offer& wish, v1::Wish& message) {
  v1::Offer& offer = *message.mutable_offer();
  put_offer(wish.offer, offer);
  put_call(wish.call, offer);
  offer.set_ring_limit(nanoseconds(wish.ring_limit));
}

Wish wish_of(const v1::Offer& offer) { return Offer{offer_of(offer), call_of(offer), Duration{offer.ring_limit()}}; }

void put(const WithdrawOffer& wish, v1::Wish& message) {
  v1::WithdrawOffer& withdraw = *message.mutable_withdraw_offer();
  put_offer(wish.offer, withdraw);
  put_call(wish.call, withdraw);
}

Wish wish_of(const v1::WithdrawOffer& withdraw) { return WithdrawOffer{offer_of(withdraw), call_of(withdraw)}; }

void put(const Connect& wish, v1::Wish& message) {
  v1::Connect& connect = *message.mutable_connect();
  put_offer(wish.offer, connect);
  put_call(wish.call, connect);
}

Wish wish_of(const v1::Connect& connect) { return Connect{offer_of(connect), call_of(connect)}; }

void put(const DropLeg& wish, v1::Wish& message) { put_offer(wish.offer, *message.mutable_drop_leg()); }

Wish wish_of(const v1::DropLeg& drop) { return DropLeg{offer_of(drop)}; }

void put(const BeginWrapUp& wish, v1::Wish& message) {
  v1::BeginWrapUp& begin = *message.mutable_begin_wrap_up();
  put_call(wish.call, begin);
  begin.set_agent(number_of(wish.agent));
}

Wish wish_of(const v1::BeginWrapUp& begin) { return BeginWrapUp{call_of(begin), index_of<AgentIndex>(begin.agent())}; }

void put(const Play& wish, v1::Wish& message) {
  v1::Play& play = *message.mutable_play();
  put_call(wish.call, play);
  play.set_kind(wire<v1::TreatmentKind>(wish.kind));
  play.set_prompt(number_of(wish.prompt));
  play.set_expected_wait(nanoseconds(wish.expected_wait));
}

Wish wish_of(const v1::Play& play) {
  return Play{call_of(play), enumerator<TreatmentKind>(play.kind(), v1::TreatmentKind_IsValid, "a treatment's kind"),
              index_of<PromptIndex>(play.prompt()), Duration{play.expected_wait()}};
}

void put(const StopPlaying& wish, v1::Wish& message) { put_call(wish.call, *message.mutable_stop_playing()); }

Wish wish_of(const v1::StopPlaying& stop) { return StopPlaying{call_of(stop)}; }

void put(const Release& wish, v1::Wish& message) {
  v1::Release& release = *message.mutable_release();
  put_call(wish.call, release);
  release.set_cause(wire<v1::Release::Cause>(wish.cause));
}

Wish wish_of(const v1::Release& release) {
  return Release{call_of(release),
                 enumerator<ReleaseCause>(release.cause(), v1::Release::Cause_IsValid, "a release's cause")};
}

void put(const StartTimer& wish, v1::Wish& message) {
  v1::StartTimer& start = *message.mutable_start_timer();
  put_timer(wish.timer, start);
  start.set_at(nanoseconds(wish.at));
}

Wish wish_of(const v1::StartTimer& start) { return StartTimer{timer_of(start), time_of(start.at())}; }

void put(const CancelTimer& wish, v1::Wish& message) { put_timer(wish.timer, *message.mutable_cancel_timer()); }

Wish wish_of(const v1::CancelTimer& cancel) { return CancelTimer{timer_of(cancel)}; }

void put(const AskPeople& wish, v1::Wish& message) {
  v1::AskPeople& ask = *message.mutable_ask_people();
  ask.set_request(wish.request.value);
  ask.set_kind(wire<v1::AskPeople::Kind>(wish.kind));
  ask.set_group(number_of(wish.group));
  ask.set_agent(number_of(wish.agent));
  ask.set_people(wish.people);
  ask.set_from(nanoseconds(wish.from));
  ask.set_until(nanoseconds(wish.until));
  ask.set_expires(nanoseconds(wish.expires));
}

Wish wish_of(const v1::AskPeople& ask) {
  return AskPeople{{ask.request()},
                   enumerator<RequestKind>(ask.kind(), v1::AskPeople::Kind_IsValid, "a request's kind"),
                   index_of<GroupIndex>(ask.group()),
                   index_of<AgentIndex>(ask.agent()),
                   ask.people(),
                   time_of(ask.from()),
                   time_of(ask.until()),
                   time_of(ask.expires())};
}

void put(const Collect& wish, v1::Wish& message) {
  v1::Collect& collect = *message.mutable_collect();
  put_call(wish.call, collect);
  collect.set_prompt(number_of(wish.prompt));
  put_digits(wish.digits, *collect.mutable_digits());
}

Wish wish_of(const v1::Collect& collect) {
  return Collect{call_of(collect), index_of<PromptIndex>(collect.prompt()), digits_of(collect.digits())};
}

void put(const LookUp& wish, v1::Wish& message) {
  v1::LookUp& look_up = *message.mutable_look_up();
  put_call(wish.call, look_up);
  look_up.set_source(number_of(wish.source));
  look_up.set_deadline(nanoseconds(wish.deadline));
}

Wish wish_of(const v1::LookUp& look_up) {
  return LookUp{call_of(look_up), index_of<LookUpIndex>(look_up.source()), Duration{look_up.deadline()}};
}

void put(const TransferOut& wish, v1::Wish& message) {
  v1::TransferOut& transfer = *message.mutable_transfer_out();
  put_call(wish.call, transfer);
  transfer.set_destination(number_of(wish.destination));
}

Wish wish_of(const v1::TransferOut& transfer) {
  return TransferOut{call_of(transfer), index_of<DestinationIndex>(transfer.destination())};
}

}  // namespace

void encode(const Wish& wish, v1::Wish& message) {
  std::visit([&](const auto& alternative) { put(alternative, message); }, wish);
}

Wish decode(const v1::Wish& message) {
  switch (message.what_case()) {
    case v1::Wish::kOffer: return wish_of(message.offer());
    case v1::Wish::kWithdrawOffer: return wish_of(message.withdraw_offer());
    case v1::Wish::kConnect: return wish_of(message.connect());
    case v1::Wish::kDropLeg: return wish_of(message.drop_leg());
    case v1::Wish::kBeginWrapUp: return wish_of(message.begin_wrap_up());
    case v1::Wish::kPlay: return wish_of(message.play());
    case v1::Wish::kStopPlaying: return wish_of(message.stop_playing());
    case v1::Wish::kRelease: return wish_of(message.release());
    case v1::Wish::kStartTimer: return wish_of(message.start_timer());
    case v1::Wish::kCancelTimer: return wish_of(message.cancel_timer());
    case v1::Wish::kAskPeople: return wish_of(message.ask_people());
    case v1::Wish::kCollect: return wish_of(message.collect());
    case v1::Wish::kLookUp: return wish_of(message.look_up());
    case v1::Wish::kTransferOut: return wish_of(message.transfer_out());
    case v1::Wish::WHAT_NOT_SET: break;
  }
  throw BadRecord("a wish of an unknown kind");
}

}  // namespace twinline::journal
