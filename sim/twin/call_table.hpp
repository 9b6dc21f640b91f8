// The one call table: what every importer writes and what replay, calibration and forecasts read. On disk it
// is a CSV (RFC 4180, UTF-8, LF) under a few '#' lines that say where it comes from; docs/call_table.md is
// its specification. The same records give the same bytes. Rows stand in order of arrival, ties in order of
// the source, so that a replay can stream them. Instants carry their UTC offset and durations are whole
// milliseconds: nothing is rounded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/twin/call_record.hpp"

namespace twinline::twin {

/// Where a table comes from.
struct CallTableInfo {
  std::string time_zone = "UTC";  ///< IANA name of the zone whose clock the log showed
  std::string source;             ///< file name without its folder
  std::string source_sha256;      ///< of the source's bytes, in hexadecimal
  std::string importer;           ///< name and version, say `bank-log 1`
  std::uint64_t rows = 0;         ///< records in the table
  std::uint64_t bad_rows = 0;     ///< rows of the source that could not be read and are not in the table

  bool operator==(const CallTableInfo&) const = default;
};

struct CallTable {
  CallTableInfo info;
  std::vector<CallRecord> calls;  ///< in order of arrival
};

/// Streams a table: `on_info` once, then `on_call` for every row in the file's order.
/// Throws BadInput with all problems (the first twenty spelt out) when the file is missing, is no call table,
/// is torn or has bad rows; rows before the first problem have been delivered by then, none after it.
void read_call_table(const std::filesystem::path& path, const std::function<void(const CallTableInfo&)>& on_info,
                     const std::function<void(const CallRecord&)>& on_call);

/// The whole table in memory. Throws BadInput as read_call_table does.
CallTable load_call_table(const std::filesystem::path& path);

/// Writes a table atomically: rows are spooled as they come, in any order, and `finish` puts them into order
/// and renames the complete, synced file into place. Without `finish` nothing is left behind and an existing
/// file stays as it was.
class CallTableWriter {
 public:
  /// Instants are written on the clock of `time_zone`. Throws BadInput when the folder cannot be written to
  /// or the zone is unknown.
  CallTableWriter(const std::filesystem::path& path, std::string_view time_zone);
  ~CallTableWriter();
  CallTableWriter(const CallTableWriter&) = delete;
  CallTableWriter& operator=(const CallTableWriter&) = delete;

  void append(const CallRecord& call);

  /// `info.time_zone` and `info.rows` are filled in by the writer. Throws BadInput when the disk refuses.
  void finish(CallTableInfo info);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes a whole table; the same bytes as a CallTableWriter fed with its calls.
void write_call_table(const std::filesystem::path& path, const CallTable& table);

}  // namespace twinline::twin
