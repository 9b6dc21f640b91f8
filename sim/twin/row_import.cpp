#include "sim/twin/row_import.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace twinline::twin {
namespace {

void sort_by_place(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
}

/// All that the report lists, down the file, then how much more there is.
std::string bad_field_messages(const ImportReport& report, const std::string& name) {
  std::vector<Problem> listed;
  std::string more;
  for (const auto& [kind, fields] : report.bad_fields) {
    listed.insert(listed.end(), fields.first.begin(), fields.first.end());
    if (fields.count == fields.first.size()) continue;
    more += fmt::format("{}: and {} more of the kind '{}'\n", name, fields.count - fields.first.size(), kind);
  }
  sort_by_place(listed);
  std::string text;
  for (const Problem& problem : listed) text += to_string(problem) + '\n';
  return text + more;
}

void read_header(CsvReader& rows, CsvRow& row, const SourceFile& source, RowFormat& format) {
  if (!rows.next(row)) throw BadInput(problem_at(source.name(), 0, 0, "has no header row"));
  if (row.fault) throw BadInput(problem_at(source.name(), row.fault->line, row.fault->column, row.fault->text));
  for (const CsvField& field : row.fields) {
    if (is_utf8(field.text)) continue;
    throw BadInput(
        problem_at(source.name(), field.line, field.column, "the header row is not UTF-8 text; a log is expected"));
  }
  RowProblems problems(source.name());
  format.read_header(row, problems);
  if (problems.empty()) return;
  std::vector<Problem> all;
  for (FieldProblem& problem : problems.all()) all.push_back(std::move(problem.problem));
  sort_by_place(all);
  throw BadInput(std::move(all));
}

/// Takes one row into the report; false when it is bad.
bool take_row(const CsvRow& row, RowFormat& format, CallRecord& call, RowProblems& problems, ImportReport& report) {
  problems.clear();
  call = CallRecord{};
  call.source_line = row.line;
  if (row.fault) {
    problems.add("row", row.fault->line, row.fault->column, row.fault->text);
  } else {
    format.read_row(row, call, problems);
  }
  if (problems.empty()) {
    report.add(call);
    return true;
  }
  ++report.info.bad_rows;
  for (FieldProblem& problem : problems.all()) report.add_bad_field(problem.kind, std::move(problem.problem));
  return false;
}

}  // namespace

void RowProblems::add(std::string_view kind, std::uint64_t line, std::uint64_t column, std::string text) {
  problems_.push_back({kind, problem_at(file_, line, column, std::move(text))});
}

ImportOutcome import_rows(const std::filesystem::path& log, const RowImport& import, RowFormat& format,
                          const ImportOptions& options) {
  ImportOutcome outcome;
  try {
    SourceFile source(log);
    std::error_code error;
    if (options.table && std::filesystem::equivalent(log, *options.table, error)) {
      throw BadInput(problem_at(options.table->string(), 0, 0, "is the log itself; the table needs another file"));
    }
    CsvReader rows(source, import.dialect);
    CsvRow row;
    read_header(rows, row, source, format);

    ImportReport report;
    report.info.source = source.base_name();
    report.info.importer = import.importer;
    report.info.time_zone = import.time_zone;
    std::optional<CallTableWriter> writer;
    if (options.table) writer.emplace(*options.table, import.time_zone);
    RowProblems problems(source.name());
    CallRecord call;
    while (rows.next(row)) {
      if (!take_row(row, format, call, problems, report)) continue;
      // A strict import that has met a bad row goes on only to find the others.
      const bool will_be_written = !options.strict || report.info.bad_rows == 0;
      if (writer && will_be_written) writer->append(call);
    }
    report.info.source_sha256 = source.sha256();

    outcome.messages = bad_field_messages(report, source.name());
    const std::uint64_t bad = report.info.bad_rows;
    const std::uint64_t all = report.info.rows + bad;
    if (all == 0) {
      outcome.exit_code = 2;
      outcome.messages += fmt::format("{}: has a header row and no other; nothing is imported\n", source.name());
    } else if (bad > 0 && (options.strict || report.info.rows == 0)) {
      outcome.exit_code = 2;
      outcome.messages += fmt::format("{}: {} of {} rows are bad; nothing is imported\n", source.name(), bad, all);
    } else if (bad > 0) {
      outcome.messages += fmt::format("{}: {} of {} rows are bad and left out\n", source.name(), bad, all);
    }
    if (writer && outcome.exit_code == 0) writer->finish(report.info);
    outcome.report = std::move(report);
  } catch (const BadInput& bad_input) {
    outcome.exit_code = 2;
    outcome.report.reset();
    outcome.messages = std::string(bad_input.what()) + '\n';
  }
  return outcome;
}

std::vector<std::size_t> find_columns(const CsvRow& header, const std::vector<std::string>& wanted,
                                      RowProblems& problems) {
  std::vector<std::string> names;
  for (const CsvField& field : header.fields) names.emplace_back(field.text);
  const auto is_there = [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (std::none_of(wanted.begin(), wanted.end(), is_there)) {
    // Some other file altogether; a line for each column would only bury that.
    problems.add("header", header.line, 1,
                 fmt::format("the header row begins with {}; the columns {} are expected", in_quotes(names.front()),
                             fmt::join(wanted, ", ")));
    return {};
  }
  std::vector<std::size_t> positions;
  for (const std::string& name : wanted) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      problems.add("header", header.line, 0,
                   fmt::format("the header row has no column {}{}", in_quotes(name), did_you_mean(name, names)));
    } else if (const auto again = std::find(found + 1, names.end(), name); again != names.end()) {
      problems.add("header", header.fields[static_cast<std::size_t>(again - names.begin())],
                   fmt::format("the column {} is there twice", in_quotes(name)));
    }
    positions.push_back(static_cast<std::size_t>(found - names.begin()));
  }
  return positions;
}

}  // namespace twinline::twin
