#include "sim/people/shared_work.hpp"

#include <algorithm>
#include <cmath>

namespace twinline::sim {

SharedWork::SharedWork(const scenarios::Scenario& scenario) : scenario_(&scenario) {
  const bool somebody_slows = std::any_of(scenario.people.begin(), scenario.people.end(),
                                          [](const scenarios::People& people) { return !people.pace.empty(); });
  if (somebody_slows) desks_.resize(scenario.centre.agents.size());
}

/// At which each contact goes on. Who came from another group with more in hand than this one allows has the last.
double SharedWork::pace(const Desk& desk) const {
  const std::vector<double>& paces = scenario_->people[desk.group.value].pace;
  return paces[std::min(desk.tasks.size(), paces.size()) - 1];
}

/// With what has been done up to now taken off.
SharedWork::Desk& SharedWork::desk_at(AgentIndex agent, Time now) {
  Desk& desk = desks_[agent.value];
  if (!desk.tasks.empty()) {
    const double done = static_cast<double>((now - desk.since).count()) * pace(desk);
    for (Task& task : desk.tasks) {
      if (!task.stands_still) task.left = std::max(0.0, task.left - done);
    }
  }
  desk.since = now;
  return desk;
}

SharedWork::Task& SharedWork::task_of(CallSlot slot, Time now) {
  std::vector<Task>& tasks = desk_at(agent_of_[slot.value], now).tasks;
  return *std::find_if(tasks.begin(), tasks.end(), [slot](const Task& task) { return task.slot == slot; });
}

Time SharedWork::done_at(const Task& task, const Desk& desk, Time now) const {
  return now + Duration{static_cast<std::int64_t>(std::ceil(task.left / pace(desk)))};
}

Time SharedWork::go_on(CallSlot slot, Duration work, Time now) {
  Task& task = task_of(slot, now);
  task = {slot, static_cast<double>(work.count()), false};
  return done_at(task, desks_[agent_of_[slot.value].value], now);
}

Duration SharedWork::pause(CallSlot slot, Time now) {
  Task& task = task_of(slot, now);
  task.stands_still = true;
  return Duration{static_cast<std::int64_t>(task.left)};
}

Time SharedWork::resume(CallSlot slot, Time now) {
  Task& task = task_of(slot, now);
  task.stands_still = false;
  return done_at(task, desks_[agent_of_[slot.value].value], now);
}

}  // namespace twinline::sim
