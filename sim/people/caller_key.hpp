// What a simulated call is known by: its call type, the day, its number within type and day, and which attempt of the
// same caller it is. All draws for the call hang on it, so nothing that happens elsewhere can change them.
#pragma once

#include <cstdint>

#include "policies/contract/ids.hpp"

namespace twinline::sim {

inline constexpr unsigned attempt_bits = 4, ordinal_bits = 28, day_bits = 20;
inline constexpr std::uint8_t last_attempt = (1U << attempt_bits) - 1;

constexpr CallKey first_attempt_key(CallTypeIndex type, std::uint64_t day, std::uint64_t ordinal) {
  return ((std::uint64_t{type.value} << day_bits | day) << ordinal_bits | ordinal) << attempt_bits;
}

/// The same caller's how-manieth try, 0 the first: redials and recontacts alike.
constexpr CallKey with_attempt(CallKey key, std::uint8_t attempt) { return (key & ~CallKey{last_attempt}) | attempt; }

/// How many tries there were before this one.
constexpr std::uint8_t attempt_of(CallKey key) { return static_cast<std::uint8_t>(key & last_attempt); }

/// What all attempts of one caller share: the matter that they call about.
constexpr CallKey matter_of(CallKey key) { return key >> attempt_bits; }

}  // namespace twinline::sim
