// Results as CSV (RFC 4180, UTF-8, LF, decimal point), for spreadsheets and workforce-management tools.
// intervals_csv is the long form that such tools import: one row per interval and queue. The other two list
// everything there is, one estimate or difference per row. Numbers are unrounded; a value nobody observed is
// an empty field.
#pragma once

#include <string>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

/// Excel takes a file for UTF-8 only if it opens with a byte order mark; other programs stumble over it.
enum class ByteOrderMark : std::uint8_t { absent, present };

/// One row per interval and queue: interval_start, interval_minutes, queue, then those of offered, answered,
/// answered_in_sl, abandoned, short_abandoned, aht_s, asa_s, staffed, occupancy and sl that were estimated by
/// interval and queue. Counts are means per replication.
std::string intervals_csv(const RunResult& result, ByteOrderMark mark = ByteOrderMark::absent);

/// The same with a first column `arm`.
std::string intervals_csv(const ComparisonResult& result, ByteOrderMark mark = ByteOrderMark::absent);

/// All estimates: kpi, interval, call_type, queue, group, segment, mean, half_width, n, unit.
std::string estimates_csv(const RunResult& result, ByteOrderMark mark = ByteOrderMark::absent);

/// The same with a first column `arm`.
std::string estimates_csv(const ComparisonResult& result, ByteOrderMark mark = ByteOrderMark::absent);

/// All differences: a, b, kpi, the five dimensions, mean, low, high, n, method, least_effect, verdict.
std::string differences_csv(const ComparisonResult& result, ByteOrderMark mark = ByteOrderMark::absent);

}  // namespace twinline::reports
