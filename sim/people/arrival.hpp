// A first attempt, about to be made, and whose it is: what all sources of demand (rates, logs, surges) come to. When it
// is made is theirs to say.
#pragma once

#include <cstdint>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/caller_key.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

enum class ArrivalSource : std::uint8_t { rates, log, surge };

struct Arrival {
  Time at = never;
  CallKey key = 0;
  CallTypeIndex type;
  SegmentIndex segment;
  std::uint8_t priority = 0;
  ArrivalSource source = ArrivalSource::rates;
  Duration logged_service{-1};  ///< negative when no log says
};

/// From where on each source numbers the calls of a type and day, so that no two have one number. Calls that are drawn
/// beside a log's are numbered apart from them.
enum class FirstOrdinal : std::uint64_t {
  drawn = 0,
  logged = 0,
  surge = std::uint64_t{1} << (ordinal_bits - 2),
  repeated_from_log = std::uint64_t{2} << (ordinal_bits - 2),
  drawn_beside_log = std::uint64_t{3} << (ordinal_bits - 2),
};

/// The segment of whoever makes this call; none without segments.
SegmentIndex segment_of(const scenarios::Scenario& scenario, random::StreamSeed seed, CallKey key);

}  // namespace twinline::sim
