#include "sim/people/surges.hpp"

#include <algorithm>
#include <optional>

#include "sim/people/choice_by_share.hpp"
#include "sim/people/local_time.hpp"
#include "sim/people/sampler.hpp"

namespace twinline::sim {
namespace {

using random::Entity;
using random::Purpose;

struct Occurrence {
  std::size_t day = 0;
  Time from;
  Duration lasts{0};
};

class SurgeCalls {
 public:
  SurgeCalls(const scenarios::Scenario& scenario, const Draws& draws) : scenario_(&scenario), seed_(draws.own()) {}

  std::vector<Arrival> all() {
    std::uint64_t first_ordinal = static_cast<std::uint64_t>(FirstOrdinal::surge);
    for (std::size_t position = 0; position < scenario_->surges.size(); ++position) {
      const scenarios::Surge& surge = scenario_->surges[position];
      for (const Occurrence& occurrence : occurrences(surge, position))
        call(surge, position, occurrence, first_ordinal);
      first_ordinal += surge.customers;
    }
    std::stable_sort(calls_.begin(), calls_.end(), [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
    return std::move(calls_);
  }

 private:
  Duration length_of(const scenarios::Surge& surge, std::size_t position, std::size_t day) const {
    random::Stream stream = seed_.stream(Purpose::surge_length, Entity{position, day});
    return from_seconds(sampler(surge.lasts).sample(stream));
  }

  std::vector<Occurrence> occurrences(const scenarios::Surge& surge, std::size_t position) const {
    const std::vector<scenarios::Day>& days = scenario_->horizon.days;
    std::vector<Occurrence> found;
    if (surge.at) {
      for (std::size_t day = 0; day < days.size(); ++day) {
        if (!surge.at->date.empty() && surge.at->date != days[day].date()) continue;
        found.push_back({day, days[day].at(surge.at->time_of_day), length_of(surge, position, day)});
      }
      return found;
    }
    const random::Distribution after = sampler(*surge.after);
    Time from = world_start;
    for (std::uint64_t number = 0;; ++number) {
      random::Stream stream = seed_.stream(Purpose::surge_start, Entity{position, number});
      from += from_seconds(after.sample(stream));
      // Customers have numbers by the day of the surge, so that there is one a day at most.
      if (!found.empty() && found.back().day + 1 < days.size())
        from = std::max(from, days[found.back().day + 1].midnight);
      if (from >= scenario_->horizon.end || (!found.empty() && found.back().day + 1 == days.size())) return found;
      const std::size_t day = day_at(days, from);
      found.push_back({day, from, length_of(surge, position, day)});
      from += found.back().lasts;
    }
  }

  void call(const scenarios::Surge& surge, std::size_t position, const Occurrence& occurrence,
            std::uint64_t first_ordinal) {
    double response = surge.response;
    if (surge.size) {
      random::Stream stream = seed_.stream(Purpose::surge_size, Entity{position, occurrence.day});
      response *= sampler(*surge.size).sample(stream);
    }
    const random::Distribution delay = sampler(surge.delay);
    const random::StreamFamily responses = seed_.family(Purpose::surge_response);
    for (std::uint64_t customer = 0; customer < surge.customers; ++customer) {
      const Entity who{position, occurrence.day, customer};
      random::Stream stream = responses.stream(who);
      if (!stream.chance(response)) continue;
      const Duration into{static_cast<std::int64_t>(stream.uniform() * static_cast<double>(occurrence.lasts.count()))};
      random::Stream delays = seed_.stream(Purpose::surge_delay, who);
      const Time at = time_of_call(surge, occurrence.from + into, from_seconds(delay.sample(delays)));
      if (at == never) continue;
      Arrival arrival;
      arrival.at = at;
      arrival.type = type_of(surge, who);
      arrival.key = first_attempt_key(arrival.type, occurrence.day, first_ordinal + customer);
      arrival.segment = segment_of(*scenario_, seed_, arrival.key);
      arrival.priority = priority_of(scenario_->centre, arrival.type, arrival.segment);
      arrival.source = ArrivalSource::surge;
      calls_.push_back(arrival);
    }
  }

  /// `never` for calls that come to nothing, the site being closed or the horizon over.
  Time time_of_call(const scenarios::Surge& surge, Time reached, Duration delay) const {
    const scenarios::Horizon& horizon = scenario_->horizon;
    if (surge.sleeps_while_closed) {
      const Time at = after_open_time(horizon.days, reached, delay);
      return at < horizon.end ? at : never;
    }
    const Time at = reached + delay;
    return at < horizon.end && horizon.days[day_at(horizon.days, at)].is_open(at) ? at : never;
  }

  CallTypeIndex type_of(const scenarios::Surge& surge, const Entity& who) const {
    random::Stream stream = seed_.stream(Purpose::surge_call_type, who);
    return CallTypeIndex{chosen(surge.calls, stream.uniform())};
  }

  const scenarios::Scenario* scenario_;
  random::StreamSeed seed_;
  std::vector<Arrival> calls_;
};

}  // namespace

std::vector<Arrival> surge_calls(const scenarios::Scenario& scenario, const Draws& draws) {
  return SurgeCalls(scenario, draws).all();
}

Time after_open_time(const std::vector<scenarios::Day>& days, Time from, Duration open_time) {
  if (from < days.front().midnight || from >= days.back().midnight + days.back().length) return never;
  for (std::size_t day = day_at(days, from); day < days.size(); ++day) {
    const Time begin = std::max(from, days[day].opens);
    if (begin >= days[day].closes) continue;
    if (begin + open_time < days[day].closes) return begin + open_time;
    open_time -= days[day].closes - begin;
  }
  return never;
}

}  // namespace twinline::sim
