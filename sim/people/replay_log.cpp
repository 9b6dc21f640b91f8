#include "sim/people/replay_log.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include "sim/twin/call_record.hpp"
#include "sim/twin/call_table.hpp"

namespace twinline::sim {
namespace {

/// Local midnight of the first day, which is the world's start, on the UTC time line.
twin::Instant start_of_world(const scenarios::Day& first) {
  const std::chrono::year_month_day date{std::chrono::year{first.year}, std::chrono::month{first.month},
                                         std::chrono::day{first.day}};
  return twin::Instant{std::chrono::sys_days{date}} - std::chrono::seconds{first.utc_offset_seconds} -
         std::chrono::duration_cast<twin::Milliseconds>(first.midnight - world_start);
}

SegmentIndex segment_named(const Centre& centre, const std::string& name) {
  for (std::size_t segment = 0; segment < centre.segments.size(); ++segment) {
    if (centre.segments[segment].name == name) return SegmentIndex{segment};
  }
  return {};
}

}  // namespace

ReplayLog::ReplayLog(const scenarios::Scenario& scenario) : calls_(scenario.callers.size()) {
  std::map<std::string, std::vector<std::size_t>> types_by_file;
  for (std::size_t type = 0; type < scenario.callers.size(); ++type) {
    const auto& replay = scenario.callers[type].arrivals.replay;
    if (replay) types_by_file[replay->file].push_back(type);
  }
  if (types_by_file.empty()) return;

  const auto& days = scenario.horizon.days;
  const twin::Instant start = start_of_world(days.front());
  for (const auto& [file, types] : types_by_file) {
    twin::read_call_table(
        file, [](const twin::CallTableInfo&) {},
        [&, &types = types](const twin::CallRecord& record) {  // clang 14 captures no binding by itself
          if (!twin::counts_in_kpis(record) || record.flags.has(twin::CallFlag::left_before_queue)) return;
          const Time at{std::chrono::duration_cast<Duration>(record.queue_entry.value_or(record.arrival) - start)};
          if (at < days.front().midnight || at >= scenario.horizon.end) return;
          for (const std::size_t type : types) {
            const auto& replay = *scenario.callers[type].arrivals.replay;
            if (replay.type && *replay.type != record.type) continue;
            LoggedCall call;
            call.at = at;
            if (twin::counts_in_service_statistics(record))
              call.service = std::chrono::duration_cast<Duration>(*record.service_time);
            call.segment = segment_named(scenario.centre, record.segment);
            const std::int64_t own = scenario.centre.call_types[type].priority;
            call.priority = static_cast<std::uint8_t>(
                std::clamp<std::int64_t>(own + record.priority.value_or(0), 0, highest_priority));
            calls_[type].push_back(call);
          }
        });
  }

  for (auto& calls : calls_) {
    std::stable_sort(calls.begin(), calls.end(), [](const LoggedCall& a, const LoggedCall& b) { return a.at < b.at; });
    std::uint32_t day = 0, ordinal = 0;
    for (LoggedCall& call : calls) {
      for (; day + 1 < days.size() && days[day + 1].midnight <= call.at; ++day) ordinal = 0;
      call.day = day;
      call.ordinal = ordinal++;
    }
  }
}

}  // namespace twinline::sim
