// The time of day, for what people read and what is kept for days. Nothing that is decided about a call hangs on it.
#pragma once

#include <chrono>

#include "policies/contract/time.hpp"

namespace twinline::live {

using UtcTime = std::chrono::sys_time<Duration>;

UtcTime utc_now();

}  // namespace twinline::live
