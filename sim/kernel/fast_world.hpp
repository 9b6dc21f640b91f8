// The fast world: virtual time on the event calendar, which is asked for what is due next.
#pragma once

#include "policies/calendar/calendar.hpp"
#include "sim/kernel/virtual_world.hpp"

namespace twinline::sim {

extern template class VirtualWorld<Calendar>;
using FastWorld = VirtualWorld<Calendar>;

}  // namespace twinline::sim
