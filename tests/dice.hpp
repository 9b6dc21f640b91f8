// Dice for tests that make up their input: thrown for each choice in turn, and the same for a seed, always.
#pragma once

#include <cstdint>
#include <string>

#include "sim/random/stream.hpp"

namespace twinline::tests {

class Dice {
 public:
  explicit Dice(std::uint64_t seed, std::uint64_t number = 0)
      : stream_(random::StreamSeed{seed, number}.stream(random::Purpose::ivr_choice, random::Entity{0})) {}

  std::uint64_t below(std::uint64_t end) { return stream_.below(end); }
  std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + below(high - low + 1); }
  double uniform() { return stream_.uniform(); }
  bool chance(double share) { return stream_.chance(share); }
  std::string maybe(double share, const std::string& text) { return chance(share) ? text : ""; }
  template <class List>
  const auto& one_of(const List& list) {
    return *(std::begin(list) + static_cast<std::ptrdiff_t>(below(std::size(list))));
  }

 private:
  random::Stream stream_;
};

}  // namespace twinline::tests
