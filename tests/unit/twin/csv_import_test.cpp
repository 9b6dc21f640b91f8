#include <catch2/catch.hpp>
#include <date/date.h>

#include "sim/twin/call_table.hpp"
#include "sim/twin/import.hpp"
#include "tests/project_files.hpp"
#include "tests/unit/twin/import_fixture.hpp"

namespace twinline::twin {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view map_head = "twinline_map: 1\n";

ImportOutcome import_with(const TemporaryFolder& folder, std::string_view map, std::string_view log,
                          bool strict = false) {
  return import_csv(folder.file("log.csv", log), folder.file("map.yaml", std::string(map_head).append(map)),
                    {folder / "calls.csv", strict});
}

std::vector<CallRecord> calls_with(std::string_view map, std::string_view log) {
  const TemporaryFolder folder;
  const ImportOutcome outcome = import_with(folder, map, log, true);
  CHECK(outcome.messages == "");
  REQUIRE(outcome.exit_code == 0);
  return load_call_table(folder / "calls.csv").calls;
}

std::string messages_with(std::string_view map, std::string_view log) {
  const TemporaryFolder folder;
  const ImportOutcome outcome = import_with(folder, map, log, true);
  CHECK(outcome.exit_code == 2);
  CHECK_FALSE(std::filesystem::exists(folder / "calls.csv"));
  return without_folder(outcome.messages, folder);
}

Instant utc(int year, unsigned month, unsigned day, Milliseconds time_of_day) {
  return date::sys_days{date::year{year} / static_cast<int>(month) / static_cast<int>(day)} + time_of_day;
}

TEST_CASE("csv import: date and AM/PM times apart, durations in seconds, outcome by presence") {
  const auto calls = calls_with(
      "time_zone: Europe/Zurich\n"
      "fields:\n"
      "  call_id: {column: id}\n"
      "  type: {constant: retail}\n"
      "  agent: {column: who, missing: nobody}\n"
      "  arrival: {date: day, column: start, format: '%m/%d/%Y %I:%M:%S %p'}\n"
      "  answer: {date: day, column: answer, format: '%m/%d/%Y %I:%M:%S %p', missing: ['-']}\n"
      "  end: {date: day, column: end, format: '%m/%d/%Y %I:%M:%S %p'}\n"
      "  wait: {column: wait, unit: s}\n"
      "  outcome: {answered_if_present: answer, missing: ['-']}\n",
      "id,day,start,answer,end,wait,who\n"
      "a,7/1/2026,12:00:05 PM,12:00:25 PM,12:01:25 PM,20,\"Ann, B\"\n"
      "b,7/1/2026,11:59:50 PM,-,12:00:20 AM,30,nobody\n");
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].type == "retail");
  CHECK(calls[0].agent == "Ann, B");
  CHECK(calls[0].arrival == utc(2026, 7, 1, 10h + 5s));
  CHECK(calls[0].queue_entry == calls[0].arrival);
  CHECK(calls[0].wait == 20s);
  CHECK(calls[0].service_time == 60s);
  CHECK(calls[0].flags == CallFlags{});
  CHECK(calls[1].outcome == LoggedOutcome::abandoned);
  CHECK(calls[1].end == utc(2026, 7, 1, 22h + 20s));
  CHECK(calls[1].flags.has(CallFlag::past_midnight));
  CHECK_FALSE(calls[1].service_time.has_value());
}

TEST_CASE("csv import: outcome by text, epochs, clock durations, another delimiter, a VRU before the queue") {
  const auto calls = calls_with(
      "delimiter: ;\n"
      "fields:\n"
      "  arrival: {column: t, format: epoch_s}\n"
      "  vru_time: {column: ivr, unit: ms}\n"
      "  wait: {column: hold, unit: 'h:mm:ss'}\n"
      "  service_time: {column: talk, unit: min}\n"
      "  wrap_up: {column: acw, unit: s}\n"
      "  priority: {column: p}\n"
      "  outcome: {column: what, values: {ANSWERED: answered, 'NO ANSWER': abandoned, TEST: excluded}, "
      "otherwise: diverted}\n",
      "t;ivr;hold;talk;acw;p;what\n"
      "1795165200;2500;0:00:31;1.5;10;3;ANSWERED\n"
      "1795165201.25;0;1:00;;;;NO ANSWER\n"
      "1795165202;0;0:05;;;;VOICEMAIL\n"
      "1795165203;0;0:05;1;;;TEST\n");
  REQUIRE(calls.size() == 4);
  CHECK(calls[0].call_id == "line 2");
  CHECK(calls[0].priority == 3);
  CHECK(calls[0].queue_entry == Instant{1'795'165'202'500ms});
  CHECK(calls[0].answer == Instant{1'795'165'233'500ms});
  CHECK(calls[0].end == Instant{1'795'165'323'500ms});
  CHECK(calls[0].service_time == 90s);
  CHECK(calls[0].wrap_up == 10s);
  CHECK(calls[1].arrival == Instant{1'795'165'201'250ms});
  CHECK(calls[1].end == Instant{1'795'165'261'250ms});
  CHECK(calls[2].outcome == LoggedOutcome::diverted);
  CHECK(calls[3].outcome == LoggedOutcome::excluded);
  CHECK(calls[3].flags.has(CallFlag::service_without_answer));
}

TEST_CASE(
    "csv import: offsets in the log win over the zone; contradictions are flagged, the log's duration "
    "stays") {
  const auto calls = calls_with(
      "time_zone: Asia/Jerusalem\n"
      "fields:\n"
      "  arrival: {column: a, format: '%Y-%m-%dT%H:%M:%S%z'}\n"
      "  answer: {column: b, format: '%Y-%m-%dT%H:%M:%S%z'}\n"
      "  wait: {column: w, unit: s}\n"
      "  outcome: {constant: answered}\n",
      "a,b,w\n"
      "2026-11-20T09:00:00Z,2026-11-20T10:00:31+01:00,31\n"
      "2026-11-20T09:00:01Z,2026-11-20T10:00:31+01:00,45\n");
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].arrival == utc(2026, 11, 20, 9h));
  CHECK(calls[0].answer == utc(2026, 11, 20, 9h + 31s));
  CHECK_FALSE(calls[0].flags.has(CallFlag::inconsistent_duration));
  CHECK(calls[1].wait == 45s);
  CHECK(calls[1].flags.has(CallFlag::inconsistent_duration));
}

TEST_CASE("csv import: clock times that never were make a bad row, those that were twice are flagged") {
  constexpr std::string_view map =
      "time_zone: Europe/Zurich\n"
      "fields:\n"
      "  arrival: {column: a, format: '%d.%m.%Y %H:%M'}\n"
      "  outcome: {constant: blocked}\n";
  CHECK(messages_with(map, "a\n29.03.2026 02:30\n") ==
        "log.csv:2:1: a is '29.03.2026 02:30'; clocks in Europe/Zurich went forward over it\n"
        "log.csv: 1 of 1 rows are bad; nothing is imported\n");
  const auto calls = calls_with(map, "a\n25.10.2026 02:30\n");
  CHECK(calls[0].arrival == utc(2026, 10, 25, 30min));
  CHECK(calls[0].flags.has(CallFlag::ambiguous_local_time));
  CHECK_FALSE(calls[0].queue_entry.has_value());
}

TEST_CASE("csv import: every fault of a row is told with line, column and what was expected") {
  CHECK(messages_with("fields:\n"
                      "  arrival: {column: a, format: '%H:%M:%S %d/%m/%y'}\n"
                      "  wait: {column: w, unit: s}\n"
                      "  outcome: {column: o, values: {yes: answered, no: abandoned}}\n",
                      "a,w,o\n"
                      "9:00:00 31/02/26,ten,yess\n"
                      ",-1,no\n"
                      "9:00:00 1/2/26,1,no,extra\n"
                      "9:00:00 1/2/26,\"1\"x,no\n") ==
        "log.csv:2:1: a is '9:00:00 31/02/26'; the form '%H:%M:%S %d/%m/%y' is expected\n"
        "log.csv:2:18: w is 'ten'; a number of seconds is expected\n"
        "log.csv:2:22: o is 'yess'; the column map gives it no outcome; did you mean 'yes'?\n"
        "log.csv:3:1: a is ''; the arrival's time is expected\n"
        "log.csv:3:2: w is '-1'; 0 or more is expected\n"
        "log.csv:4: 4 fields; the header row has 3\n"
        "log.csv:5:19: text after a closing quotation mark; a delimiter or the end of the row is expected\n"
        "log.csv: 4 of 4 rows are bad; nothing is imported\n");
}

TEST_CASE("csv import: everything wrong with a map is told at once") {
  CHECK(messages_with("time_zoen: UTC\n"
                      "delimiter: '::'\n"
                      "fields:\n"
                      "  arival: {column: a, format: epoch_s}\n"
                      "  wait: {column: w, unit: sec}\n"
                      "  end: {colum: e, format: epoch_s}\n"
                      "  type: {constant: x, column: y}\n"
                      "  outcome: {column: o, values: {yes: answred}}\n",
                      "a\n1\n") ==
        "map.yaml:2:1: unknown key 'time_zoen'; did you mean 'time_zone'?; known here: twinline_map, "
        "time_zone, delimiter "
        "and fields\n"
        "map.yaml:3:12: '::'; ',', ';', '|' or tab is expected\n"
        "map.yaml:5:3: unknown key 'arival'; did you mean 'arrival'?; known here: call_id, customer, "
        "priority, type, "
        "segment, queue, agent, outcome, arrival, queue_entry, answer, end, vru_time, wait, service_time and "
        "wrap_up\n"
        "map.yaml:5:3: 'arrival' is missing; without the instant of its arrival a call cannot be replayed\n"
        "map.yaml:6:27: 'sec'; ms, s, min or h:mm:ss is expected\n"
        "map.yaml:7:8: 'column' is missing\n"
        "map.yaml:7:9: unknown key 'colum'; did you mean 'column'?; known here: column, date, format and "
        "missing\n"
        "map.yaml:8:9: either 'column' or 'constant' is expected\n"
        "map.yaml:9:38: 'answred'; answered, abandoned, blocked, diverted or excluded is expected; did you "
        "mean "
        "'answered'?\n");
}

TEST_CASE("csv import: a map that does not fit the log is told where the map says so") {
  CHECK(messages_with("time_zone: UTC\n"
                      "fields:\n"
                      "  arrival: {column: start, format: '%H:%M'}\n"
                      "  end: {column: ende, format: '%Y'}\n"
                      "  wait: {column: twice, unit: s}\n"
                      "  outcome: {constant: answered}\n",
                      "start,end,twice,twice\n1,2,3,4\n") ==
        "map.yaml:4:36: the format '%H:%M' has no date; with 'date' it is that of date, blank and time\n"
        "map.yaml:5:17: the log has no column 'ende'; did you mean 'end'?\n"
        "map.yaml:5:31: the time pattern '%Y' is incomplete; a date needs year, month and day, a time of day "
        "%H and %M, "
        "or %I, %M and %p\n"
        "map.yaml:6:18: the log has the column 'twice' twice\n");
  CHECK(messages_with("time_zone: Europe/Zurick\nfields:\n  arrival: {column: a, format: epoch_s}\n"
                      "  outcome: {constant: answered}\n",
                      "a\n1\n") ==
        "map.yaml:2:12: unknown time zone 'Europe/Zurick'; an IANA name like 'Europe/Zurich' is expected; "
        "did you mean "
        "'Europe/Zurich'?\n");
}

TEST_CASE("csv guess: the proposal imports the log it was made from") {
  const TemporaryFolder folder;
  const auto log = folder.file("log.csv",
                               "Contact ID;Call Date;Start;Answered At;Talk Time;Queue;Agent;Mood\n"
                               "1;13.02.2026;08:00:00;08:00:10;0:01:00;loans;Ann;7\n"
                               "2;01.02.2026;08:01:00;NULL;;loans;NULL;3\n");
  const GuessOutcome guess = guess_column_map(log);
  CHECK(guess.exit_code == 0);
  CHECK(guess.messages == "");
  CHECK(guess.column_map ==
        "# Proposed from the names and the first 2 rows. Read it before you rely on it.\n"
        "twinline_map: 1\n"
        "time_zone: UTC  # a log does not say; put the IANA zone of its clock, say Europe/Zurich\n"
        "delimiter: \";\"\n"
        "fields:\n"
        "  call_id: {column: \"Contact ID\"}\n"
        "  queue: {column: \"Queue\"}\n"
        "  agent: {column: \"Agent\", missing: [\"NULL\"]}\n"
        "  arrival: {date: \"Call Date\", column: \"Start\", format: \"%d.%m.%Y %H:%M:%S\"}\n"
        "  answer: {date: \"Call Date\", column: \"Answered At\", missing: [\"NULL\"], format: \"%d.%m.%Y "
        "%H:%M:%S\"}\n"
        "  service_time: {column: \"Talk Time\", unit: \"h:mm:ss\"}\n"
        "  outcome: {answered_if_present: \"Answered At\", missing: [\"NULL\"], otherwise: abandoned}\n"
        "# not used: \"Mood\"\n");
  const ImportOutcome outcome =
      import_csv(log, folder.file("map.yaml", guess.column_map), {folder / "calls.csv", true});
  CHECK(outcome.messages == "");
  const auto calls = load_call_table(folder / "calls.csv").calls;
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].outcome == LoggedOutcome::abandoned);
  CHECK(calls[1].service_time == 60s);
}

TEST_CASE("csv guess: a date that could be read both ways is said to be so; AM and PM suggest the month first") {
  const TemporaryFolder folder;
  const auto guessed = [&](std::string_view row) {
    return guess_column_map(folder.file("log.csv", "start\n" + std::string(row))).column_map;
  };
  CHECK_THAT(guessed("1/2/2026 8:00\n"),
             Catch::Contains("\"%d/%m/%Y %H:%M\"}  # or %m/%d/%Y %H:%M: no day above 12 was seen"));
  CHECK_THAT(guessed("1/2/2026 8:00 AM\n"), Catch::Contains("\"%m/%d/%Y %I:%M %p\"}  # or %d/%m/%Y"));
  CHECK_THAT(guessed("1/13/2026 8:00\n"), Catch::Contains("\"%m/%d/%Y %H:%M\"}\n"));
  CHECK_THAT(guessed("1795165200\n"), Catch::Contains("format: \"epoch_s\"}\n"));
}

TEST_CASE("csv guess: what it cannot tell it says, and the exit code with it") {
  const TemporaryFolder folder;
  const GuessOutcome nothing = guess_column_map(folder.file("log.csv", "x,y\n1,2\n"));
  CHECK(nothing.exit_code == 2);
  CHECK(without_folder(nothing.messages, folder) ==
        "log.csv: no column was recognised as the time of arrival; add 'arrival' to the map\n");
  const GuessOutcome outcome = guess_column_map(
      folder.file("log.csv", "start,status\n2026-02-01 08:00:00,Answered\n2026-02-01 08:00:00,sideways\n"));
  CHECK(outcome.exit_code == 2);
  CHECK_THAT(outcome.column_map, Catch::Contains("outcome: {column: \"status\", values: {\"Answered\": answered}}"));
  CHECK_THAT(outcome.messages, Catch::Contains("what 'sideways' in the column 'status' means is not known"));
}

/// What stands between the first "```yaml" of a page and the next "```".
std::string example_of(const std::filesystem::path& page) {
  const std::string text = content_of(page);
  const std::string fence = "```yaml\n";
  const auto begin = text.find(fence);
  REQUIRE(begin != std::string::npos);
  return text.substr(begin + fence.size(), text.find("```", begin + fence.size()) - begin - fence.size());
}

TEST_CASE("csv import: the map that docs/import.md shows reads the log that it speaks of") {
  const TemporaryFolder folder;
  const auto map = folder.file("map.yaml", example_of(tests::project() / "docs/import.md"));
  const auto log = folder.file("log.csv",
                               "id,who,day,started,answered,ended_epoch,wait_length\n"
                               "1,ann,03/02/2026,08:00:00 AM,08:00:10 AM,1772438430,10\n"
                               "2,nobody,03/02/2026,11:59:50 PM,12:00:20 AM,1772496100,30\n"
                               "3,-,03/02/2026,09:00:00 AM,NULL,1772438460,60\n");
  const ImportOutcome outcome = import_csv(log, map, {folder / "calls.csv", true});
  CHECK(outcome.messages == "");
  REQUIRE(outcome.exit_code == 0);
  CHECK(outcome.report->count(LoggedOutcome::answered) == 2);
  CHECK(outcome.report->count(LoggedOutcome::abandoned) == 1);
  CHECK(outcome.report->count(CallFlag::past_midnight) == 1);
  CHECK(outcome.report->count(CallFlag::unknown_agent) == 1);
}

}  // namespace
}  // namespace twinline::twin
