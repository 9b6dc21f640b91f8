#include "sim/lab/journal_report.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "reports/journal/instant_text.hpp"
#include "reports/journal/reader.hpp"
#include "reports/kpi/counters.hpp"
#include "reports/kpi/estimates.hpp"
#include "reports/kpi/kpis.hpp"
#include "scenarios/schema/calendar_days.hpp"
#include "sim/lab/run_identity.hpp"

namespace twinline::sim {
namespace {

/// The local days from the one on which the world began to the one on which it ended.
std::vector<reports::GridDay> days_of(const journal::Header& header, Time until) {
  using namespace std::chrono;
  const journal::UtcTime began = journal::instant_of(header.world_start);
  // A zone is at most 14 hours ahead, 12 behind: the first local day is one of three.
  const sys_days before = floor<days>(began) - days{1};
  const year_month_day date{before};
  const auto count = static_cast<std::size_t>(until.time_since_epoch() / 24h) + 4;
  std::vector<reports::GridDay> grid;
  const std::string zone = header.time_zone.empty() ? "UTC" : header.time_zone;
  const auto listed = scenarios::calendar_days(
      zone, {int{date.year()}, static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())}, count);
  const journal::UtcTime first_midnight = before - seconds{listed.front().utc_offset_seconds};
  for (const scenarios::Day& day : listed) {
    const Time midnight{first_midnight + day.midnight.time_since_epoch() - began};
    if (midnight + day.length <= world_start || midnight >= until) continue;
    grid.push_back({midnight, day.length, day.weekday, day.year, day.month, day.day, day.utc_offset_seconds,
                    day.clock_change_at, day.clock_change_seconds});
  }
  return grid;
}

/// What has to be known before anything is counted.
struct Extent {
  journal::Header header;  ///< of the first segment, with the last one's centre: tables only grow
  Time last;
};

Extent extent_of(const std::filesystem::path& path) {
  journal::Reader reader(path);
  Extent extent{reader.header(), {}};
  while (const auto record = reader.next()) {
    if (const auto* entry = std::get_if<journal::Entry>(&*record)) extent.last = entry->at;
    if (const auto* snapshot = std::get_if<journal::Snapshot>(&*record)) extent.last = snapshot->at;
    if (const auto* preparation = std::get_if<journal::Preparation>(&*record)) {
      if (const auto* centre = std::get_if<Centre>(&preparation->what)) extent.header.centre = *centre;
    }
  }
  return extent;
}

}  // namespace

JournalReport report_of(const std::filesystem::path& path) {
  const Extent extent = extent_of(path);
  const journal::Header& header = extent.header;
  const Time until = header.horizon_end == never ? std::max(extent.last, Time{1ms}) : header.horizon_end;
  const Duration interval = std::chrono::minutes{std::max(header.interval_minutes, 1U)};
  const reports::IntervalGrid grid(days_of(header, until), interval, world_start + header.warm_up, until);
  reports::Counters counters(header.centre, grid);

  journal::Reader reader(path);
  while (const auto record = reader.next()) {
    const auto* entry = std::get_if<journal::Entry>(&*record);
    if (entry) counters.fold(entry->at, entry->happenings);
  }
  counters.finish(std::max(until, extent.last));
  const std::vector<reports::ReplicationTotals> totals{counters.totals()};

  JournalReport report{{identity_of(header), reports::kpi_definitions(header.centre),
                        reports::estimates(header.centre, grid, totals), goals_of(header.centre)},
                       {}};
  for (const journal::TornTail& tail : reader.torn_tails()) report.warnings.push_back(to_string(tail));
  return report;
}

}  // namespace twinline::sim
