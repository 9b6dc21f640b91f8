#include "sim/people/workforce.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

namespace twinline::sim {
namespace {

const std::vector<scenarios::StaffingStep>* steps_of(const scenarios::Schedule& schedule, const scenarios::Day& day) {
  if (!schedule.by_date.empty()) {
    char date[32];
    std::snprintf(date, sizeof date, "%04d-%02u-%02u", day.year, day.month, day.day);
    const auto dated = schedule.by_date.find(date);
    if (dated != schedule.by_date.end()) return &dated->second;
  }
  const auto weekly = schedule.by_weekday.find(day.weekday);
  return weekly == schedule.by_weekday.end() ? nullptr : &weekly->second;
}

}  // namespace

std::uint32_t agents_on_duty(const scenarios::Scenario& scenario, std::size_t position, Time at) {
  const scenarios::Day& day = scenario.horizon.days[position];
  std::uint32_t agents = 0;
  for (const scenarios::People& people : scenario.people) {
    const auto* steps = steps_of(people.schedule, day);
    if (steps == nullptr) continue;
    std::uint32_t of_group = 0;
    for (const scenarios::StaffingStep& step : *steps) of_group = day.at(step.from) <= at ? step.agents : of_group;
    agents += of_group;
  }
  return agents;
}

Workforce::Workforce(const scenarios::Scenario& scenario)
    : groups_(scenario.centre.groups.size()),
      waits_over_night_(scenario.centre.queues.size()),
      at_closing_(scenario.horizon.at_closing) {
  for (const CallType& type : scenario.centre.call_types) {
    if (waits_while_closed(type.channel)) waits_over_night_[type.queue.value] = true;
  }
  for (std::size_t agent = 0; agent < scenario.centre.agents.size(); ++agent) {
    groups_[scenario.centre.agents[agent].group.value].agents.push_back(AgentIndex{agent});
  }
  for (std::size_t day = 0; day < scenario.horizon.days.size(); ++day) add_day(scenario, day);
  std::stable_sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) { return a.at < b.at; });
}

bool Workforce::leaves(Group& group, AgentIndex agent) {
  // Of several contacts in hand each one's end comes here.
  if (std::find(group.leaving.begin(), group.leaving.end(), agent) != group.leaving.end()) return false;
  group.leaving.push_back(agent);
  --group.too_many;
  return true;
}

bool Workforce::is_in(const Group& group, AgentIndex agent, const View& view) {
  return view.agent(agent).state != AgentState::logged_out &&
         std::find(group.leaving.begin(), group.leaving.end(), agent) == group.leaving.end();
}

bool Workforce::nobody_waits(const View& view) const {
  for (std::size_t queue = 0; queue < view.queues.size(); ++queue) {
    const QueueView& there = view.queues[queue];
    if (!waits_over_night_[queue] && (there.waiting > 0 || there.ringing > 0)) return false;
  }
  return true;
}

void Workforce::add_day(const scenarios::Scenario& scenario, std::size_t position) {
  const scenarios::Horizon& horizon = scenario.horizon;
  const scenarios::Day& day = horizon.days[position];
  if (day.closes <= day.opens || day.opens >= horizon.end) return;
  for (std::size_t group = 0; group < groups_.size(); ++group) {
    const auto* steps = steps_of(scenario.people[group].schedule, day);
    if (steps == nullptr) {
      changes_.push_back({day.opens, GroupIndex{group}, 0});
      continue;
    }
    std::uint32_t at_opening = 0;
    for (const scenarios::StaffingStep& step : *steps) {
      if (day.at(step.from) <= day.opens) at_opening = step.agents;
    }
    changes_.push_back({day.opens, GroupIndex{group}, at_opening});
    for (const scenarios::StaffingStep& step : *steps) {
      const Time at = day.at(step.from);
      if (at > day.opens && at < std::min(day.closes, horizon.end))
        changes_.push_back({at, GroupIndex{group}, step.agents});
    }
  }
  const bool opens_again_at_once = position + 1 < horizon.days.size() &&
                                   horizon.days[position + 1].opens <= day.closes &&
                                   horizon.days[position + 1].closes > day.closes;
  const bool last_of_all = day.closes >= horizon.end && horizon.run_out == scenarios::RunOut::until_empty;
  if (!opens_again_at_once && !last_of_all && day.closes < horizon.end)
    changes_.push_back({day.closes, GroupIndex{}, 0});
}

void Workforce::change(const View& view, std::vector<Fact>& facts) {
  const Time now = next_time();
  for (; next_ < changes_.size() && changes_[next_].at == now; ++next_) {
    const Change& change = changes_[next_];
    if (change.group) {
      closing_ = false;
      set_agents(change.group, change.agents, view, facts);
    } else {
      close(view, facts);
    }
  }
}

void Workforce::close(const View& view, std::vector<Fact>& facts) {
  if (at_closing_ == scenarios::AtClosing::release_waiting) {
    for (std::size_t queue = 0; queue < view.queues.size(); ++queue) {
      if (!waits_over_night_[queue]) facts.emplace_back(WaitingReleased{QueueIndex{queue}});
    }
  } else if (!nobody_waits(view)) {
    closing_ = true;
    return;
  }
  for (std::size_t group = 0; group < groups_.size(); ++group) set_agents(GroupIndex{group}, 0, view, facts);
}

void Workforce::go_home_if_nobody_waits(const View& view, std::vector<Fact>& facts) {
  if (!nobody_waits(view)) return;
  closing_ = false;
  for (std::size_t group = 0; group < groups_.size(); ++group) set_agents(GroupIndex{group}, 0, view, facts);
}

void Workforce::set_agents(GroupIndex index, std::uint32_t wanted, const View& view, std::vector<Fact>& facts) {
  Group& group = groups_[index.value];
  const auto in = static_cast<std::uint32_t>(std::count_if(
      group.agents.begin(), group.agents.end(), [&](AgentIndex agent) { return is_in(group, agent, view); }));
  group.too_many = 0;
  if (in <= wanted) {
    std::uint32_t missing = wanted - in;
    for (const AgentIndex agent : group.agents) {
      if (missing == 0) break;
      if (is_in(group, agent, view)) continue;
      facts.emplace_back(AgentPresenceChanged{agent, Presence::ready, NotReadyReason::none});
      std::erase(group.leaving, agent);
      --missing;
    }
    return;
  }
  std::uint32_t surplus = in - wanted;
  for (auto agent = group.agents.rbegin(); agent != group.agents.rend() && surplus > 0; ++agent) {
    if (!is_in(group, *agent, view) || view.agent(*agent).engaged > 0) continue;
    facts.emplace_back(AgentPresenceChanged{*agent, Presence::logged_out, NotReadyReason::none});
    --surplus;
  }
  group.too_many = surplus;
}

}  // namespace twinline::sim
