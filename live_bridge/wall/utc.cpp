#include "live_bridge/wall/utc.hpp"

namespace twinline::live {

UtcTime utc_now() { return std::chrono::system_clock::now(); }

}  // namespace twinline::live
