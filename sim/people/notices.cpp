#include "sim/people/notices.hpp"

#include <algorithm>
#include <utility>

#include "policies/contract/expected_wait.hpp"
#include "sim/people/local_time.hpp"
#include "sim/people/sampler.hpp"

namespace twinline::sim {

Notices::Notices(const scenarios::Scenario& scenario, random::StreamSeed seed) : seed_(seed) {
  for (const scenarios::Notice& written : scenario.notices) {
    Notice notice{&written, sampler(written.later), {}};
    if (written.at) notice.from = planned_times(scenario.horizon.days, written.at->time_of_day, written.at->date);
    notices_.push_back(std::move(notice));
  }
}

bool Notices::is_in_force(const Notice& notice, const Arrival& arrival, const View& view) const {
  const scenarios::Notice& written = *notice.written;
  if (written.concerns[arrival.type.value] == 0) return false;
  if (written.at) {
    const auto later = std::upper_bound(notice.from.begin(), notice.from.end(), arrival.at);
    if (later == notice.from.begin() || arrival.at >= *(later - 1) + written.lasts) return false;
  }
  return !written.wait_above || expected_wait(view, arrival.type) > *written.wait_above;
}

Notices::Answer Notices::answer(const Arrival& arrival, const View& view) const {
  for (std::size_t position = 0; position < notices_.size(); ++position) {
    const Notice& notice = notices_[position];
    if (!is_in_force(notice, arrival, view)) continue;
    const random::Entity who = random::Entity{matter_of(arrival.key)}.with(position);
    if (!seed_.stream(random::Purpose::notice_reach, who).chance(notice.written->reach)) continue;
    const double mood = seed_.stream(random::Purpose::notice_response, who).uniform();
    if (mood < notice.written->stay_away) return {Response::stays_away, Duration{0}};
    if (mood >= notice.written->stay_away + notice.written->call_later) continue;
    random::Stream delay = seed_.stream(random::Purpose::notice_delay, who);
    return {Response::calls_later, from_seconds(notice.later.sample(delay))};
  }
  return {};
}

}  // namespace twinline::sim
