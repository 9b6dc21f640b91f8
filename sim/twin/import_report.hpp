// What an import found: how many calls of which outcome, what was odd, what could not be read, and the
// statistics by which one recognises one's own call centre. It is folded from the records themselves, so that
// the report of an import and that of the table it wrote agree.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/twin/bad_input.hpp"
#include "sim/twin/call_table.hpp"
#include "sim/twin/duration_distribution.hpp"

namespace twinline::twin {

using OutcomeCounts = std::array<std::uint64_t, scenarios::logged_outcome_names.size()>;

/// What cannot be read in the source, of one kind (say `time`).
struct BadFields {
  std::uint64_t count = 0;
  std::vector<Problem> first;  ///< the first ten
};

struct ImportReport {
  CallTableInfo info;
  std::map<std::string, BadFields> bad_fields;  ///< by kind; a bad row may have several

  OutcomeCounts outcomes{};
  std::map<std::string, OutcomeCounts> outcomes_by_type;
  std::array<std::uint64_t, call_flag_names.size()> flags{};
  std::uint64_t abandoned_without_waiting = 0;  ///< left before the queue, or waited 0 s
  std::set<std::string> agents;
  std::optional<Instant> first_arrival, last_arrival;

  DurationDistribution service_time;  ///< see counts_in_service_statistics
  std::map<std::string, DurationDistribution> service_time_by_type;
  DurationDistribution wait;  ///< of all calls that count and entered a queue, zeros included
  DurationDistribution wait_of_answered, wait_of_abandoned;
  DurationDistribution vru_time;  ///< see counts_in_vru_statistics

  void add(const CallRecord& call);
  void add_bad_field(std::string_view kind, Problem problem);

  std::uint64_t count(LoggedOutcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
  std::uint64_t count(CallFlag flag) const { return flags[static_cast<std::size_t>(flag)]; }
};

/// The report of a table that is already there. Throws BadInput as read_call_table does.
ImportReport report_of_call_table(const std::filesystem::path& path);

/// For the terminal.
std::string to_text(const ImportReport& report);

/// One JSON object, `"schema": "twinline.import/1"`; durations in seconds, shares between 0 and 1, null where
/// n is too small to tell.
std::string to_json(const ImportReport& report);

}  // namespace twinline::twin
