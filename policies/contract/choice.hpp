// The only chance under policies/: a pure function of the policy's seed, the call and the how-manieth decision about
// it. The same call meets the same choice in every world, so a journal replays and a shadow agrees with itself.
#pragma once

#include <cstdint>

#include "policies/contract/ids.hpp"

namespace twinline {

/// 64 evenly spread bits. The mixing is the finaliser of SplitMix64 (Steele, Lea & Flood 2014), applied after each key.
constexpr std::uint64_t choice(std::uint64_t policy_seed, CallKey call, std::uint32_t decision) {
  constexpr auto mix = [](std::uint64_t bits) {
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
    return bits ^ (bits >> 31);
  };
  std::uint64_t bits = mix(policy_seed + 0x9e3779b97f4a7c15ULL);
  bits = mix(bits ^ (call * 0xd1342543de82ef95ULL));
  return mix(bits + 0x9e3779b97f4a7c15ULL * (std::uint64_t{decision} + 1));
}

/// A number below `bound`, evenly chosen to within 2⁻⁶⁴·bound. Requires bound > 0.
constexpr std::uint64_t choice_below(std::uint64_t bound, std::uint64_t policy_seed, CallKey call,
                                     std::uint32_t decision) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((Wide{choice(policy_seed, call, decision)} * bound) >> 64);
}

}  // namespace twinline
