// The bank's log gives one date per row and clock times without one, so an instant is placed on the date on
// which it lies nearest to the instant before it: a call that begins at 23:59:50 and is answered at 0:00:20
// is answered the next day, while a clock that was set back between two stations shows as a small negative
// time and stays one. 0:00:00 stands for "never" as well as for midnight; it is "never" where both times of a
// stage and its duration are zero.
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "sim/twin/row_import.hpp"
#include "sim/twin/site_clock.hpp"
#include "sim/twin/time_pattern.hpp"

namespace twinline::twin {
namespace {

enum Column : std::size_t {
  vru_line,
  call_id,
  customer_id,
  priority,
  type,
  date_of_call,
  vru_entry,
  vru_exit,
  vru_time,
  queue_start,
  queue_exit,
  queue_time,
  outcome,
  service_start,
  service_exit,
  service_time,
  server,
};

const std::vector<std::string> column_names{"vru+line",  "call_id",   "customer_id", "priority", "type",   "date",
                                            "vru_entry", "vru_exit",  "vru_time",    "q_start",  "q_exit", "q_time",
                                            "outcome",   "ser_start", "ser_exit",    "ser_time", "server"};

/// One stay of the call: in the VRU, in the queue, with an agent.
struct Stage {
  LocalTime start, end;
  Milliseconds duration{0};  ///< as the log states it
};

class BankLog final : public RowFormat {
 public:
  explicit BankLog(const std::string& time_zone) : clock_(time_zone) {}

  void read_header(const CsvRow& header, RowProblems& problems) override {
    positions_ = find_columns(header, column_names, problems);
    field_count_ = header.fields.size();
  }

  void read_row(const CsvRow& row, CallRecord& call, RowProblems& problems) override {
    if (row.fields.size() != field_count_) {
      problems.add("field count", row.line, 0,
                   fmt::format("{} fields; the header row has {}", row.fields.size(), field_count_));
      return;
    }
    row_ = &row;
    problems_ = &problems;
    read_names(call);
    read_times(call);
  }

 private:
  const CsvField& field(Column column) const { return row_->fields[positions_[column]]; }

  void complain(std::string_view kind, Column column, std::string_view expected) {
    problems_->add(kind, field(column),
                   fmt::format("{} is {}; {}", column_names[column], in_quotes(field(column).text), expected));
  }

  std::string text(Column column) {
    const std::string_view found = field(column).text;
    if (found.empty()) complain("empty field", column, "a value is expected");
    if (!is_utf8(found)) complain("encoding", column, "UTF-8 is expected");
    return std::string(found);
  }

  std::optional<std::int64_t> whole_number(Column column) {
    const std::string_view found = field(column).text;
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(found.data(), found.data() + found.size(), value);
    // Far beyond any call, and small enough that its milliseconds cannot overflow.
    constexpr std::int64_t most = 1'000'000'000;
    if (error == std::errc{} && stop == found.data() + found.size() && value >= -most && value <= most) return value;
    complain("number", column, "a whole number is expected");
    return std::nullopt;
  }

  std::optional<Milliseconds> clock_time(Column column) {
    static const TimePattern pattern("%H:%M:%S");
    const auto shown = pattern.parse(field(column).text);
    if (shown) return shown->time_of_day;
    complain("time", column, "a time of day like 7:02:47 is expected");
    return std::nullopt;
  }

  void read_names(CallRecord& call) {
    call.call_id = text(vru_line) + '/' + text(call_id);
    call.customer = text(customer_id);
    if (call.customer == "0") call.customer.clear();
    call.priority = whole_number(priority);
    call.type = text(type);
    call.agent = text(server);
    if (call.agent == "NO_SERVER") call.agent.clear();
    const std::string_view found = field(outcome).text;
    if (found == "AGENT") {
      call.outcome = LoggedOutcome::answered;
    } else if (found == "HANG") {
      call.outcome = LoggedOutcome::abandoned;
    } else if (found == "PHANTOM") {
      call.outcome = LoggedOutcome::excluded;
      call.flags.set(CallFlag::phantom);
    } else {
      complain("outcome", outcome,
               fmt::format("AGENT, HANG or PHANTOM is expected{}", did_you_mean(found, {"AGENT", "HANG", "PHANTOM"})));
    }
    if (call.outcome == LoggedOutcome::answered && call.agent.empty()) call.flags.set(CallFlag::unknown_agent);
  }

  /// The clock time on the date that puts it nearest to `reference`.
  static LocalTime nearest(LocalTime reference, Milliseconds time_of_day) {
    constexpr auto day = std::chrono::hours{24};
    const LocalTime same_date = date::floor<date::days>(reference) + time_of_day;
    if (same_date - reference > day / 2) return same_date - day;
    if (reference - same_date > day / 2) return same_date + day;
    return same_date;
  }

  std::optional<Stage> stage(Column start, Column end, Column duration, CallRecord& call, LocalTime reference) {
    const auto starts = clock_time(start);
    const auto ends = clock_time(end);
    const auto seconds = whole_number(duration);
    if (!starts || !ends || !seconds) return std::nullopt;
    Stage found;
    found.start = nearest(reference, *starts);
    found.end = nearest(found.start, *ends);
    found.duration = std::chrono::seconds{*seconds};
    const Milliseconds difference = found.end - found.start - found.duration;
    if (difference > std::chrono::seconds{1} || difference < std::chrono::seconds{-1}) {
      call.flags.set(CallFlag::inconsistent_duration);
    }
    return found;
  }

  bool never(Column start, Column end, Column duration) const {
    const auto is_zero = [&](Column column) {
      return field(column).text == "0:00:00" || field(column).text == "00:00:00" || field(column).text == "0";
    };
    return is_zero(start) && is_zero(end) && is_zero(duration);
  }

  std::optional<Instant> instant(LocalTime shown, Column column, CallRecord& call) {
    const auto reading = clock_.instant_of(shown);
    if (!reading) {
      complain("time", column, fmt::format("clocks in {} went forward over it", clock_.time_zone()));
      return std::nullopt;
    }
    if (reading->ambiguous) call.flags.set(CallFlag::ambiguous_local_time);
    if (date::floor<date::days>(shown) != day_) call.flags.set(CallFlag::past_midnight);
    return reading->instant;
  }

  void read_times(CallRecord& call) {
    static const TimePattern date_pattern("%y%m%d");
    const auto shown = date_pattern.parse(field(date_of_call).text);
    if (!shown) complain("date", date_of_call, "a date as yymmdd is expected");
    day_ = shown ? date::local_days{*shown->date} : date::local_days{};
    const auto vru = stage(vru_entry, vru_exit, vru_time, call, LocalTime{day_ + clock_time_or_midnight(vru_entry)});
    const LocalTime vru_end = vru ? vru->end : LocalTime{day_};
    const bool queued = !never(queue_start, queue_exit, queue_time);
    const auto queue = queued ? stage(queue_start, queue_exit, queue_time, call, vru_end) : std::nullopt;
    const LocalTime queue_end = queue ? queue->end : vru_end;
    const bool served = !never(service_start, service_exit, service_time);
    const auto service = served ? stage(service_start, service_exit, service_time, call, queue_end) : std::nullopt;
    if (queue && queue->duration < Milliseconds{0}) complain("number", queue_time, "0 or more is expected");
    if (!problems_->empty()) return;

    const bool answered = call.outcome == LoggedOutcome::answered;
    const auto arrival = instant(vru->start, vru_entry, call);
    call.vru_time = vru->duration;
    if (vru->duration < Milliseconds{0}) call.flags.set(CallFlag::negative_vru_time);
    call.end = instant(vru->end, vru_exit, call);
    if (queue) {
      call.queue_entry = instant(queue->start, queue_start, call);
      call.wait = queue->duration;
      call.end = instant(queue->end, queue_exit, call);
    } else if (answered) {
      // An agent was free: the call entered the queue and left it at once.
      call.queue_entry = call.end;
      call.wait = Milliseconds{0};
    } else if (call.outcome == LoggedOutcome::abandoned) {
      call.flags.set(CallFlag::left_before_queue);
    }
    if (service) {
      call.answer = instant(service->start, service_start, call);
      call.service_time = service->duration;
      const auto service_end = instant(service->end, service_exit, call);
      if (call.outcome != LoggedOutcome::abandoned) call.end = service_end;
    } else if (answered) {
      call.service_time = Milliseconds{0};
    }
    if (answered && *call.service_time <= Milliseconds{0}) call.flags.set(CallFlag::non_positive_service_time);
    if (!answered && service && service->duration > Milliseconds{0}) call.flags.set(CallFlag::service_without_answer);
    if (arrival) call.arrival = *arrival;
  }

  Milliseconds clock_time_or_midnight(Column column) const {
    static const TimePattern pattern("%H:%M:%S");
    const auto shown = pattern.parse(field(column).text);
    return shown ? shown->time_of_day : Milliseconds{0};
  }

  SiteClock clock_;
  std::vector<std::size_t> positions_;
  std::size_t field_count_ = 0;
  const CsvRow* row_ = nullptr;
  RowProblems* problems_ = nullptr;
  date::local_days day_{};
};

}  // namespace

ImportOutcome import_bank_log(const std::filesystem::path& log, const ImportOptions& options,
                              const std::string& time_zone) {
  try {
    BankLog format(time_zone);
    return import_rows(log, {"bank-log 1", time_zone, {'\t', false}}, format, options);
  } catch (const std::runtime_error& error) {
    return {2, std::nullopt, fmt::format("{}: {}\n", log.string(), error.what())};
  }
}

}  // namespace twinline::twin
