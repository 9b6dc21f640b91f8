// Agents: what state each is in, and the list of those in each group who can take a contact: who has the fewest in hand
// comes first, and of those the longest idle.
#include <algorithm>
#include <cassert>
#include <utility>

#include "policies/acd/telling.hpp"

namespace twinline {

/// The agent's place that holds this call; asked for no call, a free one.
CallSlot* Acd::place_of(AgentIndex agent, CallSlot call) {
  CallSlot* places = agent_calls_.data() + agent.value * capacity_;
  for (std::size_t place = 0; place < capacity_; ++place) {
    if (places[place] == call) return &places[place];
  }
  assert(false && "an agent serves at most what the group's capacity allows");
  return places;
}

/// Whether the agent has a contact in hand beside which there is no other.
bool Acd::is_taken_whole(AgentIndex agent) const {
  const CallSlot* places = agent_calls_.data() + agent.value * capacity_;
  return std::any_of(places, places + capacity_, [this](CallSlot slot) {
    return slot && centre_.call_types[calls_[slot.value].type.value].whole_agent;
  });
}

namespace {

AgentState state_of(const acd::AgentRecord& record) {
  if (record.talking > 0) return AgentState::busy;
  if (record.wrapping_up > 0) return AgentState::wrap_up;
  if (record.offered > 0) return AgentState::offered;
  if (record.presence == Presence::logged_out) return AgentState::logged_out;
  if (record.presence == Presence::not_ready || record.cooling_down) return AgentState::not_ready;
  return AgentState::ready;
}

bool at_work(AgentState state) { return state != AgentState::logged_out && state != AgentState::not_ready; }

NotReadyReason why_not_ready(const acd::AgentRecord& record) {
  return record.cooling_down && record.presence == Presence::ready ? NotReadyReason::cooling_down : record.reason;
}

}  // namespace

/// Brings the agent's row, the group's counts and the idle list in line with what the agent has in hand and wants.
void Acd::settle(AgentIndex index) {
  AgentView& agent = agents_[index.value];
  acd::AgentRecord& record = agent_records_[index.value];
  const auto engaged = static_cast<std::uint16_t>(record.offered + record.talking + record.wrapping_up);
  assert(engaged <= agent.capacity);
  // Who came with more in hand than the group allows, or whose group now allows less, shrinks to it call by call.
  agent.capacity = std::max(centre_.groups[agent.group.value].capacity, engaged);
  GroupView& group = groups_[agent.group.value];
  if (agent.engaged == 0 && engaged > 0) {
    agent.engaged_since = now_;
    ++group.engaged;
  } else if (agent.engaged > 0 && engaged == 0) {
    agent.handled += now_ - agent.engaged_since;
    --group.engaged;
  }
  const bool other_number = std::exchange(agent.engaged, engaged) != engaged;

  const AgentState before = agent.state;
  const AgentState after = state_of(record);
  const NotReadyReason reason_before =
      std::exchange(agent.reason, after == AgentState::not_ready ? why_not_ready(record) : NotReadyReason::none);
  if (before != after) [[likely]] {
    if (before == AgentState::logged_out) [[unlikely]] {
      agent.logged_in_at = now_;
      agent.handled = Duration{0};
      agent.engaged_since = now_;
      agent.answered = 0;
    }
    if (!at_work(before) || !at_work(after)) [[unlikely]] {
      count_state(group, before, -1);
      count_state(group, after, +1);
    }
    agent.state = after;
    agent.since = now_;
  }
  if (before != after || reason_before != agent.reason) [[likely]] {
    emit(AgentChanged{index, agent.group, before, after, agent.reason});
  }

  const bool can_take = record.presence == Presence::ready && !record.cooling_down && engaged < agent.capacity &&
                        (engaged == 0 || !is_taken_whole(index));
  if (can_take != record.is_idle) {
    can_take ? join_idle(index) : leave_idle(index);
  } else if (can_take && other_number) [[unlikely]] {
    const bool held = agent.held;
    leave_idle(index);
    join_idle(index);
    agent.held = held;
  }
}

void Acd::count_state(GroupView& group, AgentState state, int change) {
  const auto step = static_cast<std::uint32_t>(change);
  if (state != AgentState::logged_out) group.logged_in += step;
  if (state == AgentState::not_ready) group.not_ready += step;
}

void Acd::join_idle(AgentIndex index) {
  AgentView& agent = agents_[index.value];
  GroupView& group = groups_[agent.group.value];
  agent.idle_since = now_;
  agent.held = false;
  AgentIndex before = group.latest_idle;
  while (before && agents_[before.value].engaged > agent.engaged) before = agents_[before.value].previous_idle;
  AgentIndex& place = before ? agents_[before.value].next_idle : group.longest_idle;
  agent.previous_idle = before;
  agent.next_idle = std::exchange(place, index);
  (agent.next_idle ? agents_[agent.next_idle.value].previous_idle : group.latest_idle) = index;
  ++group.idle;
  agent_records_[index.value].is_idle = true;
  mark_idle(index);
}

void Acd::leave_idle(AgentIndex index) {
  AgentView& agent = agents_[index.value];
  GroupView& group = groups_[agent.group.value];
  (agent.previous_idle ? agents_[agent.previous_idle.value].next_idle : group.longest_idle) = agent.next_idle;
  (agent.next_idle ? agents_[agent.next_idle.value].previous_idle : group.latest_idle) = agent.previous_idle;
  agent.previous_idle = {};
  agent.next_idle = {};
  agent.held = false;
  --group.idle;
  // Who now heads the list is the likeliest to be asked for next, and nobody's row has lain untouched for longer.
  if (group.longest_idle) bring_near(agents_[group.longest_idle.value], agent_records_[group.longest_idle.value]);
  agent_records_[index.value].is_idle = false;
  mark_idle(index);
}

/// Brings the agent's bits in line with the idle list. Where nobody serves two contacts at once, the free are the idle.
void Acd::mark_idle(AgentIndex index) {
  const AgentView& agent = agents_[index.value];
  const bool is_idle = agent_records_[index.value].is_idle;
  const std::size_t words = (agents_.size() + 63) / 64;
  const std::size_t word = agent.group.value * words + index.value / 64;
  const std::uint64_t bit = std::uint64_t{1} << (index.value % 64);
  const auto set = [&](std::uint64_t& bits, bool on) { bits = on ? bits | bit : bits & ~bit; };
  set(idle_bits_[word], is_idle);
  if (capacity_ > 1) [[unlikely]]
    set(free_bits_[word], is_idle && agent.engaged == 0);
}

void Acd::on(const AgentPresenceChanged& fact) {
  if (fact.agent.value >= agents_.size()) return;
  acd::AgentRecord& record = agent_records_[fact.agent.value];
  record.presence = fact.presence;
  record.reason = fact.reason;
  if (fact.presence != Presence::ready) {
    record.cooling_down = false;
    // A phone that rings at somebody who has left is withdrawn at once, and the caller goes back to the old place.
    for (std::size_t place = 0; place < capacity_; ++place) {
      const CallSlot slot = agent_calls_[fact.agent.value * capacity_ + place];
      if (!slot || calls_[slot.value].state != CallState::offered) continue;
      CallView& call = calls_[slot.value];
      withdraw_offer(call);
      ++call.refusals;
      return_to_line(call);
    }
  }
  settle(fact.agent);
  want(Occasion::Kind::agent_free, {}, fact.agent);
}

void Acd::on(const AgentMoved& fact) {
  if (fact.agent.value >= agents_.size() || fact.group.value >= groups_.size()) return;
  AgentView& agent = agents_[fact.agent.value];
  const GroupIndex before = agent.group;
  if (before == fact.group) return;
  // What is in hand must fit the new group's capacity; an agent with more keeps it until it is done.
  const bool was_idle = agent_records_[fact.agent.value].is_idle;
  if (was_idle) leave_idle(fact.agent);
  count_state(groups_[before.value], agent.state, -1);
  count_state(groups_[fact.group.value], agent.state, +1);
  if (agent.engaged > 0) {
    --groups_[before.value].engaged;
    ++groups_[fact.group.value].engaged;
  }
  agent.group = fact.group;
  agent.capacity = std::max(centre_.groups[fact.group.value].capacity, agent.engaged);
  if (was_idle) join_idle(fact.agent);
  emit(AgentChangedGroup{fact.agent, before, fact.group, agent.state});
  settle(fact.agent);
  want(Occasion::Kind::agent_free, {}, fact.agent);
}

}  // namespace twinline
