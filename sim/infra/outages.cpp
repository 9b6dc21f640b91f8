#include "sim/infra/outages.hpp"

#include <algorithm>

#include "policies/contract/units.hpp"
#include "sim/people/local_time.hpp"
#include "sim/people/sampler.hpp"

namespace twinline::infra {
namespace {

/// The instants of a drill, the last first.
std::vector<Time> drills_of(const scenarios::Outage& outage, const scenarios::Horizon& horizon) {
  if (!outage.at) return {};
  std::vector<Time> drills = sim::planned_times(horizon.days, *outage.at, outage.on);
  std::reverse(drills.begin(), drills.end());
  return drills;
}

}  // namespace

Outages::Outages(const scenarios::Scenario& scenario, random::StreamSeed seed) : scenario_(&scenario), seed_(seed) {
  for (const scenarios::Outage& outage : scenario.infrastructure->outages) {
    courses_.push_back({&outage, sim::sampler(outage.after.value_or(scenarios::Distribution{})),
                        sim::sampler(outage.lasts), drills_of(outage, scenario.horizon)});
    plan_failure(courses_.size() - 1, Time{});
  }
  next_time_ = find_next_time();
}

void Outages::plan_failure(std::size_t index, Time from) {
  Course& course = courses_[index];
  course.next = never;
  if (course.outage->after) {
    random::Stream stream = seed_.stream(random::Purpose::failure, random::Entity(index, course.failures));
    const Time failure = from + from_seconds(course.after.sample(stream));
    if (failure < scenario_->horizon.end) course.next = failure;
    return;
  }
  // A drill that falls into the one before is left out.
  while (!course.drills.empty() && course.drills.back() < from) course.drills.pop_back();
  if (course.drills.empty()) return;
  course.next = course.drills.back();
  course.drills.pop_back();
}

std::size_t Outages::first() const {
  std::size_t found = 0;
  for (std::size_t index = 1; index < courses_.size(); ++index) {
    if (courses_[index].next < courses_[found].next) found = index;
  }
  return found;
}

Outages::Change Outages::pop() {
  const std::size_t index = first();
  Course& course = courses_[index];
  const Time now = course.next;
  course.down = !course.down;
  if (course.down) {
    random::Stream stream = seed_.stream(random::Purpose::repair, random::Entity(index, course.failures++));
    course.next = now + from_seconds(course.lasts.sample(stream));
  } else {
    plan_failure(index, now);
  }
  next_time_ = find_next_time();
  return {index, course.down};
}

}  // namespace twinline::infra
