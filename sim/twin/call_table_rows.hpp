// A row of the call table as text, both ways. Apart from files, so that the form of a row stands in one
// place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/twin/bad_input.hpp"
#include "sim/twin/call_record.hpp"
#include "sim/twin/csv_reader.hpp"
#include "sim/twin/site_clock.hpp"

namespace twinline::twin {

/// First line of every table; the number is the version of the form.
inline constexpr std::string_view call_table_title = "# twinline call table 1";

/// The column names, in order, as the header row.
inline constexpr std::string_view call_table_header =
    "call_id,customer,priority,type,segment,queue,outcome,agent,arrival,queue_entry,answer,end,vru_ms,wait_"
    "ms,service_ms,"
    "wrap_up_ms,flags,source_line";

/// The record as one line, with its LF.
std::string call_table_row(const CallRecord& call, const SiteClock& clock);

/// The record of a row; adds to `problems` (with `file` as their file) and returns nothing when a field is
/// wrong.
std::optional<CallRecord> call_from_row(const CsvRow& row, const std::string& file, std::vector<Problem>& problems);

}  // namespace twinline::twin
