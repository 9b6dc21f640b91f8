#include "sim/kernel/fast_world.hpp"

#include "sim/kernel/virtual_world_members.hpp"

namespace twinline::sim {

template class VirtualWorld<Calendar>;

}  // namespace twinline::sim
