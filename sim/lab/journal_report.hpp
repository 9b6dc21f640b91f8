// The KPIs of a journal, whichever world it came from: the same fold over happenings that a run's counters are, so that
// a live day and its simulation are told in the same words.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "reports/kpi/results.hpp"

namespace twinline::sim {

struct JournalReport {
  reports::RunResult result;
  std::vector<std::string> warnings;  ///< torn tails
};

/// Reads the whole journal, twice. A journal counts as one replication, so nothing in it has an interval. Throws
/// journal::JournalError for one that cannot be read, std::invalid_argument for one that does not say when it began.
JournalReport report_of(const std::filesystem::path& journal);

}  // namespace twinline::sim
