#include "sim/people/arrival.hpp"

#include "sim/people/choice_by_share.hpp"

namespace twinline::sim {

SegmentIndex drawn_segment(const std::vector<double>& shares, random::StreamSeed seed, CallKey key) {
  random::Stream stream = seed.stream(random::Purpose::segment, random::Entity{matter_of(key)});
  return SegmentIndex{chosen(shares, stream.uniform())};
}

}  // namespace twinline::sim
