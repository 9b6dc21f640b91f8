#include "reports/kpi/grid.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>

namespace twinline::reports {
namespace {

constexpr std::array<const char*, 7> weekday_names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr Duration full_day = 24h;

bool clock_has_changed(const GridDay& day, Duration since_midnight) {
  return day.clock_change_seconds != 0 && since_midnight >= day.clock_change_at;
}

/// What the local clock is ahead of the time since local midnight.
Duration clock_shift(const GridDay& day, Duration since_midnight) {
  return clock_has_changed(day, since_midnight) ? Duration{std::chrono::seconds{day.clock_change_seconds}}
                                                : Duration{0};
}

/// "08:00", or "08:00:30" where seconds matter.
std::string clock_text(Duration time_of_day, bool with_seconds) {
  const auto seconds = time_of_day / 1s;
  const std::string text = fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
  return with_seconds || seconds % 60 != 0 ? text + fmt::format(":{:02}", seconds % 60) : text;
}

std::string iso_text(const GridDay& day, Duration since_midnight) {
  const Duration shift = clock_shift(day, since_midnight);
  const auto offset = day.utc_offset_seconds + shift / 1s;
  const auto minutes = std::abs(offset) / 60;
  return fmt::format("{:04}-{:02}-{:02}T{}{}{:02}:{:02}", day.year, day.month, day.day,
                     clock_text(since_midnight + shift, true), offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::uint32_t intervals_in(Duration length, Duration interval) {
  return static_cast<std::uint32_t>((length + interval - 1ns) / interval);
}

}  // namespace

IntervalGrid::IntervalGrid(std::vector<GridDay> days, Duration interval, Time from, Time until, Folding folding)
    : days_(std::move(days)), interval_(interval), from_(from), until_(until), folding_(folding) {
  if (days_.empty()) throw std::invalid_argument("an interval grid needs at least one day");
  if (interval <= 0ns || full_day % interval != 0ns) {
    throw std::invalid_argument("the reporting interval must divide 24 hours");
  }
  Time midnight = days_.front().midnight;
  std::uint32_t first_cell = 0;
  for (const GridDay& day : days_) {
    if (day.midnight != midnight) throw std::invalid_argument("the days of an interval grid must follow each other");
    midnight += day.length;
    first_cells_.push_back(first_cell);
    first_cell += intervals_in(day.length, interval);
  }
  if (from < days_.front().midnight || from >= until || until > midnight) {
    throw std::invalid_argument("an interval grid must begin before it ends, and both within its days");
  }
  if (!folded()) first_cell_ = span_at(from).cell;
  last_cell_ = span_at(until - 1ns).cell;
  name_cells();
}

std::size_t IntervalGrid::day_of(Time at) const {
  // Clock changes move a midnight by less than a day, so the guess is off by one at most.
  const auto guess = static_cast<std::size_t>((at - days_.front().midnight) / full_day);
  std::size_t day = std::min(guess, days_.size() - 1);
  while (at < days_[day].midnight) --day;
  while (at >= days_[day].midnight + days_[day].length) ++day;
  return day;
}

IntervalSpan IntervalGrid::span_at(Time at) const {
  const std::size_t index = day_of(at);
  const GridDay& day = days_[index];
  const Duration since_midnight = at - day.midnight;
  IntervalSpan span;
  if (!folded()) {
    const auto number = since_midnight / interval_;
    span.start = day.midnight + number * interval_;
    span.end = std::min(span.start + interval_, day.midnight + day.length);
    span.cell = first_cells_[index] + static_cast<std::uint32_t>(number) - first_cell_;
  } else {
    // Folded weeks go by the local clock: the hour that autumn repeats is booked twice into the same
    // intervals.
    const Duration shift = clock_shift(day, since_midnight);
    const auto number = (since_midnight + shift) / interval_;
    span.start = day.midnight + number * interval_ - shift;
    span.end = std::min(span.start + interval_, day.midnight + day.length);
    if (day.clock_change_seconds != 0) {
      const Time change = day.midnight + day.clock_change_at;
      if (clock_has_changed(day, since_midnight))
        span.start = std::max(span.start, change);
      else
        span.end = std::min(span.end, change);
    }
    span.cell = day.weekday * intervals_in(full_day, interval_) + static_cast<std::uint32_t>(number);
  }
  span.start = std::max(span.start, from_);
  span.end = std::min(span.end, until_);
  return span;
}

void IntervalGrid::name_cells() {
  if (folded()) {
    const std::uint32_t per_day = intervals_in(full_day, interval_);
    for (std::uint32_t cell = 0; cell < 7 * per_day; ++cell) {
      labels_.push_back(fmt::format("{} {}", weekday_names[cell / per_day],
                                    clock_text(cell % per_day * interval_, interval_ % 1min != 0ns)));
    }
  } else {
    labels_.resize(last_cell_ + 1);
  }
  lengths_.assign(labels_.size(), Duration{0});
  for (Time at = from_; at < until_;) {
    const IntervalSpan span = span_at(at);
    lengths_[span.cell] += span.end - span.start;
    if (!folded()) {
      const GridDay& day = days_[day_of(at)];
      labels_[span.cell] = iso_text(day, (at - day.midnight) / interval_ * interval_);
    }
    at = span.end;
  }
}

}  // namespace twinline::reports
