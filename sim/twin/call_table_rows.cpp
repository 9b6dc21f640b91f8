#include "sim/twin/call_table_rows.hpp"

#include <charconv>
#include <cstddef>

#include <fmt/format.h>

namespace twinline::twin {
namespace {

constexpr std::size_t column_count = 18;

/// Quotes where RFC 4180 asks for it, and where a first field would read as a comment line.
void append_text(std::string& row, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos && !text.starts_with('#')) {
    row += text;
    return;
  }
  row += '"';
  for (const char c : text) {
    if (c == '"') row += '"';
    row += c;
  }
  row += '"';
}

/// Reads the fields of one row from left to right and gathers what is wrong with them.
class RowParser {
 public:
  RowParser(const CsvRow& row, const std::string& file, std::vector<Problem>& problems)
      : row_(row), file_(file), problems_(problems) {}

  std::string text() {
    const CsvField& field = next();
    if (!is_utf8(field.text)) complain(field, "is not UTF-8");
    return std::string(field.text);
  }

  template <class Integer>
  std::optional<Integer> integer(std::string_view expected) {
    const CsvField& field = next();
    if (field.text.empty()) return std::nullopt;
    Integer value = 0;
    const char* const end = field.text.data() + field.text.size();
    const auto [stop, error] = std::from_chars(field.text.data(), end, value);
    if (error != std::errc{} || stop != end) {
      complain(field, fmt::format("is {}; {} is expected", in_quotes(field.text), expected));
      return std::nullopt;
    }
    return value;
  }

  std::optional<Milliseconds> duration() {
    const auto count = integer<std::int64_t>("a whole number of milliseconds");
    return count ? std::optional(Milliseconds{*count}) : std::nullopt;
  }

  std::optional<Instant> instant() {
    const CsvField& field = next();
    if (field.text.empty()) return std::nullopt;
    const auto value = instant_from_iso8601(field.text);
    if (!value) {
      complain(field, fmt::format("is {}; a time like 1999-02-01T07:02:47+02:00 is expected", in_quotes(field.text)));
    }
    return value;
  }

  Instant required_instant() {
    const CsvField& field = row_.fields[position_];
    const auto value = instant();
    if (field.text.empty()) complain(field, "is empty; a time is expected");
    return value.value_or(Instant{});
  }

  LoggedOutcome outcome() {
    const CsvField& field = next();
    const auto value = scenarios::logged_outcome_from(field.text);
    if (!value) {
      const std::vector<std::string> names(scenarios::logged_outcome_names.begin(),
                                           scenarios::logged_outcome_names.end());
      complain(field, fmt::format("is {}; {} is expected{}", in_quotes(field.text), fmt::join(names, ", "),
                                  did_you_mean(field.text, names)));
    }
    return value.value_or(LoggedOutcome::excluded);
  }

  CallFlags flags() {
    const CsvField& field = next();
    CallFlags flags;
    std::string_view rest = field.text;
    while (!rest.empty()) {
      const std::string_view name = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(rest.size(), name.size() + 1));
      bool known = false;
      for (std::size_t i = 0; i < call_flag_names.size(); ++i) {
        if (call_flag_names[i] != name) continue;
        flags.set(static_cast<CallFlag>(i));
        known = true;
      }
      if (!known) {
        const std::vector<std::string> names(call_flag_names.begin(), call_flag_names.end());
        complain(field, fmt::format("has the unknown flag {}{}", in_quotes(name), did_you_mean(name, names)));
      }
    }
    return flags;
  }

 private:
  const CsvField& next() { return row_.fields[position_++]; }

  void complain(const CsvField& field, std::string_view text) {
    const auto position = static_cast<std::size_t>(&field - row_.fields.data());
    std::string_view header = call_table_header;
    for (std::size_t i = 0; i < position; ++i) header.remove_prefix(header.find(',') + 1);
    problems_.push_back(
        problem_at(file_, field.line, field.column, fmt::format("{} {}", header.substr(0, header.find(',')), text)));
  }

  const CsvRow& row_;
  const std::string& file_;
  std::vector<Problem>& problems_;
  std::size_t position_ = 0;
};

}  // namespace

std::string call_table_row(const CallRecord& call, const SiteClock& clock) {
  std::string row;
  const auto text = [&](std::string_view value) {
    append_text(row, value);
    row += ',';
  };
  const auto instant = [&](const std::optional<Instant>& value) {
    if (value) row += clock.iso8601(*value);
    row += ',';
  };
  const auto duration = [&](const std::optional<Milliseconds>& value) {
    if (value) row += std::to_string(value->count());
    row += ',';
  };
  text(call.call_id);
  text(call.customer);
  if (call.priority) row += std::to_string(*call.priority);
  row += ',';
  text(call.type);
  text(call.segment);
  text(call.queue);
  text(name_of(call.outcome));
  text(call.agent);
  instant(call.arrival);
  instant(call.queue_entry);
  instant(call.answer);
  instant(call.end);
  duration(call.vru_time);
  duration(call.wait);
  duration(call.service_time);
  duration(call.wrap_up);
  const char* separator = "";
  for (std::size_t i = 0; i < call_flag_names.size(); ++i) {
    if (!call.flags.has(static_cast<CallFlag>(i))) continue;
    row += separator;
    row += call_flag_names[i];
    separator = " ";
  }
  row += ',';
  row += std::to_string(call.source_line);
  row += '\n';
  return row;
}

std::optional<CallRecord> call_from_row(const CsvRow& row, const std::string& file, std::vector<Problem>& problems) {
  const std::size_t problems_before = problems.size();
  if (row.fault) {
    problems.push_back(problem_at(file, row.fault->line, row.fault->column, row.fault->text));
    return std::nullopt;
  }
  if (row.fields.size() != column_count) {
    problems.push_back(
        problem_at(file, row.line, 0, fmt::format("{} fields; {} are expected", row.fields.size(), column_count)));
    return std::nullopt;
  }
  RowParser fields(row, file, problems);
  CallRecord call;
  call.call_id = fields.text();
  call.customer = fields.text();
  call.priority = fields.integer<std::int64_t>("a whole number");
  call.type = fields.text();
  call.segment = fields.text();
  call.queue = fields.text();
  call.outcome = fields.outcome();
  call.agent = fields.text();
  call.arrival = fields.required_instant();
  call.queue_entry = fields.instant();
  call.answer = fields.instant();
  call.end = fields.instant();
  call.vru_time = fields.duration();
  call.wait = fields.duration();
  call.service_time = fields.duration();
  call.wrap_up = fields.duration();
  call.flags = fields.flags();
  call.source_line = fields.integer<std::uint64_t>("a line number").value_or(0);
  if (problems.size() != problems_before) return std::nullopt;
  return call;
}

}  // namespace twinline::twin
