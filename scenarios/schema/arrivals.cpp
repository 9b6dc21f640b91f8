#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/csv_columns.hpp"
#include "scenarios/schema/day_keys.hpp"
#include "scenarios/schema/quantity.hpp"
#include "scenarios/schema/rate_profile.hpp"

namespace twinline::scenarios {
namespace {

double rate_of(const Node& node) { return node.is_scalar() ? parse_rate(node.text).value_or(0) : 0; }

void set_every_day(Arrivals& arrivals, const RateProfile& profile) {
  for (std::uint8_t day = 0; day < 7; ++day) arrivals.by_weekday[day] = profile;
}

void set_days(Arrivals& arrivals, const DaySet& days, const RateProfile& profile) {
  for (const std::uint8_t day : days.weekdays) arrivals.by_weekday[day] = profile;
  for (const std::string& date : days.dates) arrivals.by_date[date] = profile;
}

RateProfile rates_of_day(const Node& node, bool linear) {
  ByPeriod<double> rates;
  if (node.is_scalar()) rates.push_back({Duration{0}, rate_of(node)});
  for (const Entry& entry : node.entries) {
    if (const auto from = parse_time_of_day(entry.key)) rates.push_back({*from, rate_of(entry.value)});
  }
  std::stable_sort(rates.begin(), rates.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  return profile_of_rates(std::move(rates), linear);
}

void read_rate(const Node& rate, bool linear, Binding& binding, Arrivals& arrivals) {
  if (!has_day_keys(rate)) return set_every_day(arrivals, rates_of_day(rate, linear));
  for_each_day_key(rate, binding.problems, [&](const DaySet& days, const Entry& entry) {
    set_days(arrivals, days, rates_of_day(entry.value, linear));
  });
}

/// Sorts, and reports intervals that overlap or pass midnight; the profile is what is left.
RateProfile checked_profile(std::vector<CountedInterval> intervals, Duration length, bool linear, const Place& place,
                            Problems& problems) {
  std::stable_sort(intervals.begin(), intervals.end(),
                   [](const CountedInterval& a, const CountedInterval& b) { return a.from < b.from; });
  for (std::size_t i = 1; i < intervals.size(); ++i) {
    if (intervals[i - 1].from + length <= intervals[i].from) continue;
    problems.error(place, fmt::format("the interval from {} runs into the one from {}",
                                      time_of_day_text(intervals[i - 1].from), time_of_day_text(intervals[i].from)));
    return {};
  }
  if (!intervals.empty() && intervals.back().from + length > 24h) {
    problems.error(place,
                   fmt::format("the interval from {} runs past midnight", time_of_day_text(intervals.back().from)));
    return {};
  }
  return profile_of_counts(intervals, length, linear);
}

RateProfile counts_of_day(const Node& node, Duration length, bool linear, Problems& problems) {
  std::vector<CountedInterval> intervals;
  for (const Entry& entry : node.entries) {
    const auto from = parse_time_of_day(entry.key);
    if (!from) continue;
    Duration start = *from;
    for (const Node* count : scalars_of(&entry.value)) {
      // More counts than a day has intervals are reported once, not counted to the end.
      if (start > 24h) break;
      intervals.push_back({start, number_or(count, 0)});
      start += length;
    }
  }
  return checked_profile(std::move(intervals), length, linear, node.place, problems);
}

Duration interval_of(const Node& node, Duration fallback) {
  const Duration length = duration_or(node.find("interval"), fallback);
  return length >= 60s && length <= 24h ? length : fallback;
}

void read_volume(const Node& volume, bool linear, Binding& binding, Arrivals& arrivals) {
  const Duration length = interval_of(volume, binding.scenario.horizon.interval);
  if (const Node* file = volume.find("file"); file && file->is_scalar()) {
    read_volume_file(*file, length, linear, binding, arrivals);
  } else if (has_day_keys(volume)) {
    for_each_day_key(volume, binding.problems, [&](const DaySet& days, const Entry& entry) {
      const Duration own = interval_of(entry.value, length);
      set_days(arrivals, days, counts_of_day(entry.value, own, linear, binding.problems));
    });
  } else {
    set_every_day(arrivals, counts_of_day(volume, length, linear, binding.problems));
  }
}

void read_replay(const Node& node, Binding& binding, Arrivals& arrivals) {
  const Node* file = node.is_scalar() ? &node : node.find("file");
  if (!file || !file->is_scalar()) return;
  Replay replay;
  replay.file = binding.files.resolve(file->text).string();
  replay.sha256 = binding.files.hash(file->text, file->place, binding.problems);
  if (const Node* type = node.find("type")) replay.type = text_or(type, "");
  replay.scale = number_or(node.find("scale"), 1.0);
  arrivals.replay = std::move(replay);
}

void refuse_what_bears_on_rates(const Node& arrivals, Problems& problems) {
  for (const std::string_view unused : {"shape", "busyness", "growth", "special_days"}) {
    const Node* key = arrivals.find(unused);
    if (key) problems.error(key->place, fmt::format("'{}' says nothing of replayed calls; remove it", unused));
  }
}

}  // namespace

Arrivals read_arrivals(const Node* node, Binding& binding) {
  Arrivals arrivals;
  if (!node) return arrivals;
  const bool linear = text_or(node->find("shape"), "steps") == "linear";
  const Node *rate = node->find("rate"), *volume = node->find("volume"), *replay = node->find("replay");
  if (rate) read_rate(*rate, linear, binding, arrivals);
  if (volume) read_volume(*volume, linear, binding, arrivals);
  if (replay) read_replay(*replay, binding, arrivals);
  if (replay && !rate && !volume) refuse_what_bears_on_rates(*node, binding.problems);
  arrivals.busyness_by_day = read_factor(find(node, {"busyness", "day"}));
  arrivals.busyness_by_interval = read_interval_busyness(find(node, {"busyness", "interval"}));
  arrivals.growth = read_growth(node->find("growth"));
  arrivals.special_days = read_day_factors(node->find("special_days"), binding.problems);
  return arrivals;
}

void read_volume_file(const Node& file, Duration interval, bool linear, Binding& binding, Arrivals& arrivals) {
  const auto text = binding.files.read(file.text, file.place, binding.problems);
  if (!text) return;
  const std::string name = binding.files.resolve(file.text).string();
  CsvColumns csv(*text, name, binding.problems);
  if (!csv.require({"time", "calls"}, {"weekday", "date"})) return;
  const bool by_date = csv.has("date");
  if (by_date == csv.has("weekday")) {
    binding.problems.error({std::make_shared<const std::string>(name), 1, 1},
                           "expected a column weekday or a column date");
    return;
  }
  const std::string day_column = by_date ? "date" : "weekday";
  std::map<std::uint8_t, std::vector<CountedInterval>> by_weekday;
  std::map<std::string, std::vector<CountedInterval>> by_calendar;
  while (csv.next()) {
    const auto days = parse_days(csv.cell(day_column));
    const auto from = parse_time_of_day(csv.cell("time"));
    const auto calls = csv.number("calls", 0);
    if (!days || days->dates.empty() == by_date) {
      binding.problems.error(
          csv.place(day_column),
          fmt::format("{} is {}; expected {}", day_column, in_quotes(csv.cell(day_column)),
                      by_date ? "a date such as '2026-03-02'" : "a weekday such as 'mon' or 'mon-fri'"));
    }
    if (!from) {
      binding.problems.error(csv.place("time"), fmt::format("time is {}; expected a time of day such as '08:00'",
                                                            in_quotes(csv.cell("time"))));
    }
    if (!days || !from || !calls) continue;
    for (const std::uint8_t day : days->weekdays) by_weekday[day].push_back({*from, *calls});
    for (const std::string& date : days->dates) by_calendar[date].push_back({*from, *calls});
  }
  const Place whole_file{std::make_shared<const std::string>(name), 0, 0};
  for (auto& [day, intervals] : by_weekday) {
    arrivals.by_weekday[day] = checked_profile(std::move(intervals), interval, linear, whole_file, binding.problems);
  }
  for (auto& [date, intervals] : by_calendar) {
    arrivals.by_date[date] = checked_profile(std::move(intervals), interval, linear, whole_file, binding.problems);
  }
}

}  // namespace twinline::scenarios
