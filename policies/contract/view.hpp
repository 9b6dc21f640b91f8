// What a policy may see: the ACD's own tables, read-only, at one instant. Everything here could be observed in a live
// centre; how long a caller would wait or a service will take is not in it, by type. The tables are kept incrementally
// by the ACD, never rebuilt for a decision.
#pragma once

#include <cstdint>
#include <span>

#include "policies/contract/attributes.hpp"
#include "policies/contract/centre.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline {

enum class CallState : std::uint8_t {
  gone,     ///< the slot is free
  in_ivr,   ///< has a line, not yet in a queue
  waiting,  ///< in a line
  offered,  ///< an agent's phone rings
  talking,
  wrapping_up,  ///< the caller is gone, the agent is not done
  flowing_out,  ///< leaves a message or accepts a callback; no agent is wanted any more
  in_survey,    ///< the agent is done, the caller still answers questions
  outside,      ///< the agent is done and passed the caller on, who still holds a line
};

/// In two cache lines: what the end of a talk touches, minutes after anything else did, comes first.
struct alignas(64) CallView {
  CallId id;
  CallKey key = 0;
  Time queued_at;    ///< into this queue; the wait counts from here
  Time answered_at;  ///< valid from `talking` on
  CallTypeIndex type;
  SegmentIndex segment;
  QueueIndex queue;
  AgentIndex agent;  ///< offered to, or served by
  TrunkIndex trunk;
  CallState state = CallState::gone;
  std::uint8_t attempt = 0;
  std::uint8_t priority = 0;
  std::uint8_t attribute_count = 0;
  bool held = false;  ///< a policy lets it wait although an agent could take it
  Direction direction = Direction::inbound;
  bool absent = false;      ///< the customer is not on the line, hears nothing and does not hang up
  Time arrived;             ///< at the trunk
  std::uint64_t place = 0;  ///< order of entry over all queues: the lower waited first, ties of `queued_at` included
  double value = 0;
  CallSlot previous, next;  ///< neighbours in the line, earlier and later
  LineIndex line;
  std::uint32_t decisions = 0;  ///< decisions asked about this call so far: the ordinal of a keyed choice
  std::uint16_t refusals = 0;   ///< offers of this call that came to nothing
  bool caller_holds = false;    ///< the caller has put the centre on hold and hears nothing
  FlowPosition position;        ///< in the IVR: where; afterwards, where it was left
};

struct AgentView {
  GroupIndex group;
  AgentState state = AgentState::logged_out;
  NotReadyReason reason = NotReadyReason::none;
  bool held = false;          ///< a policy lets the agent idle although a call could be taken
  std::uint16_t engaged = 0;  ///< offers, calls and wrap-ups in hand
  std::uint16_t capacity = 1;
  std::uint32_t answered = 0;  ///< calls since login
  std::uint32_t offers = 0;    ///< offers ever made: the ordinal of the next one
  Time since;                  ///< in this state
  Time idle_since;             ///< able to take a contact, with as many in hand as now
  Time logged_in_at;
  Duration handled{0};                  ///< engaged time since login, up to `engaged_since` if engaged now
  Time engaged_since;                   ///< valid while engaged is above 0
  AgentIndex previous_idle, next_idle;  ///< neighbours among the idle of the group, longer and shorter idle

  /// Share of the time since login that went into offers, calls and wrap-up; 0 right after login.
  double occupancy(Time now) const {
    const Duration staffed = now - logged_in_at;
    if (staffed <= 0ns) return 0;
    const Duration busy = handled + (engaged > 0 ? now - engaged_since : Duration{0});
    return static_cast<double>(busy.count()) / static_cast<double>(staffed.count());
  }
};

struct GroupView {
  /// Ends of the list of agents who can take a contact now: first who has the fewest in hand, then who idles longest.
  AgentIndex longest_idle, latest_idle;
  std::uint32_t idle = 0;  ///< its length
  std::uint32_t logged_in = 0;
  std::uint32_t engaged = 0;  ///< agents with at least one offer, call or wrap-up in hand
  std::uint32_t not_ready = 0;
};

/// Calls of one queue, type and priority, first come first: whoever may serve one may serve all, so only heads compete.
struct LineView {
  QueueIndex queue;
  CallTypeIndex type;
  std::uint8_t priority = 0;
  CallSlot first, last;
  std::uint32_t waiting = 0;
};

struct QueueView {
  std::uint32_t waiting = 0;  ///< in line, offered calls not included
  std::uint32_t ringing = 0;
  std::uint64_t entered = 0, answered = 0, abandoned = 0;  ///< since the start
  Duration average_handling{0};  ///< moving average over ended calls, weight 1/16 each; 0 before the first
};

struct TrunkView {
  std::uint32_t busy_lines = 0;
  bool up = true;
};

struct SiteView {
  SiteState state = SiteState::up;
  Time since;  ///< in this state, as far as is known
};

struct ServiceView {
  ServiceHealth health;  ///< up, and nothing else, before the first report
  Time reported_at;      ///< of the last report
  Time since;            ///< up or not up since then, as far as is known
};

struct ForecastView {
  Time from, until;
  double calls = 0, low = 0, high = 0;
};

class View {
 public:
  Time now;
  const Centre* centre = nullptr;
  std::span<const CallView> calls;  ///< by slot; skip those that are gone
  std::span<const AgentView> agents;
  std::span<const GroupView> groups;
  std::span<const LineView> lines;
  std::span<const QueueView> queues;
  std::span<const TrunkView> trunks;
  std::span<const SiteView> sites;
  std::span<const ServiceView> services;
  std::span<const ForecastView> forecasts;  ///< by call type, the latest
  std::span<const Attribute> attribute_table;
  std::span<const std::span<const LineIndex>> lines_by_group;
  std::span<const std::uint64_t> idle_bits;  ///< per group, one bit per agent who is in its idle list
  std::span<const std::uint64_t> free_bits;  ///< likewise, of those the agents with nothing in hand
  std::uint64_t policy_seed = 0;
  std::uint32_t busy_ivr_ports = 0;  ///< of Centre::ivr_ports; 0 where they are without limit

  const CallView& call(CallSlot slot) const { return calls[slot.value]; }
  const CallView& call(CallId id) const { return calls[id.slot.value]; }
  const AgentView& agent(AgentIndex index) const { return agents[index.value]; }
  const GroupView& group(GroupIndex index) const { return groups[index.value]; }
  const LineView& line(LineIndex index) const { return lines[index.value]; }
  const QueueView& queue(QueueIndex index) const { return queues[index.value]; }

  const ServiceView& service(ServiceIndex index) const { return services[index.value]; }

  /// Whether as much is known; a site that is not modelled is up.
  bool site_is_up(SiteIndex site) const { return state_of(site) != SiteState::down; }

  /// Whether somebody at one site can talk to somebody at the other, as far as is known.
  bool sites_reach_each_other(SiteIndex one, SiteIndex other) const {
    if (one == other) return site_is_up(one);
    return state_of(one) == SiteState::up && state_of(other) == SiteState::up;
  }

  /// Lines whose calls this group may serve, oldest line first.
  std::span<const LineIndex> lines_for(GroupIndex group) const { return lines_by_group[group.value]; }

  /// Whether an agent who can take a contact now can take one of this type: what takes the whole agent wants one with
  /// nothing in hand.
  bool has_room_for(AgentIndex index, CallTypeIndex type) const {
    return agent(index).engaged == 0 || !centre->call_types[type.value].whole_agent;
  }

  /// Who of the group can take a contact of this type now, has the fewest in hand and of those idles longest; or none.
  AgentIndex longest_idle(GroupIndex index, CallTypeIndex type) const {
    const AgentIndex first = group(index).longest_idle;
    return first && has_room_for(first, type) ? first : AgentIndex{};
  }

  /// The bit set of all of the group who can take a contact of this type now, by agent index.
  std::span<const std::uint64_t> idle_agents(GroupIndex group, CallTypeIndex type) const {
    const std::size_t words = (agents.size() + 63) / 64;
    const auto& bits = centre->call_types[type.value].whole_agent ? free_bits : idle_bits;
    return bits.subspan(group.value * words, words);
  }

  Attributes attributes(CallSlot slot) const {
    return attribute_table.subspan(slot.value * max_attributes, calls[slot.value].attribute_count);
  }

  SiteState state_of(SiteIndex site) const { return site ? sites[site.value].state : SiteState::up; }

  Duration waited(const CallView& waiting) const { return now - waiting.queued_at; }
};

}  // namespace twinline
