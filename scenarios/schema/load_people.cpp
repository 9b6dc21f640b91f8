#include <algorithm>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/day_keys.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::uint32_t most_agents = 100'000;  // in all groups; a slip of the pen should not fill the memory

/// Where no shares are written, callers come over the trunks that are named, or over all, in proportion to their lines.
std::vector<double> read_trunk_shares(const Node* trunks, Binding& binding) {
  const Node* block = binding.root.find("trunks");
  const std::vector<Trunk>& all = binding.scenario.centre.trunks;
  if (trunks && !trunks->entries.empty()) return read_shares(*trunks, block, all.size(), "trunk", binding.problems);
  const std::vector<const Node*> named = scalars_of(trunks);
  if (all.empty() && !named.empty()) {
    binding.problems.error(named.front()->place,
                           fmt::format("unknown trunk {}; there is none", in_quotes(named.front()->text)));
  }
  std::vector<double> lines(all.size());
  double sum = 0;
  for (std::size_t trunk = 0; trunk < all.size(); ++trunk) {
    const bool counts = named.empty() || std::any_of(named.begin(), named.end(), [&](const Node* name) {
                          return position_of(block, name->text) == trunk;
                        });
    lines[trunk] = counts ? all[trunk].lines : 0;
    sum += lines[trunk];
  }
  if (sum > 0) {
    for (double& share : lines) share /= sum;
  }
  return lines;
}

Callers read_callers(const Node& call, Binding& binding) {
  Callers callers;
  callers.arrivals = read_arrivals(call.find("arrivals"), binding);
  const Node* patience = call.find("patience");
  if (patience) callers.patience = read_by_period(patience, binding);
  const Node* inside = find(patience, {"balk"});
  const Node* beside = call.find("balk");
  if (inside && beside) binding.problems.error(beside->place, "balk is given here and in patience; keep one");
  callers.balk = share_or(inside ? inside : beside, 0);

  callers.handling.talk = read_by_period(find(&call, {"handling", "talk"}), binding);
  if (const Node* hold = find(&call, {"handling", "hold"})) {
    callers.handling.hold_share = share_or(hold->find("share"), 0);
    callers.handling.hold = read_distribution(hold, binding);
  }
  callers.handling.wrap_up = read_by_period(find(&call, {"handling", "wrap_up"}), binding);
  if (const Node* identification = find(&call, {"handling", "identification"}))
    callers.handling.identification = read_distribution(identification, binding);
  callers.handling.with_context = share_or(find(&call, {"handling", "with_context"}), 1);
  if (const Node* finds_out = find(&call, {"wrong_queue", "finds_out"}))
    callers.finds_out = read_distribution(finds_out, binding);

  if (const Node* redial = call.find("redial")) {
    callers.redial_share = share_or(redial->find("if_abandoned"), 0);
    callers.redial_delay = read_distribution(redial->find("delay"), binding);
    callers.most_attempts =
        static_cast<std::uint8_t>(std::min<std::uint64_t>(whole_or(redial->find("most_attempts"), 10), 100));
  }
  callers.accepts_callback = share_or(call.find("callback_acceptance"), 0);
  callers.prompt_length = read_distribution(call.find("announcement_length"), binding);
  const Node* trunks = call.find("trunks");
  const Channel channel = channel_of(text_or(call.find("channel"), "voice")).value_or(Channel::voice);
  if (channel == Channel::voice) {
    callers.trunk_shares = read_trunk_shares(trunks, binding);
  } else if (trunks) {
    binding.problems.error(trunks->place,
                           fmt::format("who comes by {} needs no trunk; remove trunks", name_of(channel)));
  }
  return callers;
}

std::vector<StaffingStep> steps_of(const Node& node) {
  const auto agents_of = [](const Node& count) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(whole_or(&count, 0), most_agents));
  };
  if (node.is_scalar()) return {{Duration{0}, agents_of(node)}};
  std::vector<StaffingStep> steps;
  for (const Entry& entry : node.entries) {
    if (const auto from = parse_time_of_day(entry.key)) steps.push_back({*from, agents_of(entry.value)});
  }
  std::stable_sort(steps.begin(), steps.end(),
                   [](const StaffingStep& a, const StaffingStep& b) { return a.from < b.from; });
  // Before the first time that is named nobody is on duty.
  if (!steps.empty() && steps.front().from > Duration{0}) steps.insert(steps.begin(), {Duration{0}, 0});
  return steps;
}

Schedule read_schedule(const Node* scheduled, Problems& problems) {
  Schedule schedule;
  if (!scheduled) return schedule;
  if (has_day_keys(*scheduled)) {
    for_each_day_key(*scheduled, problems, [&](const DaySet& days, const Entry& entry) {
      for (const std::uint8_t day : days.weekdays) schedule.by_weekday[day] = steps_of(entry.value);
      for (const std::string& date : days.dates) schedule.by_date[date] = steps_of(entry.value);
    });
    return schedule;
  }
  for (std::uint8_t day = 0; day < 7; ++day) schedule.by_weekday[day] = steps_of(*scheduled);
  return schedule;
}

std::uint32_t most_ever(const Schedule& schedule) {
  std::uint32_t most = 0;
  const auto look = [&most](const std::vector<StaffingStep>& steps) {
    for (const StaffingStep& step : steps) most = std::max(most, step.agents);
  };
  for (const auto& [day, steps] : schedule.by_weekday) look(steps);
  for (const auto& [date, steps] : schedule.by_date) look(steps);
  return most;
}

/// An agent serves a call at the speed of the slowest of the skills that it needs.
std::vector<SkillPerformance> read_performance(const Node& group, const Centre& centre) {
  std::vector<SkillPerformance> performance;
  for (std::size_t type = 0; type < centre.call_types.size(); ++type) {
    std::optional<double> slowest;
    for (const SkillIndex need : centre.call_types[type].needs) {
      const Node* skill = find(&group, {"skills", centre.skills[need.value]});
      const double speed = std::max(0.01, number_or(find(skill, {"speed"}), 1.0));
      slowest = std::min(slowest.value_or(speed), speed);
    }
    if (slowest && *slowest != 1.0) performance.push_back({CallTypeIndex{type}, *slowest});
  }
  return performance;
}

/// At which rate each of 1, 2, 3, … contacts goes on. Each slows the others, but more are never less in all: else
/// nobody would take the last.
std::vector<double> read_pace(const Node* pace, std::size_t capacity, Problems& problems) {
  if (!pace) return {};
  std::vector<double> rates;
  for (const Node& rate : pace->items) rates.push_back(number_or(&rate, 1));
  if (rates.size() != capacity) {
    problems.error(pace->place, fmt::format("pace has {} rates; give one for each of 1 to {} contacts, the capacity",
                                            rates.size(), capacity));
    return {};
  }
  if (rates.front() != 1) {
    problems.error(pace->items.front().place,
                   fmt::format("pace begins with {:g}; alone, a contact goes on at 1", rates.front()));
  }
  for (std::size_t more = 1; more < rates.size(); ++more) {
    const double before = static_cast<double>(more) * rates[more - 1];
    const double after = static_cast<double>(more + 1) * rates[more];
    constexpr double tolerance = 1e-9;  // of rates written with a few decimals
    if (rates[more] > rates[more - 1]) {
      problems.error(pace->items[more].place,
                     fmt::format("pace rises to {:g}; with more in hand none goes on faster", rates[more]));
    } else if (after < before - tolerance) {
      problems.error(pace->items[more].place,
                     fmt::format("{} contacts at {:g} each are less in all than {} at {:g}; give at least {:.4g}",
                                 more + 1, rates[more], more, rates[more - 1], before / static_cast<double>(more + 1)));
    }
  }
  const bool slows = std::any_of(rates.begin(), rates.end(), [](double rate) { return rate < 1; });
  return slows ? rates : std::vector<double>{};
}

People read_people(const Node& group, std::size_t capacity, Binding& binding) {
  const Scenario& scenario = binding.scenario;
  People people;
  people.schedule = read_schedule(group.find("scheduled"), binding.problems);
  people.performance = read_performance(group, scenario.centre);
  people.no_answer_share = share_or(find(&group, {"no_answer", "share"}), 0);
  people.no_answer_after = duration_or(find(&group, {"no_answer", "after"}), scenario.centre.offers.ring_limit);
  people.decline_share = share_or(group.find("decline"), 0);
  if (const Node* answer_after = group.find("answer_after"))
    people.answer_after = read_distribution(answer_after, binding);
  people.cost_per_hour = money_per_hour_or(group.find("cost"), 0, binding);
  people.pace = read_pace(group.find("pace"), capacity, binding.problems);
  return people;
}

}  // namespace

void load_people(Binding& binding) {
  Scenario& scenario = binding.scenario;
  if (const Node* calls = binding.root.find("calls")) {
    for (const Entry& entry : calls->entries) scenario.callers.push_back(read_callers(entry.value, binding));
  }
  const Node* groups = binding.root.find("groups");
  if (!groups) return;
  std::uint32_t total = 0;
  for (std::size_t group = 0; group < groups->entries.size(); ++group) {
    const Entry& entry = groups->entries[group];
    scenario.people.push_back(read_people(entry.value, scenario.centre.groups[group].capacity, binding));
    const std::uint32_t agents = most_ever(scenario.people.back().schedule);
    total += agents;
    if (total > most_agents) {
      binding.problems.error(entry.place,
                             fmt::format("more than {} agents in all; is the schedule right?", most_agents));
      return;
    }
    for (std::uint32_t i = 1; i <= agents; ++i) {
      scenario.centre.agents.push_back({fmt::format("{} {}", entry.key, i), GroupIndex{group}});
    }
  }
}

}  // namespace twinline::scenarios
