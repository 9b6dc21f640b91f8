// Small centres of every make, and the chance that the tests of this folder draw from.
#pragma once

#include <cstdint>

#include "policies/contract/centre.hpp"

namespace twinline::reference {

/// SplitMix64: enough chance for tests, the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits() {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
  }
  std::uint64_t below(std::uint64_t bound) { return bits() % bound; }
  bool one_in(std::uint64_t bound) { return below(bound) == 0; }
  Duration milliseconds(std::uint64_t below_this) {
    return Duration{static_cast<std::int64_t>(below(below_this)) * 1'000'000};
  }

 private:
  std::uint64_t state_;
};

/// Up to 4 skills, 4 queues, 5 groups of capacity 1 to 3, 14 agents, 5 call types, 2 trunks; every refusal rule and
/// kind of treatment. Linked.
Centre random_centre(Dice& dice);

/// The same centre changed and grown as a reload may: capacities, rules, treatments, rankings, tables longer. Linked.
Centre changed_centre(Centre centre, Dice& dice);

}  // namespace twinline::reference
