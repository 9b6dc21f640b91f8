// A small centre and a View on it, both made by hand, for tests of policies without an ACD. The test says who
// idles and which calls wait; view() works out lines, idle lists and bits from scratch, so a policy sees
// consistent tables.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "policies/contract/routing_policy.hpp"
#include "policies/contract/view.hpp"

namespace twinline {

class ViewFixture {
 public:
  Centre centre;
  std::vector<SiteView> sites;  ///< one for each of the centre's
  Time now = world_start + 1h;
  std::uint64_t policy_seed = 1;

  SkillIndex add_skill(std::string name) {
    centre.skills.push_back(std::move(name));
    return SkillIndex{centre.skills.size() - 1};
  }

  GroupIndex add_group(std::string name, std::vector<SkillLevel> skills, std::uint16_t capacity = 1) {
    centre.groups.push_back({std::move(name), std::move(skills), capacity});
    return GroupIndex{centre.groups.size() - 1};
  }

  /// With a queue of its own.
  CallTypeIndex add_call_type(std::string name, std::vector<SkillIndex> needs, std::vector<GroupIndex> ranking = {}) {
    centre.queues.push_back({name, {}, {}});
    CallType type;
    type.name = std::move(name);
    type.queue = QueueIndex{centre.queues.size() - 1};
    type.needs = std::move(needs);
    type.ranking = std::move(ranking);
    centre.call_types.push_back(std::move(type));
    return CallTypeIndex{centre.call_types.size() - 1};
  }

  AgentIndex add_idle_agent(GroupIndex group, Duration idle_for) {
    const AgentIndex agent = add_agent(group, AgentState::ready);
    idle(agent, idle_for);
    return agent;
  }

  AgentIndex add_busy_agent(GroupIndex group) { return add_agent(group, AgentState::busy, 1); }

  /// Keys ascend from call to call.
  CallId add_waiting_call(CallTypeIndex type, Duration waited, std::uint8_t priority = 0) {
    CallView call;
    call.id = {CallSlot{calls_.size()}, 1};
    call.key = 1000 + calls_.size();
    call.type = type;
    call.queue = centre.call_types[type.value].queue;
    call.arrived = call.queued_at = now - waited;
    call.priority = priority;
    call.state = CallState::waiting;
    calls_.push_back(call);
    return call.id;
  }

  /// The call has this attribute, which the centre has or gets.
  void learn(CallId id, const std::string& name, std::int64_t value) {
    const auto known = std::find(centre.attributes.begin(), centre.attributes.end(), name);
    const AttributeIndex attribute{static_cast<std::size_t>(known - centre.attributes.begin())};
    if (known == centre.attributes.end()) centre.attributes.push_back(name);
    attributes_.resize(calls_.size() * max_attributes);
    attributes_[id.slot.value * max_attributes + call(id).attribute_count++] = {attribute, value};
  }

  CallView& call(CallId id) { return calls_[id.slot.value]; }
  AgentView& agent(AgentIndex index) { return agents_[index.value]; }

  /// The agent can take a call, and could for this long.
  void idle(AgentIndex index, Duration idle_for) {
    AgentView& who = agent(index);
    who.state = AgentState::ready;
    who.since = who.idle_since = now - idle_for;
  }

  /// The agent works on as many calls as the capacity allows.
  void make_busy(AgentIndex index) {
    agent(index).state = AgentState::busy;
    agent(index).engaged = agent(index).capacity;
  }

  void make_not_ready(AgentIndex index) { agent(index).state = AgentState::not_ready; }

  /// The call is with an agent, no longer in line.
  void take_from_line(CallId id) { call(id).state = CallState::talking; }

  /// Valid until the fixture changes or view() is called again.
  View view() {
    centre.link();
    link_agents();
    link_calls();
    View view;
    view.now = now;
    view.centre = &centre;
    view.calls = calls_;
    view.agents = agents_;
    view.groups = groups_;
    view.lines = lines_;
    view.queues = queues_;
    view.sites = sites;
    view.lines_by_group = line_spans_;
    view.idle_bits = idle_bits_;
    view.free_bits = free_bits_;
    attributes_.resize(calls_.size() * max_attributes);
    view.attribute_table = attributes_;
    view.policy_seed = policy_seed;
    return view;
  }

 private:
  AgentIndex add_agent(GroupIndex group, AgentState state, std::uint16_t engaged = 0) {
    centre.agents.push_back({"agent " + std::to_string(agents_.size()), group});
    AgentView who;
    who.group = group;
    who.state = state;
    who.capacity = centre.groups[group.value].capacity;
    who.engaged = engaged;
    who.logged_in_at = world_start;
    agents_.push_back(who);
    return AgentIndex{agents_.size() - 1};
  }

  void link_agents() {
    const std::size_t words = (agents_.size() + 63) / 64;
    groups_.assign(centre.groups.size(), {});
    idle_bits_.assign(centre.groups.size() * words, 0);
    free_bits_.assign(centre.groups.size() * words, 0);
    std::vector<AgentIndex> by_idle_time;
    for (std::size_t index = 0; index < agents_.size(); ++index) {
      AgentView& who = agents_[index];
      ++groups_[who.group.value].logged_in;
      if (who.engaged > 0) ++groups_[who.group.value].engaged;
      if (who.state == AgentState::not_ready) ++groups_[who.group.value].not_ready;
      who.previous_idle = who.next_idle = {};
      if (who.engaged < who.capacity && who.state != AgentState::not_ready) by_idle_time.push_back(AgentIndex{index});
    }
    std::stable_sort(by_idle_time.begin(), by_idle_time.end(), [this](AgentIndex one, AgentIndex other) {
      if (agent(one).engaged != agent(other).engaged) return agent(one).engaged < agent(other).engaged;
      return agent(one).idle_since < agent(other).idle_since;
    });
    for (const AgentIndex index : by_idle_time) {
      AgentView& who = agent(index);
      GroupView& group = groups_[who.group.value];
      who.previous_idle = group.latest_idle;
      (group.latest_idle ? agent(group.latest_idle).next_idle : group.longest_idle) = index;
      group.latest_idle = index;
      ++group.idle;
      const std::uint64_t bit = std::uint64_t{1} << (index.value % 64);
      idle_bits_[who.group.value * words + index.value / 64] |= bit;
      if (who.engaged == 0) free_bits_[who.group.value * words + index.value / 64] |= bit;
    }
  }

  void link_calls() {
    lines_.clear();
    queues_.assign(centre.queues.size(), {});
    std::vector<CallSlot> by_wait;
    for (const CallView& waiting : calls_) {
      if (waiting.state == CallState::waiting) by_wait.push_back(waiting.id.slot);
    }
    std::stable_sort(by_wait.begin(), by_wait.end(), [this](CallSlot one, CallSlot other) {
      return calls_[one.value].queued_at < calls_[other.value].queued_at;
    });
    for (const CallSlot slot : by_wait) append_to_line(slot);

    lines_of_group_.assign(centre.groups.size(), {});
    for (std::size_t group = 0; group < centre.groups.size(); ++group) {
      for (std::size_t line = 0; line < lines_.size(); ++line) {
        if (centre.eligibility_of(GroupIndex{group}, lines_[line].type))
          lines_of_group_[group].push_back(LineIndex{line});
      }
    }
    line_spans_.assign(lines_of_group_.begin(), lines_of_group_.end());
  }

  void append_to_line(CallSlot slot) {
    CallView& waiting = calls_[slot.value];
    auto line = std::find_if(lines_.begin(), lines_.end(), [&](const LineView& known) {
      return known.queue == waiting.queue && known.type == waiting.type && known.priority == waiting.priority;
    });
    if (line == lines_.end()) {
      line = lines_.insert(line, LineView{waiting.queue, waiting.type, waiting.priority, {}, {}, 0});
    }
    waiting.line = LineIndex{static_cast<std::size_t>(line - lines_.begin())};
    waiting.previous = line->last;
    waiting.next = {};
    (line->last ? calls_[line->last.value].next : line->first) = slot;
    line->last = slot;
    ++line->waiting;
    ++queues_[waiting.queue.value].waiting;
  }

  std::vector<CallView> calls_;
  std::vector<Attribute> attributes_;  ///< by call, max_attributes each
  std::vector<AgentView> agents_;
  std::vector<GroupView> groups_;
  std::vector<LineView> lines_;
  std::vector<QueueView> queues_;
  std::vector<std::uint64_t> idle_bits_, free_bits_;
  std::vector<std::vector<LineIndex>> lines_of_group_;
  std::vector<std::span<const LineIndex>> line_spans_;
};

}  // namespace twinline
