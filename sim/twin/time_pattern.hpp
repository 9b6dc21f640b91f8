// How a log writes dates and times, as a pattern of the letters that strftime knows. Matching is strict: the
// whole text, numbers in range, a date that exists. It says nothing of zones; SiteClock does.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <date/date.h>

#include "sim/twin/call_record.hpp"

namespace twinline::twin {

/// What a text showed. A pattern without a date leaves `date` empty, one without %z `offset`.
struct ShownTime {
  std::optional<date::year_month_day> date;
  Milliseconds time_of_day{0};
  std::optional<std::chrono::minutes> offset;  ///< east of UTC
};

class TimePattern {
 public:
  /// Letters: %Y year, %y its last two digits (69–99 are 19xx, 00–68 are 20xx), %m month, %b its English name
  /// (three letters or in full), %d day, %H hour 0–23, %I hour 1–12, %p AM or PM, %M minute, %S second with
  /// an optional decimal fraction (to the millisecond), %z offset (+02:00, +0200 or Z), %% a percent sign. A
  /// number has one or as many digits as its field is wide; a blank stands for one or more. Anything else
  /// stands for itself. Throws std::runtime_error with a message for people when the pattern is none, or
  /// cannot tell an instant: it needs a whole date or a whole time of day, and %I needs %p.
  explicit TimePattern(std::string_view pattern);

  /// Nothing when the text does not match.
  std::optional<ShownTime> parse(std::string_view text) const;

  bool has_date() const { return has_date_; }
  bool has_time() const { return has_time_; }
  const std::string& text() const { return pattern_; }

 private:
  struct Fields;
  bool match(char letter, std::string_view& rest, Fields& fields) const;

  std::string pattern_;
  bool has_date_ = false;
  bool has_time_ = false;
};

}  // namespace twinline::twin
