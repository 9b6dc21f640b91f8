#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {
namespace {

bool is_constant(const RateProfile& profile) {
  return !profile.per_hour.empty() &&
         std::all_of(profile.per_hour.begin(), profile.per_hour.end(),
                     [&](const Period<double>& period) { return period.value == profile.per_hour.front().value; });
}

bool is_constant(const Arrivals& arrivals) {
  if (arrivals.replay || arrivals.growth || !arrivals.special_days.by_weekday.empty() ||
      !arrivals.special_days.by_date.empty() || !arrivals.by_date.empty() || arrivals.by_weekday.size() != 7)
    return false;
  const RateProfile& monday = arrivals.by_weekday.begin()->second;
  return std::all_of(arrivals.by_weekday.begin(), arrivals.by_weekday.end(), [&](const auto& day) {
    return is_constant(day.second) && day.second.per_hour.front().value == monday.per_hour.front().value;
  });
}

bool is_constant(const Schedule& schedule) {
  if (!schedule.by_date.empty() || schedule.by_weekday.size() != 7) return false;
  const std::vector<StaffingStep>& first = schedule.by_weekday.begin()->second;
  if (first.empty()) return true;  // what is wrong with it has been told
  const std::uint32_t agents = first.front().agents;
  return std::all_of(schedule.by_weekday.begin(), schedule.by_weekday.end(), [&](const auto& day) {
    return std::all_of(day.second.begin(), day.second.end(),
                       [&](const StaffingStep& step) { return step.agents == agents; });
  });
}

bool is_constant(const Callers& callers) {
  return (!callers.patience || callers.patience->size() <= 1) && callers.handling.talk.size() <= 1 &&
         callers.handling.wrap_up.size() <= 1;
}

bool closes(const Horizon& horizon) {
  return std::any_of(horizon.days.begin(), horizon.days.end(), [](const Day& day) {
    return day.opens != day.midnight || day.closes < day.midnight + day.length;
  });
}

/// Something that changes with the time of day or from day to day, so that there is no steady state.
struct Variation {
  const Node* written;
  std::string what;
};

/// What makes one day unlike another for all call types.
void add_shared_variations(const Binding& binding, std::vector<Variation>& variations) {
  const Scenario& scenario = binding.scenario;
  const auto add = [&](bool varies, std::string_view key, std::string_view what) {
    if (varies) variations.push_back({binding.root.find(key), std::string{what}});
  };
  add(scenario.growth.has_value(), "growth", "the rates grow");
  add(!scenario.special_days.by_weekday.empty() || !scenario.special_days.by_date.empty(), "special_days",
      "some days are special");
  add(!scenario.surges.empty(), "surges", "there are surges");
  add(std::any_of(scenario.notices.begin(), scenario.notices.end(), [](const Notice& one) { return one.at; }),
      "notices", "a notice is in force for a time");
}

std::vector<Variation> variations_of(const Binding& binding) {
  const Scenario& scenario = binding.scenario;
  std::vector<Variation> variations;
  if (closes(scenario.horizon)) variations.push_back({find(&binding.root, {"site", "opens"}), "the centre closes"});
  add_shared_variations(binding, variations);
  for (std::size_t type = 0; type < scenario.callers.size() && type < scenario.centre.call_types.size(); ++type) {
    const std::string& name = scenario.centre.call_types[type].name;
    if (!is_constant(scenario.callers[type].arrivals)) {
      variations.push_back(
          {find(&binding.root, {"calls", name, "arrivals"}), fmt::format("the rate of {} changes", name)});
    }
    if (!is_constant(scenario.callers[type])) {
      variations.push_back({find(&binding.root, {"calls", name}),
                            fmt::format("patience or handling of {} depends on the time of day", name)});
    }
  }
  for (std::size_t group = 0; group < scenario.people.size() && group < scenario.centre.groups.size(); ++group) {
    const std::string& name = scenario.centre.groups[group].name;
    if (!is_constant(scenario.people[group].schedule)) {
      variations.push_back(
          {find(&binding.root, {"groups", name, "scheduled"}), fmt::format("the number of {} changes", name)});
    }
  }
  return variations;
}

}  // namespace

void check_steady_state(Binding& binding) {
  const Horizon& horizon = binding.scenario.horizon;
  const Node* block = binding.root.find("horizon");
  const Node* warm_up = find(block, {"warm_up"});
  if (!horizon.steady_state) {
    // A day that opens empty does so in reality; its first hours are no distortion.
    const bool is_terminating = horizon.warm_up > Duration{0} && !variations_of(binding).empty();
    if (is_terminating) {
      binding.problems.warn(warm_up->place,
                            fmt::format("warm_up leaves out real hours: {}, so this is no steady-state model",
                                        variations_of(binding).front().what));
    }
    return;
  }
  const Node* written = find(block, {"steady_state"});
  if (warm_up) binding.problems.error(warm_up->place, "steady_state finds the warm-up itself; remove warm_up");
  if (const Node* reduction = binding.root.find("variance_reduction")) {
    binding.problems.error(reduction->place,
                           "steady_state has no replications to draw together; remove variance_reduction");
  }
  if (const Node* fold = find(block, {"fold"}); fold && yes_or(fold, false)) {
    binding.problems.error(fold->place, "steady_state looks at intervals in their order; remove fold");
  }
  for (const Variation& variation : variations_of(binding)) {
    binding.problems.error(variation.written ? variation.written->place : written->place,
                           fmt::format("there is no steady state: {}; remove horizon.steady_state", variation.what));
  }
}

}  // namespace twinline::scenarios
