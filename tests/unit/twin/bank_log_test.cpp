#include <algorithm>

#include <catch2/catch.hpp>
#include <date/date.h>

#include "sim/twin/call_table.hpp"
#include "sim/twin/import.hpp"
#include "tests/unit/twin/import_fixture.hpp"

namespace twinline::twin {
namespace {

using namespace std::chrono_literals;

struct Imported {
  ImportOutcome outcome;
  std::string messages;
  CallTable table;  ///< in order of the source
};

Imported import_rows_of(std::string_view rows, bool strict = false) {
  const TemporaryFolder folder;
  const auto log = folder.file("log.txt", std::string(bank_header).append(rows));
  Imported imported{import_bank_log(log, {folder / "calls.csv", strict}), {}, {}};
  imported.messages = without_folder(imported.outcome.messages, folder);
  CHECK(folder.file_count() == (imported.outcome.exit_code == 0 ? 2 : 1));
  if (imported.outcome.exit_code == 0) imported.table = load_call_table(folder / "calls.csv");
  std::sort(imported.table.calls.begin(), imported.table.calls.end(),
            [](const CallRecord& a, const CallRecord& b) { return a.source_line < b.source_line; });
  return imported;
}

CallRecord import_row(std::string_view row) {
  const Imported imported = import_rows_of(row);
  CHECK(imported.messages == "");
  REQUIRE(imported.table.calls.size() == 1);
  return imported.table.calls[0];
}

/// An instant of February 1999 in Jerusalem, two hours ahead of UTC.
Instant local(int day, Milliseconds time_of_day) {
  return Instant{date::sys_days{date::year{1999} / 2 / day}.time_since_epoch() + time_of_day - 2h};
}

TEST_CASE("bank log: a call that waits and is answered") {
  CallRecord expected;
  expected.call_id = "AA0102/77";
  expected.customer = "900123";
  expected.priority = 2;
  expected.type = "NE";
  expected.agent = "NOA";
  expected.arrival = local(3, 9h);
  expected.queue_entry = local(3, 9h + 8s);
  expected.answer = local(3, 9h + 37s);
  expected.end = local(3, 9h + 1min + 37s);
  expected.vru_time = 8s;
  expected.wait = 30s;
  expected.service_time = 60s;
  expected.source_line = 2;
  CHECK(import_row("AA0102\t77\t900123\t2\tNE\t990203\t9:00:00\t9:00:08\t8\t9:00:08\t9:00:38\t30\tAGENT\t9:00:37\t"
                   "9:01:37\t60\tNOA\r\n") == expected);
}

TEST_CASE("bank log: a call that an agent takes at once enters the queue as it leaves the VRU") {
  const CallRecord call = import_row(
      "AA0102\t77\t0\t0\tPS\t990203\t9:00:00\t9:00:08\t8\t0:00:00\t0:00:00\t0\tAGENT\t9:00:07\t9:00:"
      "17\t10\tNO_SERVER\n");
  CHECK(call.customer == "");
  CHECK(call.queue_entry == local(3, 9h + 8s));
  CHECK(call.wait == 0ms);
  CHECK(call.answer == local(3, 9h + 7s));
  CHECK(call.outcome == LoggedOutcome::answered);
  CHECK(call.agent == "");
  CHECK(call.flags.has(CallFlag::unknown_agent));
  CHECK(counts_in_service_statistics(call));
}

TEST_CASE("bank log: hanging up in the VRU is not abandoning a queue, hanging up at once in the queue is") {
  const CallRecord in_vru = import_row(
      "AA0102\t77\t0\t0\tPS\t990203\t9:00:00\t9:00:08\t8\t0:00:00\t0:00:00\t0\tHANG\t0:00:00\t0:00:00\t0\tNO_"
      "SERVER\n");
  CHECK(in_vru.flags.has(CallFlag::left_before_queue));
  CHECK_FALSE(in_vru.queue_entry.has_value());
  CHECK_FALSE(in_vru.wait.has_value());
  CHECK(in_vru.end == local(3, 9h + 8s));
  const CallRecord in_queue = import_row(
      "AA0102\t77\t0\t0\tPS\t990203\t9:00:00\t9:00:08\t8\t9:00:08\t9:00:08\t0\tHANG\t0:00:00\t0:00:00\t0\tNO_"
      "SERVER\n");
  CHECK_FALSE(in_queue.flags.has(CallFlag::left_before_queue));
  CHECK(in_queue.queue_entry == local(3, 9h + 8s));
  CHECK(in_queue.wait == 0ms);
}

TEST_CASE("bank log: times roll over midnight at whatever stage it strikes") {
  const CallRecord in_service = import_row(
      "AA0102\t77\t0\t0\tPS\t990203\t23:59:00\t23:59:10\t10\t23:59:10\t23:59:20\t10\tAGENT\t23:59:20\t0:01:"
      "20\t120\tNOA\n");
  CHECK(in_service.end == local(4, 1min + 20s));
  CHECK(in_service.flags.has(CallFlag::past_midnight));
  CHECK_FALSE(in_service.flags.has(CallFlag::inconsistent_duration));
  const CallRecord in_queue = import_row(
      "AA0102\t77\t0\t0\tPS\t990228\t23:59:50\t23:59:55\t5\t23:59:55\t0:00:30\t35\tHANG\t0:00:00\t0:00:"
      "00\t0\tNO_SERVER\n");
  CHECK(in_queue.end == local(28, 24h + 30s));
  // A queue that is entered on the stroke of midnight is not "no queue".
  const CallRecord at_midnight = import_row(
      "AA0102\t77\t0\t0\tPS\t990203\t23:59:54\t23:59:54\t0\t0:00:00\t0:00:27\t27\tAGENT\t0:00:26\t0:01:"
      "33\t67\tNOA\n");
  CHECK(at_midnight.queue_entry == local(4, 0s));
  CHECK(at_midnight.wait == 27s);
  CHECK(at_midnight.answer == local(4, 26s));
}

TEST_CASE("bank log: oddities stay in the table, flagged and out of the statistics they would spoil") {
  const Imported imported = import_rows_of(
      "AA0102\t1\t0\t0\tPS\t990203\t9:01:00\t9:00:10\t-50\t9:00:10\t9:00:40\t30\tAGENT\t9:00:40\t9:01:"
      "40\t60\tNOA\n"
      "AA0102\t2\t0\t0\tPS\t990203\t9:01:00\t9:01:10\t10\t0:00:00\t0:00:00\t0\tPHANTOM\t9:01:10\t9:01:"
      "30\t20\tNO_SERVER\n"
      "AA0102\t3\t0\t0\tPS\t990203\t9:02:00\t9:02:10\t10\t0:00:00\t0:00:00\t0\tAGENT\t0:00:00\t0:00:"
      "00\t0\tNOA\n"
      "AA0102\t4\t0\t0\tPS\t990203\t9:03:00\t9:03:10\t10\t9:03:10\t9:03:40\t30\tHANG\t9:03:40\t9:03:"
      "45\t5\tNO_SERVER\n"
      "AA0102\t5\t0\t0\tPS\t990203\t9:04:00\t9:04:10\t10\t9:04:10\t9:04:40\t99\tHANG\t0:00:00\t0:00:"
      "00\t0\tNO_SERVER\n");
  CHECK(imported.messages == "");
  REQUIRE(imported.table.calls.size() == 5);
  const auto& calls = imported.table.calls;
  CHECK(calls[0].flags.has(CallFlag::negative_vru_time));
  CHECK(calls[0].vru_time == -50s);
  CHECK(calls[1].flags.has(CallFlag::phantom));
  CHECK(calls[1].flags.has(CallFlag::service_without_answer));
  CHECK_FALSE(counts_in_kpis(calls[1]));
  CHECK(calls[2].flags.has(CallFlag::non_positive_service_time));
  CHECK(calls[2].outcome == LoggedOutcome::answered);
  CHECK(calls[3].flags.has(CallFlag::service_without_answer));
  CHECK(calls[3].end == local(3, 9h + 3min + 40s));
  CHECK(calls[4].flags.has(CallFlag::inconsistent_duration));
  CHECK(calls[4].wait == 99s);

  const ImportReport& report = *imported.outcome.report;
  CHECK(report.service_time.count() == 1);
  CHECK(report.service_time.mean() == 60.0);
  CHECK(report.vru_time.count() == 3);
  CHECK(report.wait.count() == 4);
  CHECK(report.count(LoggedOutcome::excluded) == 1);
}

constexpr std::string_view two_bad_and_a_good =
    "AA0102\t1\t0\thigh\tPS\t990230\t9:00:00\t9:00:10\t10\t0:00:00\t0:00:00\t0\tHUNG\t0:00:00\t0:00:"
    "00\t0\tNO_SERVER\n"
    "AA0102\t2\t0\n"
    "AA0102\t3\t0\t0\tPS\t990203\t9:00:00\t9:00:10\t10\t0:00:00\t0:00:00\t0\tHANG\t0:00:00\t0:00:00\t0\tNO_"
    "SERVER\n";

constexpr std::string_view their_messages =
    "log.txt:2:12: priority is 'high'; a whole number is expected\n"
    "log.txt:2:20: date is '990230'; a date as yymmdd is expected\n"
    "log.txt:2:64: outcome is 'HUNG'; AGENT, HANG or PHANTOM is expected; did you mean 'HANG'?\n"
    "log.txt:3: 3 fields; the header row has 17\n";

TEST_CASE("bank log: bad rows are left out, listed with line and column, and counted") {
  const Imported imported = import_rows_of(two_bad_and_a_good);
  CHECK(imported.outcome.exit_code == 0);
  CHECK(imported.messages == std::string(their_messages) + "log.txt: 2 of 3 rows are bad and left out\n");
  CHECK(imported.table.info.rows == 1);
  CHECK(imported.table.info.bad_rows == 2);
}

TEST_CASE("bank log: strict, one bad row is enough, all are listed and nothing is written") {
  const Imported imported = import_rows_of(two_bad_and_a_good, true);
  CHECK(imported.outcome.exit_code == 2);
  CHECK(imported.messages == std::string(their_messages) + "log.txt: 2 of 3 rows are bad; nothing is imported\n");
}

TEST_CASE("bank log: of many bad rows the first ten of a kind are spelt out") {
  std::string rows;
  for (int i = 0; i < 1000; ++i) rows += "AA0102\n";
  const Imported imported = import_rows_of(rows);
  CHECK(imported.outcome.exit_code == 2);
  CHECK(std::count(imported.messages.begin(), imported.messages.end(), '\n') == 12);
  CHECK_THAT(imported.messages, Catch::Contains("log.txt: and 990 more of the kind 'field count'\n"));
  CHECK(imported.outcome.report->bad_fields.at("field count").count == 1000);
}

TEST_CASE("bank log: what is no bank log is refused with one message, and nothing is written") {
  const TemporaryFolder folder;
  const auto messages = [&](const std::filesystem::path& log) {
    const ImportOutcome outcome = import_bank_log(log, {folder / "calls.csv", false});
    CHECK(outcome.exit_code == 2);
    CHECK_FALSE(std::filesystem::exists(folder / "calls.csv"));
    return without_folder(outcome.messages, folder);
  };
  CHECK(messages(folder / "nowhere.txt") == "nowhere.txt: no such file\n");
  std::filesystem::create_directory(folder / "sub");
  CHECK(messages(folder / "sub") == "sub: is a directory; a log file is expected\n");
  CHECK(messages(folder.file("empty", "")) == "empty: is empty; a header line and rows are expected\n");
  CHECK(messages(folder.file("lines", "\n\n")) == "lines: has no header row\n");
  CHECK(messages(folder.file("zero", std::string(5000, '\0'))) == "zero:1:1: a zero byte; text is expected\n");
  CHECK(messages(folder.file("header", bank_header)) == "header: has a header row and no other; nothing is imported\n");
  CHECK_THAT(messages(folder.file("bytes", "\xe9\x01\xfe\n")),
             Catch::StartsWith("bytes:1:1: the header row is not UTF-8"));
  CHECK_THAT(messages(folder.file("text", "Dear Sir,\nplease\n")),
             Catch::StartsWith("text:1:1: the header row begins with"));
  std::string renamed(bank_header);
  renamed.replace(renamed.find("q_time"), 6, "q_tim");
  CHECK(messages(folder.file("renamed", renamed)) ==
        "renamed:1: the header row has no column 'q_time'; did you mean 'q_tim'?\n");
}

TEST_CASE("bank log: the table may not replace the log it comes from") {
  const TemporaryFolder folder;
  const auto log = folder.file("log.txt", std::string(bank_header).append(two_bad_and_a_good));
  const std::string before = content_of(log);
  const ImportOutcome outcome = import_bank_log(log, {log, false});
  CHECK(outcome.exit_code == 2);
  CHECK_THAT(outcome.messages, Catch::Contains("is the log itself"));
  CHECK(content_of(log) == before);
}

TEST_CASE("bank log: without a table the log is read and reported on") {
  const TemporaryFolder folder;
  const auto log = folder.file("log.txt", std::string(bank_header).append(two_bad_and_a_good));
  const ImportOutcome outcome = import_bank_log(log, {});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.report->info.rows == 1);
  CHECK(folder.file_count() == 1);
}

}  // namespace
}  // namespace twinline::twin
