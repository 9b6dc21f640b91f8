// What a column of an unknown log can be: every value is tried against every form of date, time, duration and
// number that we know, and what fits all of them stays. It judges values; names are the guess's business
// (guess_column_map).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/twin/time_pattern.hpp"

namespace twinline::twin {

/// Whether month or day comes first where values fit both.
enum class DateOrder : std::uint8_t { month_first, day_first };

class ColumnProfile {
 public:
  explicit ColumnProfile(std::string name);

  void add(std::string_view value);

  const std::string& name() const { return name_; }
  /// In lower case with single underscores, so that `Call Started` and `call_started` are one.
  std::string plain_name() const;

  // A column that has said nothing yet fits nothing.
  bool is_number() const { return values_ > 0 && number_; }
  bool is_clock_duration() const { return values_ > 0 && clock_duration_; }
  bool is_epoch_seconds() const { return values_ > 0 && epoch_seconds_; }
  bool is_epoch_milliseconds() const { return values_ > 0 && epoch_milliseconds_; }

  /// The patterns with a date, with a time of day, or with both that fit; the likeliest first.
  std::vector<std::string> patterns(bool with_date, bool with_time, DateOrder order) const;

  /// Whether a pattern with AM and PM fits.
  bool is_twelve_hour() const;

  /// The different values, at most `most_values` of them.
  static constexpr std::size_t most_values = 40;
  const std::set<std::string>& different_values() const { return different_values_; }

  /// Texts that stand for nothing in many logs (NULL, N/A, …) and stood here.
  const std::set<std::string>& missing_texts() const { return missing_texts_; }

 private:
  std::string name_;
  std::uint64_t values_ = 0;
  bool number_ = true;
  bool clock_duration_ = true;
  bool epoch_seconds_ = true;
  bool epoch_milliseconds_ = true;
  std::vector<const TimePattern*> patterns_;
  std::set<std::string> different_values_;
  std::set<std::string> missing_texts_;
};

}  // namespace twinline::twin
