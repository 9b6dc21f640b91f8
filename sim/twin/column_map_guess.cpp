// A proposal, not a decision: columns are recognised by the names that logs commonly use and by what all
// their values can be. What could be read in more than one way is said in a comment, what was not found in
// messages.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "sim/twin/column_profile.hpp"
#include "sim/twin/import.hpp"
#include "sim/twin/row_import.hpp"

namespace twinline::twin {
namespace {

constexpr std::size_t rows_looked_at = 100'000;

using Names = std::vector<std::string_view>;

/// A field of the map and the plain names under which logs have it, the most telling first.
struct FieldNames {
  std::string_view field;
  Names names;
};

const std::vector<FieldNames> time_fields{
    {"arrival", {"arrival",         "arrival_time",
                 "arrived",         "arrived_at",
                 "call_started",    "call_start",
                 "call_start_time", "started",
                 "started_at",      "start",
                 "start_time",      "start_stamp",
                 "vru_entry",       "received",
                 "received_at",     "received_timestamp",
                 "initiated",       "initiation_timestamp",
                 "call_time",       "timestamp",
                 "datetime",        "date_time",
                 "created_at",      "time"}},
    {"queue_entry",
     {"queue_entry", "queue_start", "q_start", "queued_at", "enqueued", "enqueued_at", "enqueue_timestamp",
      "entered_queue", "joined", "joined_at", "queue_joined", "cc_queue_joined_epoch"}},
    {"answer",
     {"answer", "answered", "answered_at", "answer_time", "call_answered", "answer_stamp", "connected", "connected_at",
      "connect_time", "connected_to_agent_timestamp", "pickup", "pickup_at", "ser_start", "service_start",
      "cc_queue_answered_epoch"}},
    {"end",
     {"end", "ended", "ended_at", "end_time", "call_ended", "call_end", "end_stamp", "finished", "hangup",
      "hangup_time", "hung_up_at", "disconnected", "disconnect_timestamp", "ser_exit", "service_end", "completed_at"}},
};

const std::vector<FieldNames> duration_fields{
    {"vru_time", {"vru_time", "ivr_time", "ivr_duration", "ivr_seconds"}},
    {"wait",
     {"wait", "wait_time", "wait_length", "wait_seconds", "wait_s", "wait_ms", "waiting_time", "queue_time", "q_time",
      "time_in_queue", "queue_duration", "speed_of_answer", "speed_of_answer_in_seconds", "holdtime"}},
    {"service_time",
     {"service_time", "service_length", "service_seconds", "service_s", "service_ms", "ser_time", "talk", "talk_time",
      "talk_seconds", "talktime", "talk_duration", "avgtalkduration", "agent_interaction_duration", "billsec",
      "call_duration", "duration", "duration_s", "duration_ms", "handle_time"}},
    {"wrap_up",
     {"wrap_up", "wrapup", "wrap_up_time", "wrapup_time", "acw", "acw_time", "after_call_work",
      "after_contact_work_duration"}},
};

const std::vector<FieldNames> text_fields{
    {"call_id",
     {"call_id", "callid", "id", "uniqueid", "unique_id", "uuid", "contact_id", "contactid", "conversation_id"}},
    {"customer", {"customer", "customer_id", "caller", "caller_id", "callerid", "client_id", "account_id"}},
    {"priority", {"priority"}},
    {"type", {"type", "call_type", "topic", "skill", "reason", "call_reason"}},
    {"segment", {"segment", "customer_segment", "tier"}},
    {"queue", {"queue", "queue_name", "queuename", "department"}},
    {"agent", {"agent", "agent_id", "agent_name", "server", "operator", "username", "answered_by"}},
};

const Names outcome_columns{"outcome",     "disposition",  "status",   "call_status",  "result",
                            "call_result", "answered_y_n", "answered", "was_answered", "answered_flag"};

/// Texts of outcome columns, in lower case.
const std::array<std::pair<std::string_view, Names>, 5> outcome_words{{
    {"answered", {"answered", "agent", "completed", "handled", "connected", "served", "yes", "y", "true", "1"}},
    {"abandoned",
     {"abandoned", "abandon", "hang", "hangup", "hung up", "lost", "missed", "no answer", "unanswered", "no", "n",
      "false", "0"}},
    {"blocked", {"blocked", "busy", "rejected"}},
    {"diverted", {"voicemail", "callback", "overflow", "timeout", "transferred"}},
    {"excluded", {"phantom", "test"}},
}};

const Names date_columns{"date", "call_date", "day", "start_date"};

/// A YAML text in double quotes.
std::string yaml_text(std::string_view text) {
  std::string yaml = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') yaml += '\\';
    if (code < 0x20 || code == 0x7f) {
      yaml += fmt::format("\\x{:02x}", code);
    } else {
      yaml += c;
    }
  }
  return yaml + '"';
}

std::string lower_case(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

class Guess {
 public:
  Guess(std::vector<ColumnProfile> columns, std::string source)
      : columns_(std::move(columns)), source_(std::move(source)) {
    used_.resize(columns_.size());
    const bool twelve_hour = std::any_of(columns_.begin(), columns_.end(),
                                         [](const ColumnProfile& column) { return column.is_twelve_hour(); });
    order_ = twelve_hour ? DateOrder::month_first : DateOrder::day_first;
    date_ =
        find(date_columns, [&](const ColumnProfile& column) { return !column.patterns(true, false, order_).empty(); });
  }

  GuessOutcome propose(char delimiter, std::size_t rows) {
    for (const FieldNames& field : text_fields) propose_text(field);
    for (const FieldNames& field : time_fields) propose_time(field);
    for (const FieldNames& field : duration_fields) propose_duration(field);
    propose_outcome();
    if (!has_arrival_) {
      missing_ +=
          fmt::format("{}: no column was recognised as the time of arrival; add 'arrival' to the map\n", source_);
    }
    GuessOutcome outcome;
    outcome.column_map =
        fmt::format("# Proposed from the names and the first {} rows. Read it before you rely on it.\n", rows);
    outcome.column_map += "twinline_map: 1\n";
    outcome.column_map += "time_zone: UTC  # a log does not say; put the IANA zone of its clock, say Europe/Zurich\n";
    outcome.column_map += fmt::format("delimiter: {}\n", delimiter == '\t' ? "tab" : yaml_text({&delimiter, 1}));
    outcome.column_map += "fields:\n" + fields_ + unused();
    outcome.messages = missing_;
    outcome.exit_code = missing_.empty() ? 0 : 2;
    return outcome;
  }

 private:
  using Index = std::optional<std::size_t>;

  template <class Fits>
  Index find(const Names& names, Fits fits) const {
    for (const std::string_view name : names) {
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!used_[i] && columns_[i].plain_name() == name && fits(columns_[i])) return i;
      }
    }
    return std::nullopt;
  }

  /// `column: "x"` with what stands for nothing in it, and marks it used.
  std::string take(std::size_t index) {
    used_[index] = true;
    const ColumnProfile& column = columns_[index];
    std::string text = "column: " + yaml_text(column.name());
    return text + missing_texts(column);
  }

  static std::string missing_texts(const ColumnProfile& column) {
    std::string list;
    for (const std::string& text : column.missing_texts()) list += (list.empty() ? "" : ", ") + yaml_text(text);
    return list.empty() ? list : fmt::format(", missing: [{}]", list);
  }

  void propose_text(const FieldNames& field) {
    const Index index =
        find(field.names, [&](const ColumnProfile& column) { return field.field != "priority" || column.is_number(); });
    if (index) fields_ += fmt::format("  {}: {{{}}}\n", field.field, take(*index));
  }

  void propose_time(const FieldNames& field) {
    const auto whole = [&](const ColumnProfile& column) {
      return column.is_epoch_seconds() || column.is_epoch_milliseconds() ||
             !column.patterns(true, true, order_).empty();
    };
    const auto of_day = [&](const ColumnProfile& column) { return !column.patterns(false, true, order_).empty(); };
    Index index = find(field.names, whole);
    const bool apart = !index && date_;
    if (apart) index = find(field.names, of_day);
    if (!index) return;
    has_arrival_ = has_arrival_ || field.field == "arrival";
    if (field.field == "answer") answer_ = index;
    const ColumnProfile& column = columns_[*index];
    std::string format, note;
    if (apart) {
      const auto dates = columns_[*date_].patterns(true, false, order_);
      format = dates.front() + ' ' + column.patterns(false, true, order_).front();
      note = doubt(dates);
    } else if (column.is_epoch_seconds() || column.is_epoch_milliseconds()) {
      format = column.is_epoch_seconds() ? "epoch_s" : "epoch_ms";
    } else {
      const auto patterns = column.patterns(true, true, order_);
      format = patterns.front();
      note = doubt(patterns);
    }
    fields_ += fmt::format("  {}: {{", field.field);
    if (apart) {
      used_[*date_] = true;
      fields_ += fmt::format("date: {}, ", yaml_text(columns_[*date_].name()));
    }
    fields_ += fmt::format("{}, format: {}}}{}\n", take(*index), yaml_text(format), note);
  }

  /// A comment where every value also fits with month and day the other way round.
  static std::string doubt(const std::vector<std::string>& patterns) {
    const std::string& chosen = patterns.front();
    if (!chosen.starts_with("%m") && !chosen.starts_with("%d")) return {};
    for (const std::string& other : patterns) {
      if (other[1] != chosen[1] && other.size() == chosen.size()) {
        return fmt::format("  # or {}: no day above 12 was seen", other);
      }
    }
    return {};
  }

  void propose_duration(const FieldNames& field) {
    const Index index =
        find(field.names, [](const ColumnProfile& column) { return column.is_number() || column.is_clock_duration(); });
    if (!index) return;
    const ColumnProfile& column = columns_[*index];
    const std::string name = column.plain_name();
    std::string_view unit = "s", note = "  # a log does not say the unit";
    if (!column.is_number()) {
      unit = "h:mm:ss";
      note = "";
    } else if (name.ends_with("_ms") || name.find("milli") != std::string::npos) {
      unit = "ms";
    } else if (name.ends_with("_min") || name.find("minute") != std::string::npos) {
      unit = "min";
    }
    fields_ += fmt::format("  {}: {{{}, unit: {}}}{}\n", field.field, take(*index), yaml_text(unit), note);
  }

  void propose_outcome() {
    const Index index = find(outcome_columns, [](const ColumnProfile& column) {
      return column.different_values().size() < ColumnProfile::most_values;
    });
    if (index) {
      propose_outcome_by_text(*index);
    } else if (answer_) {
      fields_ += fmt::format("  outcome: {{answered_if_present: {}{}, otherwise: abandoned}}\n",
                             yaml_text(columns_[*answer_].name()), missing_texts(columns_[*answer_]));
    } else {
      fields_ += "  outcome: {constant: answered}  # no column tells; every call counts as answered\n";
    }
  }

  void propose_outcome_by_text(std::size_t index) {
    std::string values;
    for (const std::string& value : columns_[index].different_values()) {
      const std::string_view outcome = outcome_of(lower_case(value));
      if (outcome.empty()) {
        missing_ += fmt::format("{}: what {} in the column {} means is not known; add it to the map's 'values'\n",
                                source_, in_quotes(value), in_quotes(columns_[index].name()));
      } else {
        values += fmt::format("{}{}: {}", values.empty() ? "" : ", ", yaml_text(value), outcome);
      }
    }
    fields_ += fmt::format("  outcome: {{{}, values: {{{}}}}}\n", take(index), values);
  }

  static std::string_view outcome_of(std::string_view word) {
    for (const auto& [outcome, words] : outcome_words) {
      if (std::find(words.begin(), words.end(), word) != words.end()) return outcome;
    }
    return {};
  }

  std::string unused() const {
    std::string names;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!used_[i]) names += (names.empty() ? "" : ", ") + yaml_text(columns_[i].name());
    }
    return names.empty() ? names : fmt::format("# not used: {}\n", names);
  }

  std::vector<ColumnProfile> columns_;
  std::string source_;
  std::vector<bool> used_;
  DateOrder order_ = DateOrder::day_first;
  Index date_, answer_;
  bool has_arrival_ = false;
  std::string fields_;
  std::string missing_;
};

/// The delimiter that the first line has most often; a comma when it has none.
char delimiter_of(const std::filesystem::path& log) {
  SourceFile source(log);
  const std::string_view chunk = source.next_chunk();
  const std::string_view line = chunk.substr(0, chunk.find('\n'));
  char best = ',';
  for (const char candidate : {',', ';', '\t', '|'}) {
    if (std::count(line.begin(), line.end(), candidate) > std::count(line.begin(), line.end(), best)) best = candidate;
  }
  return best;
}

}  // namespace

GuessOutcome guess_column_map(const std::filesystem::path& log) {
  try {
    CsvDialect dialect;
    dialect.delimiter = delimiter_of(log);
    SourceFile source(log);
    CsvReader rows(source, dialect);
    CsvRow row;
    if (!rows.next(row)) throw BadInput(problem_at(source.name(), 0, 0, "has no header row"));
    if (row.fault) throw BadInput(problem_at(source.name(), row.fault->line, row.fault->column, row.fault->text));
    std::vector<ColumnProfile> columns;
    for (const CsvField& field : row.fields) {
      if (!is_utf8(field.text))
        throw BadInput(problem_at(source.name(), 1, field.column, "the header row is not UTF-8"));
      columns.emplace_back(std::string(field.text));
    }
    std::size_t seen = 0;
    while (seen < rows_looked_at && rows.next(row)) {
      // A row that an import would refuse must not spoil the guess.
      if (row.fault || row.fields.size() != columns.size()) continue;
      ++seen;
      for (std::size_t i = 0; i < columns.size(); ++i) columns[i].add(row.fields[i].text);
    }
    if (seen == 0) throw BadInput(problem_at(source.name(), 0, 0, "has no whole row under its header row"));
    return Guess(std::move(columns), source.name()).propose(dialect.delimiter, seen);
  } catch (const BadInput& bad_input) {
    return {2, {}, std::string(bad_input.what()) + '\n'};
  }
}

}  // namespace twinline::twin
