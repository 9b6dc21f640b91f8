#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/twin/call_table.hpp"
#include "sim/twin/call_table_rows.hpp"

namespace twinline::twin {
namespace {

constexpr std::size_t most_problems = 20;

std::string line_text(const CsvRow& row) {
  std::string text;
  for (const CsvField& field : row.fields) {
    if (&field != &row.fields.front()) text += ',';
    text += field.text;
  }
  return text;
}

/// Takes `# name value` into `info`; false when the line is no such pair.
bool take_info(std::string_view line, CallTableInfo& info) {
  if (!line.starts_with("# ")) return false;
  line.remove_prefix(2);
  const std::string_view name = line.substr(0, line.find(' '));
  const std::string_view value = name.size() < line.size() ? line.substr(name.size() + 1) : std::string_view{};
  const auto count = [&](std::uint64_t& into) {
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), into);
    return error == std::errc{} && stop == value.data() + value.size();
  };
  if (name == "time_zone") info.time_zone = value;
  if (name == "source") info.source = value;
  if (name == "source_sha256") info.source_sha256 = value;
  if (name == "importer") info.importer = value;
  if (name == "rows") return count(info.rows);
  if (name == "bad_rows") return count(info.bad_rows);
  return true;
}

}  // namespace

void read_call_table(const std::filesystem::path& path, const std::function<void(const CallTableInfo&)>& on_info,
                     const std::function<void(const CallRecord&)>& on_call) {
  SourceFile source(path);
  CsvReader lines(source, {});
  const auto refuse = [&](std::uint64_t line, std::string text) {
    throw BadInput(problem_at(source.name(), line, 0, std::move(text)));
  };
  CsvRow row;
  if (!lines.next(row) || line_text(row) != call_table_title) {
    refuse(1, fmt::format("{} is no call table; its first line is '{}' (see twinline import)",
                          in_quotes(line_text(row)), call_table_title));
  }
  CallTableInfo info;
  while (true) {
    if (!lines.next(row)) refuse(0, "ends before its header row");
    const std::string line = line_text(row);
    if (line == call_table_header) break;
    if (!take_info(line, info)) {
      refuse(row.line,
             fmt::format("{}; '# name value' or the header row '{}' is expected", in_quotes(line), call_table_header));
    }
  }
  try {
    static_cast<void>(SiteClock(info.time_zone));
  } catch (const std::runtime_error& error) {
    refuse(0, error.what());
  }
  on_info(info);
  std::vector<Problem> problems;
  std::uint64_t unlisted = 0;
  std::uint64_t rows = 0;
  while (lines.next(row)) {
    ++rows;
    const std::optional<CallRecord> call = call_from_row(row, source.name(), problems);
    if (call && problems.empty()) on_call(*call);
    if (problems.size() <= most_problems) continue;
    unlisted += problems.size() - most_problems;
    problems.resize(most_problems);
  }
  if (rows != info.rows) {
    problems.push_back(
        problem_at(source.name(), 0, 0, fmt::format("has {} rows and says {}; it is torn", rows, info.rows)));
  } else if (source.last_byte() != '\n') {
    // The last number may have lost digits without looking like it.
    problems.push_back(problem_at(source.name(), row.line, 0, "the last row has no line end; the table is torn"));
  }
  if (!problems.empty()) throw BadInput(std::move(problems), unlisted);
}

CallTable load_call_table(const std::filesystem::path& path) {
  CallTable table;
  read_call_table(
      path, [&](const CallTableInfo& info) { table.info = info; },
      [&](const CallRecord& call) { table.calls.push_back(call); });
  return table;
}

}  // namespace twinline::twin
