#include "sim/lab/journal_report.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "reports/journal/reader.hpp"
#include "reports/kpi/counters.hpp"
#include "reports/kpi/estimates.hpp"
#include "reports/kpi/kpis.hpp"
#include "sim/lab/journal_days.hpp"
#include "sim/lab/run_identity.hpp"

namespace twinline::sim {
namespace {

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
  const reports::IntervalGrid grid(local_days(header, until), interval, world_start + header.warm_up, until);
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
