#include "live_bridge/store/call_record_fold.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace twinline::live::store {
namespace {

constexpr HappeningSet interests =
    HappeningSet::of<WaitBegan, WaitEnded, OfferMade, OfferEnded, HandlingEnded, CallEnded, CentreChanged>();

constexpr std::string_view name_of(OfferEnd how) {
  switch (how) {
    case OfferEnd::answered: return "answered";
    case OfferEnd::no_answer: return "no_answer";
    case OfferEnd::declined: return "declined";
    case OfferEnd::busy: return "busy";
    case OfferEnd::unreachable: return "unreachable";
    case OfferEnd::withdrawn: break;
  }
  return "withdrawn";
}

constexpr std::string_view name_of(CallOutcome outcome) {
  switch (outcome) {
    case CallOutcome::blocked: return "blocked";
    case CallOutcome::left_ivr: return "left_ivr";
    case CallOutcome::served: return "served";
    case CallOutcome::abandoned: return "abandoned";
    case CallOutcome::voicemail: return "voicemail";
    case CallOutcome::callback: return "callback";
    case CallOutcome::self_served: return "self_served";
    case CallOutcome::transferred_out: return "transferred_out";
    case CallOutcome::not_reached: return "not_reached";
    case CallOutcome::steered: return "steered";
    case CallOutcome::released: break;
  }
  return "released";
}

constexpr bool is_refused(OfferEnd how) { return how != OfferEnd::answered && how != OfferEnd::withdrawn; }

/// An index that the centre does not have yet is no reason to lose a record.
template <class Table, class Tag>
std::string name_in(const Table& table, Index<Tag> index, const char* kind) {
  if (index.value < table.size()) return table[index.value].name;
  return fmt::format("{} {}", kind, index.value + std::uint64_t{1});
}

template <class Table, class Tag>
std::optional<std::string> name_if_any(const Table& table, Index<Tag> index, const char* kind) {
  if (!index) return std::nullopt;
  return name_in(table, index, kind);
}

}  // namespace

EntryExcerpt excerpt_of(std::uint64_t entry, Time at, const Fact& fact, const Happenings& happenings) {
  EntryExcerpt excerpt{entry, at, std::nullopt, {}};
  if (const auto* arrived = std::get_if<CallArrived>(&fact)) {
    excerpt.arrival = {arrived->call, arrived->key, arrived->type, arrived->segment, arrived->trunk};
  }
  std::copy_if(happenings.begin(), happenings.end(), std::back_inserter(excerpt.happenings),
               [](const Happening& happening) { return interests.has(happening); });
  return excerpt;
}

std::optional<std::uint32_t> centre_change_in(const Happenings& happenings) {
  for (const Happening& happening : happenings) {
    if (const auto* changed = std::get_if<CentreChanged>(&happening)) return changed->prepared;
  }
  return std::nullopt;
}

void CallRecordFold::fold(const EntryExcerpt& excerpt, std::vector<CallRecord>& records) {
  if (const auto& arrival = excerpt.arrival; arrival && find(arrival->call) == nullptr) {
    Call call;
    call.id = arrival->call;
    call.arrival_entry = excerpt.entry;
    call.key = arrival->key;
    call.type = arrival->type;
    call.segment = arrival->segment;
    call.trunk = arrival->trunk;
    call.arrived = excerpt.at;
    calls_.insert_or_assign(arrival->call.slot, std::move(call));
  }
  for (const Happening& happening : excerpt.happenings) {
    if (const auto* began = std::get_if<WaitBegan>(&happening)) {
      on(excerpt.at, *began);
    } else if (const auto* wait = std::get_if<WaitEnded>(&happening)) {
      on(excerpt.at, *wait);
    } else if (const auto* made = std::get_if<OfferMade>(&happening)) {
      on(excerpt.at, *made);
    } else if (const auto* offer = std::get_if<OfferEnded>(&happening)) {
      on(*offer);
    } else if (const auto* handling = std::get_if<HandlingEnded>(&happening)) {
      on(excerpt.entry, *handling);
    } else if (const auto* ended = std::get_if<CallEnded>(&happening)) {
      const Call* call = find(ended->call);
      if (call == nullptr) continue;
      records.push_back(record_of(*call, excerpt.entry, excerpt.at, ended->outcome));
      calls_.erase(ended->call.slot);
    }
  }
}

std::optional<std::uint64_t> CallRecordFold::oldest_arrival() const {
  std::optional<std::uint64_t> oldest;
  for (const auto& [slot, call] : calls_) {
    if (!oldest || call.arrival_entry < *oldest) oldest = call.arrival_entry;
  }
  return oldest;
}

CallRecordFold::Call* CallRecordFold::find(CallId call) {
  const auto found = calls_.find(call.slot);
  return found == calls_.end() || found->second.id != call ? nullptr : &found->second;
}

void CallRecordFold::on(Time at, const WaitBegan& began) {
  Call* call = find(began.call);
  if (call == nullptr) return;
  if (!call->queued) {
    call->queued = at;
    call->type = began.labels.type;  // the flow may have found out what the caller wants
  }
  call->queues.push_back(began.labels.queue);
}

void CallRecordFold::on(Time at, const WaitEnded& ended) {
  Call* call = find(ended.call);
  if (call == nullptr) return;
  // After an overflow the same wait goes on, and its end tells all of it.
  if (ended.how != WaitEnd::overflowed) call->wait += ended.waited;
  if (ended.how == WaitEnd::abandoned) call->abandoned_while_ringing = ended.while_ringing;
  if (ended.how != WaitEnd::answered) return;
  if (!call->answered) call->answered = at;
  call->agent = ended.agent;
  call->group = ended.group;
}

void CallRecordFold::on(Time at, const OfferMade& made) {
  if (Call* call = find(made.call)) call->offers.push_back({made.offer.agent, made.group, at});
}

void CallRecordFold::on(const OfferEnded& ended) {
  Call* call = find(ended.call);
  // A call rings at one agent at a time: the offer that ends is its latest.
  if (call == nullptr || call->offers.empty()) return;
  call->offers.back().rang = ended.rang;
  call->offers.back().how = ended.how;
}

void CallRecordFold::on(std::uint64_t entry, const HandlingEnded& ended) {
  Call* call = find(ended.call);
  if (call == nullptr) return;
  call->talk += ended.talk;
  call->hold += ended.hold;
  call->wrap_up += ended.wrap_up;
  call->transfers += ended.transferred ? 1U : 0U;
  call->handled_entry = entry;
  call->talk_ended = ended.answered_at + ended.talk;
}

CallRecord CallRecordFold::record_of(const Call& call, std::uint64_t entry, Time at, CallOutcome outcome) const {
  const auto instant_if_any = [&](const std::optional<Time>& time) {
    return time ? std::optional{instants_.text(*time)} : std::nullopt;
  };
  CallRecord record;
  record.call = call.arrival_entry;
  record.entry = entry;
  record.key = fmt::format("{:016x}", call.key);
  record.call_type = name_in(centre_->call_types, call.type, "call type");
  record.segment = name_if_any(centre_->segments, call.segment, "segment");
  record.trunk = name_if_any(centre_->trunks, call.trunk, "trunk");
  for (const QueueIndex queue : call.queues) {
    record.queues += (record.queues.empty() ? "" : " > ") + name_in(centre_->queues, queue, "queue");
  }
  record.arrived = instants_.text(call.arrived);
  record.queued = instant_if_any(call.queued);
  record.answered = instant_if_any(call.answered);
  // A call that ends with its agent's wrap-up had lost its caller when the talk ended.
  record.ended = instants_.text(call.handled_entry == entry ? call.talk_ended : at);
  record.wait = in_seconds(call.wait);
  record.talk = in_seconds(call.talk);
  record.hold = in_seconds(call.hold);
  record.wrap_up = in_seconds(call.wrap_up);
  record.agent = name_if_any(centre_->agents, call.agent, "agent");
  record.agent_group = name_if_any(centre_->groups, call.group, "group");
  record.outcome = name_of(outcome);
  record.abandoned_while_ringing = call.abandoned_while_ringing;
  record.transfers = call.transfers;
  for (const Offered& offer : call.offers) {
    record.offers_refused += is_refused(offer.how) ? 1U : 0U;
    record.offers.push_back({name_in(centre_->agents, offer.agent, "agent"),
                             name_in(centre_->groups, offer.group, "group"), instants_.text(offer.made),
                             in_seconds(offer.rang), name_of(offer.how)});
  }
  return record;
}

}  // namespace twinline::live::store
