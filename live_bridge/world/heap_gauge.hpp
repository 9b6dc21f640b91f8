// How much memory is in use, as the allocator counts it. To count, it walks through all that is free, which after a
// busy hour takes milliseconds of the thread with the calls: so it is asked seldom, and its last answer stands until
// then.
#pragma once

#include <cstdint>

#include "policies/contract/time.hpp"

namespace twinline::live {

class HeapGauge {
 public:
  /// Bytes given out and not given back, of all threads; at most five seconds old.
  std::uint64_t bytes(Time now);

 private:
  std::uint64_t bytes_ = 0;
  Time due_;
};

}  // namespace twinline::live
