// Quantities of a scenario beyond durations and shares, as people write them: rates, money, days, times of
// day. Each function reads one or returns nothing; messages and bounds are the business of who asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

/// "120 per hour", "4.2 per min", ".3167 per s", "3/h": events per hour.
std::optional<double> parse_rate(std::string_view text);

struct Money {
  double amount = 0;
  std::string currency;  ///< empty when only a number was written
};

/// "40 CHF" or "40".
std::optional<Money> parse_money(std::string_view text);

/// "34 CHF per hour".
std::optional<Money> parse_money_per_hour(std::string_view text);

/// "08:00", "8:00" up to "24:00".
std::optional<Duration> parse_time_of_day(std::string_view text);

/// "08:00".
std::string time_of_day_text(Duration time);

/// "08:00-20:00" with opens < closes, or "closed".
std::optional<OpeningHours> parse_opening_hours(std::string_view text);

struct CalendarDate {
  int year = 1970;
  unsigned month = 1, day = 1;
};

/// "2026-03-02", if there is such a day, from 1970 to 2199.
std::optional<CalendarDate> parse_date(std::string_view text);

/// "2026-03-02".
std::string date_text(const CalendarDate& date);

/// Days of the week or of the calendar.
struct DaySet {
  std::vector<std::uint8_t> weekdays;  ///< 0 Monday
  std::vector<std::string> dates;
};

/// "mon", "mon-fri", "sat, sun", "2026-12-24", "mon-wed, 2026-12-24".
std::optional<DaySet> parse_days(std::string_view text);

/// "mon" to "sun".
std::string_view weekday_name(std::uint8_t weekday);

/// A difference or an effect of a KPI: "1 pp" is 0.01, "5 %" is 0.05, "2 s" is 2, "3" is 3.
std::optional<double> parse_effect(std::string_view text);

/// "1500 B", "2 kB", "1.5 MB": bytes; k is 1000.
std::optional<double> parse_data_size(std::string_view text);

/// "100 kbit/s", "10 Mbit/s", "1 Gbit/s": in bytes per second; k is 1000.
std::optional<double> parse_data_rate(std::string_view text);

/// true, yes, on; false, no, off.
std::optional<bool> parse_yes_no(std::string_view text);

}  // namespace twinline::scenarios
