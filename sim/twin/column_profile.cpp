#include "sim/twin/column_profile.hpp"

#include <algorithm>
#include <array>

#include "sim/twin/duration_text.hpp"

namespace twinline::twin {
namespace {

constexpr std::array<std::string_view, 13> date_forms{"%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y",
                                                      "%m-%d-%Y", "%Y/%m/%d", "%m/%d/%y", "%d/%m/%y", "%d.%m.%y",
                                                      "%Y%m%d",   "%d %b %Y", "%d-%b-%Y"};
constexpr std::array<std::string_view, 6> time_forms{"%H:%M:%S", "%I:%M:%S %p", "%I:%M:%S%p",
                                                     "%H:%M",    "%I:%M %p",    "%I:%M%p"};
constexpr std::array<std::string_view, 12> known_missing{"NULL", "null", "NA",   "N/A", "n/a", "-",
                                                         "--",   "None", "none", "NaN", "nan", "NO_SERVER"};

std::vector<TimePattern> all_patterns() {
  std::vector<TimePattern> patterns;
  for (const std::string_view date : date_forms) patterns.emplace_back(date);
  for (const std::string_view time : time_forms) patterns.emplace_back(time);
  for (const std::string_view date : date_forms) {
    for (const std::string_view time : time_forms) {
      for (const std::string_view between : {" ", "T"}) {
        for (const std::string_view offset : {"", "%z", " %z"}) {
          patterns.emplace_back(std::string(date).append(between).append(time).append(offset));
        }
      }
    }
  }
  return patterns;
}

/// Whether the pattern reads a month before a day; those that begin with the year have no other order.
bool reads_month_first(std::string_view pattern) { return pattern.starts_with("%m"); }
bool reads_day_first(std::string_view pattern) { return pattern.starts_with("%d"); }

/// Between two epochs, as milliseconds: 1990 to 2100 in any unit.
bool is_recent(std::optional<Milliseconds> since_1970) {
  constexpr Milliseconds year = std::chrono::hours{24 * 365};
  return since_1970 && *since_1970 > 20 * year && *since_1970 < 130 * year;
}

}  // namespace

ColumnProfile::ColumnProfile(std::string name) : name_(std::move(name)) {
  static const std::vector<TimePattern> known = all_patterns();
  for (const TimePattern& pattern : known) patterns_.push_back(&pattern);
}

void ColumnProfile::add(std::string_view value) {
  if (value.empty()) return;
  if (std::find(known_missing.begin(), known_missing.end(), value) != known_missing.end()) {
    missing_texts_.emplace(value);
    return;
  }
  ++values_;
  const auto seconds = duration_from_text(value, scenarios::DurationUnit::seconds);
  number_ = number_ && seconds.has_value();
  clock_duration_ = clock_duration_ && duration_from_text(value, scenarios::DurationUnit::clock).has_value();
  epoch_seconds_ = epoch_seconds_ && is_recent(seconds);
  epoch_milliseconds_ =
      epoch_milliseconds_ && is_recent(duration_from_text(value, scenarios::DurationUnit::milliseconds));
  std::erase_if(patterns_, [&](const TimePattern* pattern) { return !pattern->parse(value); });
  if (different_values_.size() < most_values) different_values_.emplace(value);
}

std::string ColumnProfile::plain_name() const {
  std::string plain;
  for (const char c : name_) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept =
        upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (kept) {
      plain += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!plain.empty() && plain.back() != '_') {
      plain += '_';
    }
  }
  while (plain.ends_with('_')) plain.pop_back();
  return plain;
}

std::vector<std::string> ColumnProfile::patterns(bool with_date, bool with_time, DateOrder order) const {
  std::vector<std::string> fitting;
  if (values_ == 0) return fitting;
  for (const TimePattern* pattern : patterns_) {
    if (pattern->has_date() == with_date && pattern->has_time() == with_time) fitting.push_back(pattern->text());
  }
  std::stable_partition(fitting.begin(), fitting.end(), [order](const std::string& pattern) {
    return order == DateOrder::month_first ? !reads_day_first(pattern) : !reads_month_first(pattern);
  });
  return fitting;
}

bool ColumnProfile::is_twelve_hour() const {
  return values_ > 0 && std::any_of(patterns_.begin(), patterns_.end(), [](const TimePattern* pattern) {
           return pattern->text().find("%p") != std::string::npos;
         });
}

}  // namespace twinline::twin
