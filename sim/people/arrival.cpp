#include "sim/people/arrival.hpp"

namespace twinline::sim {

SegmentIndex drawn_segment(const std::vector<double>& shares, random::StreamSeed seed, CallKey key) {
  random::Stream stream = seed.stream(random::Purpose::segment, random::Entity{matter_of(key)});
  double left = stream.uniform();
  for (std::size_t segment = 0; segment + 1 < shares.size(); ++segment) {
    if (left < shares[segment]) return SegmentIndex{segment};
    left -= shares[segment];
  }
  return SegmentIndex{shares.size() - 1};
}

}  // namespace twinline::sim
