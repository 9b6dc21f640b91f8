// Agents who work on several contacts at once: each contact then goes on more slowly than it would alone. Keeps what is
// left of each one's work and works out when it will be done; the timers are the world's. Only agents of groups with a
// `pace` are known here.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

class SharedWork {
 public:
  /// The scenario must outlive this.
  explicit SharedWork(const scenarios::Scenario& scenario);

  bool is_known() const { return !desks_.empty(); }
  bool slows(GroupIndex group) const { return is_known() && !scenario_->people[group.value].pace.empty(); }

  /// Whether this contact is in the hands of such an agent.
  bool has(CallSlot slot) const { return slot.value < agent_of_.size() && agent_of_[slot.value]; }

  /// The agent has one contact more in hand, which would take so long alone. `done_at(slot, time)` is told of each
  /// contact of the agent anew.
  template <class DoneAt>
  void take_up(AgentIndex agent, GroupIndex group, CallSlot slot, Duration work, Time now, DoneAt done_at) {
    Desk& desk = desk_at(agent, now);
    desk.group = group;
    if (slot.value >= agent_of_.size()) agent_of_.resize(slot.value + std::size_t{1});
    agent_of_[slot.value] = agent;
    desk.tasks.push_back({slot, static_cast<double>(work.count()), false});
    tell_all(desk, now, done_at);
  }

  /// What was done is done, and so much is to be done about the same contact now; gives when it will be.
  Time go_on(CallSlot slot, Duration work, Time now);

  /// The agent is done with this contact.
  template <class DoneAt>
  void put_down(CallSlot slot, Time now, DoneAt done_at) {
    Desk& desk = desk_at(agent_of_[slot.value], now);
    std::erase_if(desk.tasks, [slot](const Task& task) { return task.slot == slot; });
    agent_of_[slot.value] = {};
    tell_all(desk, now, done_at);
  }

  /// The work stands still, and still wants attention; gives what is left of it, for an agent with nothing else.
  Duration pause(CallSlot slot, Time now);
  /// It goes on; gives when it will be done.
  Time resume(CallSlot slot, Time now);

 private:
  struct Task {
    CallSlot slot;
    double left = 0;  ///< nanoseconds, if it were alone
    bool stands_still = false;
  };
  struct Desk {
    std::vector<Task> tasks;
    GroupIndex group;
    Time since;  ///< what is left is as of then
  };

  double pace(const Desk& desk) const;
  Desk& desk_at(AgentIndex agent, Time now);
  Task& task_of(CallSlot slot, Time now);
  Time done_at(const Task& task, const Desk& desk, Time now) const;

  template <class DoneAt>
  void tell_all(const Desk& desk, Time now, DoneAt tell) const {
    for (const Task& task : desk.tasks) {
      if (!task.stands_still) tell(task.slot, done_at(task, desk, now));
    }
  }

  const scenarios::Scenario* scenario_;
  std::vector<Desk> desks_;           ///< by agent; empty where nobody slows down
  std::vector<AgentIndex> agent_of_;  ///< by slot
};

}  // namespace twinline::sim
