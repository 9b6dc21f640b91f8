// Chance where SIP asks for it (who waits how long after glare, when a registration is tried again): a keyed function,
// so that a run can be told from its log, spread by what distinguishes one asker from another.
#pragma once

#include <cstdint>
#include <string_view>

#include "policies/contract/time.hpp"

namespace twinline::live::sip {

/// A duration in [least, most], the same for the same asker and attempt. SplitMix64 over FNV-1a of the asker.
constexpr Duration jittered(std::string_view asker, std::uint64_t attempt, Duration least, Duration most) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : asker) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  hash += (attempt + 1) * 0x9e3779b97f4a7c15U;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9U;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebU;
  hash ^= hash >> 31;
  const auto span = static_cast<std::uint64_t>((most - least).count()) + 1;
  return least + Duration{static_cast<std::int64_t>(hash % span)};
}

}  // namespace twinline::live::sip
