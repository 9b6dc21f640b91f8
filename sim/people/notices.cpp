#include "sim/people/notices.hpp"

#include <algorithm>

#include "policies/contract/expected_wait.hpp"
#include "sim/people/sampler.hpp"

namespace twinline::sim {
namespace {

std::vector<Time> starts_of(const scenarios::PlannedTime& at, const std::vector<scenarios::Day>& days) {
  std::vector<Time> starts;
  for (const scenarios::Day& day : days) {
    if (at.date.empty() || at.date == day.date()) starts.push_back(day.at(at.time_of_day));
  }
  return starts;
}

}  // namespace

Notices::Notices(const scenarios::Scenario& scenario, random::StreamSeed seed) : seed_(seed) {
  for (const scenarios::Notice& written : scenario.notices) {
    notices_.push_back({&written, sampler(written.later),
                        written.at ? starts_of(*written.at, scenario.horizon.days) : std::vector<Time>{}});
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
