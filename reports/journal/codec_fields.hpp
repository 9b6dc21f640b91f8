// The fields that many messages share, written and read the same way everywhere. Messages spell them alike
// (call_slot and call_generation, offer_agent and offer_ordinal, …), so one template serves them all. For
// this room's codec alone.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "policies/contract/flow.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "reports/journal/codec.hpp"
#include "reports/journal/facts.pb.h"

namespace twinline::journal {

/// An index as its position plus one; none, the greatest number, wraps to 0.
template <class Tag>
constexpr std::uint32_t number_of(Index<Tag> index) {
  return index.value + 1U;
}

template <class Place>
constexpr Place index_of(std::uint32_t number) {
  Place index;
  index.value = number - 1U;
  return index;
}

constexpr std::int64_t nanoseconds(Time time) { return time.time_since_epoch().count(); }
constexpr std::int64_t nanoseconds(Duration duration) { return duration.count(); }
constexpr Time time_of(std::int64_t nanoseconds) { return Time{Duration{nanoseconds}}; }

/// A number that the contract keeps in fewer bits than the message does.
template <class Small>
Small narrow(std::uint32_t number, const char* what) {
  if (number > std::numeric_limits<Small>::max()) {
    throw BadRecord(std::string{what} + " is " + std::to_string(number) + "; at most " +
                    std::to_string(std::numeric_limits<Small>::max()) + " is possible");
  }
  return static_cast<Small>(number);
}

/// Enumerators have the same numbers on disk as in the contract (codec_enumerators.hpp).
template <class Wire, class Enum>
constexpr Wire wire(Enum enumerator) {
  return static_cast<Wire>(enumerator);
}

/// Reads an enumerator; `is_valid` is Protobuf's own test for it.
template <class Enum>
Enum enumerator(int number, bool (*is_valid)(int), const char* what) {
  if (!is_valid(number)) throw BadRecord(std::string{what} + " has the unknown value " + std::to_string(number));
  return static_cast<Enum>(number);
}

template <class Message>
void put_call(CallId call, Message& message) {
  message.set_call_slot(number_of(call.slot));
  message.set_call_generation(call.generation);
}

template <class Message>
CallId call_of(const Message& message) {
  return {index_of<CallSlot>(message.call_slot()), message.call_generation()};
}

template <class Message>
void put_offer(OfferId offer, Message& message) {
  message.set_offer_agent(number_of(offer.agent));
  message.set_offer_ordinal(offer.ordinal);
}

template <class Message>
OfferId offer_of(const Message& message) {
  return {index_of<AgentIndex>(message.offer_agent()), message.offer_ordinal()};
}

template <class Message>
void put_digits(const DigitRules& rules, Message& message) {
  message.set_first_key(nanoseconds(rules.first_key));
  message.set_next_key(nanoseconds(rules.next_key));
  message.set_fewest(rules.fewest);
  message.set_most(rules.most);
  message.set_secret(rules.secret);
}

template <class Message>
DigitRules digits_of(const Message& message) {
  return {Duration{message.first_key()}, Duration{message.next_key()},
          narrow<std::uint8_t>(message.fewest(), "the fewest keys"),
          narrow<std::uint8_t>(message.most(), "the most keys"), message.secret()};
}

template <class Message>
void put_labels(const CallLabels& labels, Message& message) {
  message.set_type(number_of(labels.type));
  message.set_segment(number_of(labels.segment));
  message.set_queue(number_of(labels.queue));
  message.set_attempt(labels.attempt);
  message.set_direction(wire<v1::Direction>(labels.direction));
}

template <class Message>
CallLabels labels_of(const Message& message) {
  return {index_of<CallTypeIndex>(message.type()), index_of<SegmentIndex>(message.segment()),
          index_of<QueueIndex>(message.queue()), narrow<std::uint8_t>(message.attempt(), "the attempt"),
          enumerator<Direction>(message.direction(), v1::Direction_IsValid, "a call's direction")};
}

}  // namespace twinline::journal
