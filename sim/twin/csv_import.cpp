// A CSV read by its column map. What the log states wins over what could be computed from it: a wait or
// service time is the difference of its instants only where no column gives it, and a contradiction of more
// than a second is flagged.
#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "scenarios/schema/column_map.hpp"
#include "sim/twin/duration_text.hpp"
#include "sim/twin/row_import.hpp"
#include "sim/twin/site_clock.hpp"
#include "sim/twin/time_pattern.hpp"

namespace twinline::twin {
namespace {

using scenarios::ColumnMap;
using scenarios::ColumnName;
using Missing = std::vector<std::string>;

/// A column of the map and where it stands in the log.
struct BoundColumn {
  std::size_t position = 0;
  Missing missing;
};

struct BoundText {
  std::optional<BoundColumn> column;
  std::string constant;
};

enum class TimeForm : std::uint8_t { pattern, epoch_seconds, epoch_milliseconds };

struct BoundTime {
  BoundColumn column;
  std::optional<BoundColumn> date;
  TimeForm form = TimeForm::pattern;
  std::optional<TimePattern> pattern;
};

struct BoundDuration {
  BoundColumn column;
  scenarios::DurationUnit unit = scenarios::DurationUnit::seconds;
};

class MappedCsv final : public RowFormat {
 public:
  MappedCsv(const ColumnMap& map, SiteClock clock) : map_(map), clock_(std::move(clock)) {}

  void read_header(const CsvRow& header, RowProblems& problems) override {
    header_problems_ = &problems;
    for (const CsvField& field : header.fields) names_.emplace_back(field.text);
    bind_all();
  }

  void read_row(const CsvRow& row, CallRecord& call, RowProblems& problems) override {
    if (row.fields.size() != names_.size()) {
      problems.add("field count", row.line, 0,
                   fmt::format("{} fields; the header row has {}", row.fields.size(), names_.size()));
      return;
    }
    row_ = &row;
    problems_ = &problems;
    read_texts(call);
    read_times(call);
    read_durations(call);
    if (problems.empty()) complete(call);
  }

 private:
  // What the map names must be in the header row; what is not is reported where the map names it.
  void complain(const scenarios::Place& place, std::string message) {
    header_problems_->add_elsewhere("column map",
                                    problem_at(*place.file, static_cast<std::uint64_t>(place.line),
                                               static_cast<std::uint64_t>(place.column), std::move(message)));
  }

  BoundColumn bind(const ColumnName& column, const Missing& missing) {
    const auto found = std::find(names_.begin(), names_.end(), column.name);
    if (found == names_.end()) {
      complain(column.place,
               fmt::format("the log has no column {}{}", in_quotes(column.name), did_you_mean(column.name, names_)));
    } else if (std::find(found + 1, names_.end(), column.name) != names_.end()) {
      complain(column.place, fmt::format("the log has the column {} twice", in_quotes(column.name)));
    }
    return {static_cast<std::size_t>(found - names_.begin()), missing};
  }

  std::optional<BoundText> bind(const std::optional<scenarios::MappedText>& text) {
    if (!text) return std::nullopt;
    BoundText bound;
    if (text->column) bound.column = bind(*text->column, text->missing);
    bound.constant = text->constant;
    return bound;
  }

  BoundTime bind(const scenarios::MappedTime& time) {
    BoundTime bound;
    bound.column = bind(time.column, time.missing);
    if (time.date) bound.date = bind(*time.date, time.missing);
    if (time.format == "epoch_s" || time.format == "epoch_ms") {
      bound.form = time.format == "epoch_s" ? TimeForm::epoch_seconds : TimeForm::epoch_milliseconds;
      if (time.date) complain(time.date->place, "'date' beside epoch_s or epoch_ms; an epoch holds the date");
      return bound;
    }
    try {
      bound.pattern.emplace(time.format);
    } catch (const std::runtime_error& error) {
      complain(time.format_place, error.what());
      return bound;
    }
    if (!bound.pattern->has_date() || !bound.pattern->has_time()) {
      complain(time.format_place, fmt::format("the format {} has no {}; with 'date' it is that of date, blank and time",
                                              in_quotes(time.format), bound.pattern->has_date() ? "time" : "date"));
    }
    return bound;
  }

  std::optional<BoundTime> bind(const std::optional<scenarios::MappedTime>& time) {
    return time ? std::optional(bind(*time)) : std::nullopt;
  }

  std::optional<BoundDuration> bind(const std::optional<scenarios::MappedDuration>& duration) {
    if (!duration) return std::nullopt;
    return BoundDuration{bind(duration->column, duration->missing), duration->unit};
  }

  void bind_all() {
    arrival_ = bind(map_.arrival);
    queue_entry_ = bind(map_.queue_entry);
    answer_ = bind(map_.answer);
    end_ = bind(map_.end);
    vru_time_ = bind(map_.vru_time);
    wait_ = bind(map_.wait);
    service_time_ = bind(map_.service_time);
    wrap_up_ = bind(map_.wrap_up);
    call_id_ = bind(map_.call_id);
    customer_ = bind(map_.customer);
    priority_ = bind(map_.priority);
    type_ = bind(map_.type);
    segment_ = bind(map_.segment);
    queue_ = bind(map_.queue);
    agent_ = bind(map_.agent);
    if (map_.outcome.column) outcome_ = bind(*map_.outcome.column, map_.outcome.missing);
    if (map_.outcome.answered_if_present) {
      answered_if_present_ = bind(*map_.outcome.answered_if_present, map_.outcome.missing);
    }
  }

  const CsvField& field(const BoundColumn& column) const { return row_->fields[column.position]; }

  bool says_something(const BoundColumn& column) const {
    const std::string_view text = field(column).text;
    return !text.empty() && std::find(column.missing.begin(), column.missing.end(), text) == column.missing.end();
  }

  void complain(std::string_view kind, const BoundColumn& column, std::string_view expected) {
    problems_->add(kind, field(column),
                   fmt::format("{} is {}; {}", names_[column.position], in_quotes(field(column).text), expected));
  }

  std::string text(const std::optional<BoundText>& from) {
    if (!from) return {};
    if (!from->column) return from->constant;
    if (!says_something(*from->column)) return {};
    const std::string_view found = field(*from->column).text;
    if (!is_utf8(found)) complain("encoding", *from->column, "UTF-8 is expected");
    return std::string(found);
  }

  void read_texts(CallRecord& call) {
    call.call_id = call_id_ ? text(call_id_) : fmt::format("line {}", row_->line);
    call.customer = text(customer_);
    call.type = text(type_);
    call.segment = text(segment_);
    call.queue = text(queue_);
    call.agent = text(agent_);
    if (const std::string priority = text(priority_); !priority.empty()) {
      std::int64_t value = 0;
      const auto [stop, error] = std::from_chars(priority.data(), priority.data() + priority.size(), value);
      if (error == std::errc{} && stop == priority.data() + priority.size()) {
        call.priority = value;
      } else {
        const BoundColumn& column = priority_->column ? *priority_->column : arrival_.column;
        complain("number", column, fmt::format("the priority {} is no whole number", in_quotes(priority)));
      }
    }
    call.outcome = outcome();
  }

  LoggedOutcome outcome() {
    const auto otherwise = map_.outcome.otherwise;
    if (answered_if_present_) {
      return says_something(*answered_if_present_) ? LoggedOutcome::answered : *otherwise;
    }
    if (!outcome_) return *otherwise;
    const auto found = map_.outcome.values.find(std::string(field(*outcome_).text));
    if (found != map_.outcome.values.end() && says_something(*outcome_)) return found->second;
    if (otherwise) return *otherwise;
    std::vector<std::string> known;
    for (const auto& [text, value] : map_.outcome.values) known.push_back(text);
    complain("outcome", *outcome_, "the column map gives it no outcome" + did_you_mean(field(*outcome_).text, known));
    return LoggedOutcome::excluded;
  }

  std::optional<Instant> epoch(const BoundTime& time) {
    const std::string_view found = field(time.column).text;
    // Whatever the unit of the map, the reader of decimals knows it as that of a duration: since 1970.
    const auto since_1970 =
        duration_from_text(found, time.form == TimeForm::epoch_seconds ? scenarios::DurationUnit::seconds
                                                                       : scenarios::DurationUnit::milliseconds);
    // Years 1970 to 2400: what lies outside is another unit, or no time.
    constexpr Milliseconds latest = std::chrono::hours{24 * 365 * 430};
    if (since_1970 && *since_1970 >= Milliseconds{0} && *since_1970 < latest) return Instant{*since_1970};
    complain("time", time.column,
             time.form == TimeForm::epoch_seconds ? "seconds since 1970 are expected"
                                                  : "milliseconds since 1970 are expected");
    return std::nullopt;
  }

  /// The instant of a field; nothing where the log says nothing, or something that is no time (then a problem
  /// is added). A time of day on the date of the arrival may lie past the following midnight; `after` is what
  /// it cannot be hours before.
  std::optional<Instant> instant(const BoundTime& time, CallRecord& call, std::optional<Instant> after) {
    if (!says_something(time.column)) return std::nullopt;
    if (time.form != TimeForm::pattern) return epoch(time);
    std::string found(field(time.column).text);
    if (time.date) found = fmt::format("{} {}", field(*time.date).text, found);
    const auto shown = time.pattern->parse(found);
    if (!shown) {
      problems_->add("time", field(time.column),
                     fmt::format("{} is {}; the form {} is expected", names_[time.column.position], in_quotes(found),
                                 in_quotes(time.pattern->text())));
      return std::nullopt;
    }
    LocalTime local = date::local_days{*shown->date} + shown->time_of_day;
    if (shown->offset) return Instant{local.time_since_epoch() - *shown->offset};
    constexpr Milliseconds half_a_day = std::chrono::hours{12};
    if (time.date && after && clock_.shown_at(*after) - local > half_a_day) {
      local += std::chrono::hours{24};
      call.flags.set(CallFlag::past_midnight);
    }
    const auto reading = clock_.instant_of(local);
    if (!reading) {
      complain("time", time.column, fmt::format("clocks in {} went forward over it", clock_.time_zone()));
      return std::nullopt;
    }
    if (reading->ambiguous) call.flags.set(CallFlag::ambiguous_local_time);
    return reading->instant;
  }

  void read_times(CallRecord& call) {
    const auto arrival = instant(arrival_, call, std::nullopt);
    if (!arrival && !says_something(arrival_.column)) {
      complain("time", arrival_.column, "the arrival's time is expected");
    }
    if (!arrival) return;
    call.arrival = *arrival;
    if (queue_entry_) call.queue_entry = instant(*queue_entry_, call, arrival);
    if (answer_) call.answer = instant(*answer_, call, arrival);
    if (end_) call.end = instant(*end_, call, call.answer ? call.answer : arrival);
  }

  std::optional<Milliseconds> duration(const std::optional<BoundDuration>& from, bool may_be_negative) {
    if (!from || !says_something(from->column)) return std::nullopt;
    const auto value = duration_from_text(field(from->column).text, from->unit);
    if (!value) {
      complain("duration", from->column, fmt::format("{} is expected", expected_duration(from->unit)));
    } else if (*value < Milliseconds{0} && !may_be_negative) {
      complain("duration", from->column, "0 or more is expected");
    }
    return value;
  }

  void read_durations(CallRecord& call) {
    call.vru_time = duration(vru_time_, true);
    call.wait = duration(wait_, false);
    call.service_time = duration(service_time_, true);
    call.wrap_up = duration(wrap_up_, false);
  }

  /// The difference of two instants for a duration that the log does not state; a check of one that it does.
  static void settle(std::optional<Milliseconds>& duration, std::optional<Instant> from, std::optional<Instant> to,
                     CallRecord& call) {
    if (!from || !to) return;
    const Milliseconds difference = *to - *from;
    if (!duration) {
      duration = difference;
    } else if (difference - *duration > std::chrono::seconds{1} || *duration - difference > std::chrono::seconds{1}) {
      call.flags.set(CallFlag::inconsistent_duration);
    }
  }

  /// Derives what follows from what was read, and flags what contradicts.
  void complete(CallRecord& call) {
    const bool answered = call.outcome == LoggedOutcome::answered;
    if (!queue_entry_ && call.outcome != LoggedOutcome::blocked) {
      call.queue_entry = call.arrival + std::max(call.vru_time.value_or(Milliseconds{0}), Milliseconds{0});
    }
    if (queue_entry_ && !call.queue_entry && call.outcome == LoggedOutcome::abandoned) {
      call.flags.set(CallFlag::left_before_queue);
    }
    if (answered && !call.answer && call.queue_entry && call.wait) call.answer = *call.queue_entry + *call.wait;
    const std::optional<Instant> end_of_wait = answered ? call.answer : call.end;
    settle(call.wait, call.queue_entry, end_of_wait, call);
    if (answered) settle(call.service_time, call.answer, call.end, call);
    if (!call.end && answered && call.answer && call.service_time) call.end = *call.answer + *call.service_time;
    if (!call.end && !answered && call.queue_entry && call.wait) call.end = *call.queue_entry + *call.wait;

    if (call.vru_time && *call.vru_time < Milliseconds{0}) call.flags.set(CallFlag::negative_vru_time);
    if (call.wait && *call.wait < Milliseconds{0}) {
      problems_->add("order", row_->line, 0, "the call is answered or over before it enters the queue");
    }
    if (answered && call.agent.empty()) call.flags.set(CallFlag::unknown_agent);
    if (answered && call.service_time.value_or(Milliseconds{0}) <= Milliseconds{0}) {
      call.flags.set(CallFlag::non_positive_service_time);
    }
    if (!answered && call.service_time.value_or(Milliseconds{0}) > Milliseconds{0}) {
      call.flags.set(CallFlag::service_without_answer);
    }
  }

  const ColumnMap& map_;
  SiteClock clock_;
  RowProblems* header_problems_ = nullptr;
  std::vector<std::string> names_;
  BoundTime arrival_;
  std::optional<BoundTime> queue_entry_, answer_, end_;
  std::optional<BoundDuration> vru_time_, wait_, service_time_, wrap_up_;
  std::optional<BoundText> call_id_, customer_, priority_, type_, segment_, queue_, agent_;
  std::optional<BoundColumn> outcome_, answered_if_present_;
  const CsvRow* row_ = nullptr;
  RowProblems* problems_ = nullptr;
};

}  // namespace

ImportOutcome import_csv(const std::filesystem::path& log, const std::filesystem::path& column_map,
                         const ImportOptions& options) {
  scenarios::Problems problems;
  const auto map = scenarios::load_column_map(column_map, problems);
  std::optional<SiteClock> clock;
  if (map) {
    try {
      clock.emplace(map->time_zone);
    } catch (const std::runtime_error& error) {
      problems.error(map->time_zone_place, error.what());
    }
  }
  if (!problems.empty()) {
    ImportOutcome outcome{2, std::nullopt, {}};
    for (const Problem& problem : problems.sorted(column_map.string())) outcome.messages += to_string(problem) + '\n';
    return outcome;
  }
  MappedCsv format(*map, *clock);
  CsvDialect dialect;
  dialect.delimiter = map->delimiter;
  return import_rows(log, {"csv 1", map->time_zone, dialect}, format, options);
}

}  // namespace twinline::twin
