// Who would call when, as a scenario writes it: rates and what makes them rise and fall, logs that are replayed, surges
// and notices. Plain data; sim/people draws the calls of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/by_period.hpp"
#include "scenarios/schema/distribution.hpp"

namespace twinline::scenarios {

/// Demand of a call type in calls per hour, as a function of the time of day. Calls come only while the site
/// is open. A linear profile jumps where two entries have the same `from`: it runs to the first and goes on
/// from the second.
struct RateProfile {
  ByPeriod<double> per_hour;  ///< calls per hour from that time of day on
  bool linear = false;        ///< the rate runs straight from each entry's value to the next one's
};

/// Arrivals read from a call table.
struct Replay {
  std::string file;                 ///< as found, relative to the working directory
  std::string sha256;               ///< of the file's bytes
  std::optional<std::string> type;  ///< only calls of this type in the table
  double scale = 1.0;               ///< below 1 thins by call, above 1 repeats calls at jittered instants
};

/// A factor with mean 1 on the rates of each reporting interval of a day.
struct IntervalBusyness {
  Distribution factor;
  double persistence = 0;  ///< correlation of the normal scores of neighbouring intervals, 0 up to but not 1
};

/// Rates rise by this share per period, compounding day by day; the horizon's first day is the base.
struct Growth {
  double by = 0;  ///< above −1
  Duration per = 24h * 7;
};

/// Factors on the rates of single days; none: 1.
struct DayFactors {
  std::map<std::uint8_t, double> by_weekday;  ///< 0 Monday
  std::map<std::string, double> by_date;      ///< "2026-03-02"; wins over the weekday
};

struct Arrivals {
  /// By weekday, 0 Monday; a day without a profile has no arrivals but those of a log or a surge.
  std::map<std::uint8_t, RateProfile> by_weekday;
  /// By date, "2026-03-02"; wins over the weekday.
  std::map<std::string, RateProfile> by_date;
  std::optional<Distribution> busyness_by_day;  ///< factor with mean 1, one draw per day
  std::optional<IntervalBusyness> busyness_by_interval;
  std::optional<Growth> growth;
  DayFactors special_days;
  std::optional<Replay> replay;  ///< beside what the profiles bring
};

/// Days and the time on them at which something planned happens: every day where no date is named.
struct PlannedTime {
  Duration time_of_day{0};
  std::string date;  ///< "2026-03-02", or empty
};

/// What makes many customers call who otherwise would not: a mailing, an advertisement, an outage of what they use.
struct Surge {
  std::string name;
  std::optional<PlannedTime> at;
  std::optional<Distribution> after;  ///< by chance: the time from the beginning, or the last surge's end, to the next
  std::uint64_t customers = 0;        ///< whom it reaches each time
  double response = 0;                ///< share of them who call
  std::optional<Distribution> size;   ///< factor with mean 1 on that share, one draw per surge
  Distribution lasts;                 ///< over so long they are reached, evenly
  Distribution delay;                 ///< from being reached to the call
  bool sleeps_while_closed = true;    ///< the delay stands still while the site is closed; else such calls never come
  std::vector<double> calls;          ///< by call type: the share of the callers who call about it, sum 1
};

/// What customers are told that keeps some of them from calling now.
struct Notice {
  std::string name;
  std::vector<std::uint8_t> concerns;  ///< by call type: 1 for those whose callers are told
  std::optional<PlannedTime> at;       ///< none: always in force
  Duration lasts{0};                   ///< with `at`
  std::optional<Duration> wait_above;  ///< only while the expected wait of a call of that type is longer
  double reach = 1;                    ///< share of the callers whom it reaches
  double stay_away = 0;                ///< share of those who then do not call
  double call_later = 0;               ///< … and who call, but later
  Distribution later;                  ///< how much
};

}  // namespace twinline::scenarios
