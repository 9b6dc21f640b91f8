// How a VirtualWorld times the work of agents who may have several contacts in hand: whenever that number changes, all
// of them are done at another time. The other members are in virtual_world_members.hpp, which includes this.
#pragma once

#include "sim/kernel/virtual_world.hpp"

namespace twinline::sim {

/// A talk begins.
template <class Timers>
void VirtualWorld<Timers>::take_up(CallSlot slot, AgentIndex agent, Duration talk, const View& view) {
  const GroupIndex group = view.agent(agent).group;
  if (!shared_work_.slows(group)) [[likely]]
    return schedule(slot, activity, now_ + talk);
  shared_work_.take_up(agent, group, slot, talk, now_, [this](CallSlot of, Time at) { schedule(of, activity, at); });
}

/// The wrap-up follows, with the same agent.
template <class Timers>
void VirtualWorld<Timers>::go_on(CallSlot slot, Duration wrap_up) {
  schedule(slot, activity, shared_work_.has(slot) ? shared_work_.go_on(slot, wrap_up, now_) : now_ + wrap_up);
}

template <class Timers>
void VirtualWorld<Timers>::put_down(const Outcome& outcome) {
  for (const Happening& happening : outcome.happenings) {
    const auto* ended = std::get_if<HandlingEnded>(&happening);
    if (ended == nullptr || !shared_work_.has(ended->call.slot)) continue;
    shared_work_.put_down(ended->call.slot, now_, [this](CallSlot of, Time at) { schedule(of, activity, at); });
  }
}

template <class Timers>
Duration VirtualWorld<Timers>::pause(CallSlot slot) {
  const Node running = node(slot, activity);
  const Duration left = shared_work_.has(slot) ? shared_work_.pause(slot, now_) : timers_.time_of(running) - now_;
  timers_.cancel(running);
  return left;
}

template <class Timers>
void VirtualWorld<Timers>::resume(CallSlot slot, Duration left) {
  schedule(slot, activity, shared_work_.has(slot) ? shared_work_.resume(slot, now_) : now_ + left);
}

}  // namespace twinline::sim
