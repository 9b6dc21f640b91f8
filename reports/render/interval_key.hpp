// An interval as reports show it. Its key is the text that the lab wrote under `interval`: a local time with
// offset
// ("2026-03-02T08:00:00+01:00") or, for folded long horizons, weekday and time ("Mon 08:00"). No time-zone
// data is needed: the offset is in the key, so a repeated hour in autumn stays two hours.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace twinline::reports {

struct IntervalKey {
  std::int64_t minute = 0;  ///< absolute (UTC), for order and gaps; since Monday 00:00 when folded
  std::string day;          ///< "Mon 2 Mar", or "Mon" when folded
  std::string time;         ///< local, "08:00"
  std::string offset;       ///< "+01:00"; empty when folded or when the key says none
};

/// Reads a key; empty when it is neither form.
std::optional<IntervalKey> parse_interval_key(std::string_view key);

}  // namespace twinline::reports
