// Keyed randomness. Every number is a pure function of (seed, replication, purpose, entity, index), so call
// 4711 has the same patience and the same service requirement under every policy, whoever serves it, in
// whatever order, and whether or not anybody else has drawn: common random numbers by construction, and
// lazily. A `Stream` is the numbers of one purpose for one entity, index 0, 1, 2, ... It is eight bytes, made
// where it is needed and thrown away.
//
// The key of a stream is a chain of multiplications folded to 64 bits; a number is that key advanced by index
// steps of an odd constant and finalised by two multiplications and three shifts, a bijection in which each
// input bit flips each output bit with probability near one half. Among a billion streams the chance that any
// two coincide is three per cent, and the harm of one coincidence is nil.
#pragma once

#include <concepts>
#include <cstdint>

#include "sim/random/purpose.hpp"

namespace twinline::random {

namespace mixing {

__extension__ using Product = unsigned __int128;

// Odd, with bits as irregular as can be: the leading 64 bits of the fractions of the golden ratio and of the
// square roots of 2, 3, 5 and 7 (2 and 7 made odd).
inline constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
inline constexpr std::uint64_t root_two = 0x6a09e667f3bcc909;
inline constexpr std::uint64_t root_three = 0xbb67ae8584caa73b;
inline constexpr std::uint64_t root_five = 0x3c6ef372fe94f82b;
inline constexpr std::uint64_t root_seven = 0xa54ff53a5f1d36f1;

/// Every bit of the result depends on every bit of the word; a bijection.
constexpr std::uint64_t finalise(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;  // multipliers and shifts of SplitMix64 (Steele, Lea, Flood 2014)
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

/// The 128-bit product of two words, folded to one.
constexpr std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const Product product = static_cast<Product>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace mixing

/// Who or what a number is drawn for, by what it is and never by where it is stored or when it was created:
/// `Entity(call_type, day, ordinal)` is a call, `call.with(attempt)` its redial, `call.with(agent, attempt)`
/// an offer. The order of the parts counts.
class Entity {
 public:
  template <std::convertible_to<std::uint64_t>... Parts>
  constexpr explicit Entity(std::uint64_t first, Parts... rest) : key_(first) {
    (append(static_cast<std::uint64_t>(rest)), ...);
  }

  template <std::convertible_to<std::uint64_t>... Parts>
  constexpr Entity with(Parts... parts) const {
    Entity result = *this;
    (result.append(static_cast<std::uint64_t>(parts)), ...);
    return result;
  }

  constexpr std::uint64_t key() const { return key_; }

  friend constexpr bool operator==(const Entity&, const Entity&) = default;

 private:
  constexpr void append(std::uint64_t part) {
    // The multiplier depends on the part too, so that no part can be cancelled by a neighbouring one.
    key_ = mixing::fold(key_ + mixing::root_three, (part * mixing::golden) ^ mixing::root_five) +
           mixing::root_seven * part;
  }

  std::uint64_t key_;
};

/// The numbers of one purpose for one entity. Copies go on independently from the same index.
class Stream {
 public:
  constexpr explicit Stream(std::uint64_t key) : position_(key) {}

  /// The next 64 random bits.
  constexpr std::uint64_t bits() {
    position_ += mixing::golden;
    return mixing::finalise(position_);
  }

  /// Uniform on the open interval (0, 1): an odd multiple of 2^-53.
  constexpr double uniform() { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; }

  /// True with the given probability.
  constexpr bool chance(double probability) { return uniform() < probability; }

  /// Uniform on 0, 1, ..., bound - 1, for bound > 0, without bias.
  constexpr std::uint64_t below(std::uint64_t bound) {
    // Multiplying maps equal numbers of words to each result except for 2^64 mod bound words; those are drawn
    // again.
    const std::uint64_t surplus = (0 - bound) % bound;
    for (;;) {
      const mixing::Product product = static_cast<mixing::Product>(bits()) * bound;
      if (static_cast<std::uint64_t>(product) >= surplus) return static_cast<std::uint64_t>(product >> 64);
    }
  }

  /// Skips numbers: after skip(n) the next number is the one that n calls of bits() would have left next.
  constexpr void skip(std::uint64_t numbers) { position_ += mixing::golden * numbers; }

  /// Where the stream stands, for a snapshot; Stream(position) goes on from there.
  constexpr std::uint64_t position() const { return position_; }

 private:
  std::uint64_t position_;
};

/// The streams of one purpose: what to keep where many entities draw for the same purpose, as it saves half
/// the key.
class StreamFamily {
 public:
  constexpr StreamFamily(std::uint64_t base, Purpose purpose)
      : first_(mixing::finalise(base + mixing::root_two * static_cast<std::uint32_t>(purpose))),
        second_(mixing::finalise(first_ ^ mixing::root_three) | 1) {}

  constexpr Stream stream(Entity entity) const { return Stream(mixing::fold(entity.key() ^ first_, second_) ^ first_); }

 private:
  std::uint64_t first_;
  std::uint64_t second_;
};

/// The root of all randomness of one replication.
class StreamSeed {
 public:
  constexpr StreamSeed(std::uint64_t seed, std::uint64_t replication)
      : base_(mixing::finalise(mixing::finalise(seed + mixing::golden) + mixing::root_five * (replication + 1))) {}

  constexpr StreamFamily family(Purpose purpose) const { return {base_, purpose}; }

  constexpr Stream stream(Purpose purpose, Entity entity) const { return family(purpose).stream(entity); }

 private:
  std::uint64_t base_;
};

}  // namespace twinline::random
