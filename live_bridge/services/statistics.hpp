// How the sources do, for metrics. Nothing here says who was asked about.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "policies/contract/time.hpp"

namespace twinline::live::services {

struct SourceStatistics {
  /// Upper bounds of the times to a reply that are counted apart; the last count is for longer ones.
  static constexpr std::array<Duration, 11> bounds{1ms, 2ms, 5ms, 10ms, 20ms, 50ms, 100ms, 200ms, 500ms, 1s, 5s};

  std::string name;
  std::uint64_t requests = 0;
  std::uint64_t answered = 0;     ///< in time
  std::uint64_t failed = 0;       ///< in time, those that were turned away included
  std::uint64_t timed_out = 0;    ///< no reply by the deadline
  std::uint64_t late = 0;         ///< of those: answered afterwards
  std::uint64_t passed_over = 0;  ///< attributes that the source may not tell, or whose values make no sense
  std::array<std::uint64_t, bounds.size() + 1> counts{};
  Duration replied_after{0};  ///< over all replies

  void add_reply(Duration after) {
    std::size_t bucket = 0;
    while (bucket < bounds.size() && after > bounds[bucket]) ++bucket;
    ++counts[bucket];
    replied_after += after;
  }
};

}  // namespace twinline::live::services
