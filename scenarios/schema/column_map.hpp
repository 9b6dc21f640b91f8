// A column map: which column of somebody's CSV call log says what, and in which form. It is written in YAML
// by the person who knows the log, or proposed by `twinline import csv --guess`; docs/import.md describes it.
// Plain data: whether the columns exist and the time patterns make sense, the importer finds out when it has
// the log before it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/schema/diagnostics.hpp"
#include "scenarios/schema/logged_outcome.hpp"

namespace twinline::scenarios {

/// A column by its name in the log's header row.
struct ColumnName {
  std::string name;
  Place place;  ///< in the map, for messages
};

/// A text from a column, or one text for all rows.
struct MappedText {
  std::optional<ColumnName> column;  ///< without it, `constant` holds
  std::string constant;
  std::vector<std::string> missing;  ///< texts that stand for nothing, besides the empty one
};

struct MappedTime {
  ColumnName column;
  std::optional<ColumnName> date;  ///< where date and time of day stand apart: the date's column
  std::string format;              ///< a pattern, or `epoch_s`, `epoch_ms`; with `date`, of "date time"
  Place format_place;
  std::vector<std::string> missing;
};

enum class DurationUnit : std::uint8_t { milliseconds, seconds, minutes, clock };

struct MappedDuration {
  ColumnName column;
  DurationUnit unit = DurationUnit::seconds;  ///< clock: h:mm:ss or mm:ss
  std::vector<std::string> missing;
};

/// How a row tells its outcome: by a column's text, by whether a column says anything, or always the same.
struct MappedOutcome {
  std::optional<ColumnName> column;  ///< its text is looked up in `values`
  std::map<std::string, LoggedOutcome> values;
  std::optional<ColumnName> answered_if_present;  ///< answered where this column says something
  std::vector<std::string> missing;
  std::optional<LoggedOutcome> otherwise;  ///< else; without it, an unknown text makes a bad row
};

struct ColumnMap {
  std::string time_zone = "UTC";  ///< of clock times without an offset of their own
  Place time_zone_place;
  char delimiter = ',';

  MappedTime arrival;
  std::optional<MappedTime> queue_entry, answer, end;
  std::optional<MappedDuration> vru_time, wait, service_time, wrap_up;
  std::optional<MappedText> call_id, customer, priority, type, segment, queue, agent;
  MappedOutcome outcome;
};

/// Reads a map from YAML text; `file` names it in messages. Adds every problem it finds and then returns
/// nothing.
std::optional<ColumnMap> parse_column_map(const std::string& text, const std::string& file, Problems& problems);

/// The same from a file.
std::optional<ColumnMap> load_column_map(const std::filesystem::path& path, Problems& problems);

}  // namespace twinline::scenarios
