#include "live_bridge/world/heap_gauge.hpp"

#include <malloc.h>

namespace twinline::live {
namespace {

constexpr Duration every = 5s;

}  // namespace

std::uint64_t HeapGauge::bytes(Time now) {
  if (now < due_) return bytes_;
  due_ = now + every;
  const struct mallinfo2 counted = mallinfo2();
  bytes_ = counted.uordblks + counted.hblkhd;  // small pieces, and large ones that have a mapping of their own
  return bytes_;
}

}  // namespace twinline::live
