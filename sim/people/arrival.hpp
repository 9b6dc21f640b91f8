// A first attempt, about to be made, and whose it is: what all sources of demand (rates, logs, surges) come to. When it
// is made is theirs to say.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/caller_key.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

/// Instead of a service time, when no log says one.
inline constexpr Duration no_log{-1};

enum class ArrivalSource : std::uint8_t { rates, log, surge };

struct Arrival {
  Time at = never;
  CallKey key = 0;
  CallTypeIndex type;
  SegmentIndex segment;
  std::uint8_t priority = 0;
  ArrivalSource source = ArrivalSource::rates;
  Duration logged_service = no_log;
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

SegmentIndex drawn_segment(const std::vector<double>& shares, random::StreamSeed seed, CallKey key);

/// The segment of whoever makes this call; none without segments.
inline SegmentIndex segment_of(const scenarios::Scenario& scenario, random::StreamSeed seed, CallKey key) {
  return scenario.segment_shares.empty() ? SegmentIndex{} : drawn_segment(scenario.segment_shares, seed, key);
}

}  // namespace twinline::sim
