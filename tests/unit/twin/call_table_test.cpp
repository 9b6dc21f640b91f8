#include "sim/twin/call_table.hpp"

#include <catch2/catch.hpp>

#include "sim/twin/bad_input.hpp"
#include "tests/unit/twin/import_fixture.hpp"

namespace twinline::twin {
namespace {

using namespace std::chrono_literals;

CallRecord call_at(std::int64_t second, std::uint64_t line) {
  CallRecord call;
  call.call_id = "c" + std::to_string(line);
  call.arrival = Instant{std::chrono::seconds{second}};
  call.source_line = line;
  return call;
}

/// Every field filled, with all that CSV finds hard.
CallRecord awkward_call() {
  CallRecord call = call_at(917'845'367, 7);
  call.call_id = "#1, \"first\"";
  call.customer = "Zoë\nline two";
  call.priority = -2;
  call.type = "#PS";
  call.segment = "gold";
  call.queue = "main";
  call.outcome = LoggedOutcome::diverted;
  call.agent = "O'Hara, \"Jo\"";
  call.queue_entry = call.arrival - 57s;
  call.answer = call.arrival + 1ms;
  call.end = call.arrival + 26h;
  call.vru_time = -57s;
  call.wait = 1001ms;
  call.service_time = 0ms;
  call.wrap_up = 15s;
  for (std::size_t i = 0; i < call_flag_names.size(); ++i) call.flags.set(static_cast<CallFlag>(i));
  return call;
}

TEST_CASE("call table: what is written is what is read, in order of arrival with ties in order of the source") {
  const TemporaryFolder folder;
  CallTable table{{"Asia/Jerusalem", "log.txt", "abc", "bank-log 1", 0, 3}, {}};
  table.calls = {call_at(1'000'000'000, 2), awkward_call(), call_at(5, 4), call_at(1'000'000'000, 1)};
  write_call_table(folder / "calls.csv", table);
  const CallTable read = load_call_table(folder / "calls.csv");
  CHECK(read.info == CallTableInfo{"Asia/Jerusalem", "log.txt", "abc", "bank-log 1", 4, 3});
  REQUIRE(read.calls.size() == 4);
  CHECK(read.calls[0] == table.calls[2]);
  CHECK(read.calls[1] == table.calls[1]);
  CHECK(read.calls[2] == table.calls[0]);
  CHECK(read.calls[3] == table.calls[3]);

  // A table that was read is written with the same bytes.
  write_call_table(folder / "again.csv", read);
  CHECK(content_of(folder / "again.csv") == content_of(folder / "calls.csv"));
  CHECK(folder.file_count() == 2);
}

TEST_CASE("call table: without finish nothing is left behind and an old table stays") {
  const TemporaryFolder folder;
  folder.file("calls.csv", "old");
  {
    CallTableWriter writer(folder / "calls.csv", "UTC");
    writer.append(call_at(5, 1));
  }
  CHECK(content_of(folder / "calls.csv") == "old");
  CHECK(folder.file_count() == 1);
}

TEST_CASE("call table: a place that cannot be written to is told") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(CallTableWriter(folder / "nowhere/calls.csv", "UTC"), Catch::Contains("cannot be written"));
  CHECK_THROWS_WITH(CallTableWriter(folder / ".", "UTC"), Catch::Contains("cannot be written"));
  CHECK_THROWS_WITH(CallTableWriter(folder / "calls.csv", "Mars/Base"),
                    Catch::Contains("unknown time zone 'Mars/Base'"));
  CHECK(folder.file_count() == 0);
}

TEST_CASE("call table: all that is wrong with a table is told at once, with its place") {
  const TemporaryFolder folder;
  write_call_table(folder / "calls.csv", {{}, {call_at(5, 1), call_at(6, 2), call_at(7, 3)}});
  std::string text = content_of(folder / "calls.csv");
  const auto replace = [&](const std::string& from, const std::string& to) {
    REQUIRE(text.find(from) != std::string::npos);
    text.replace(text.find(from), from.size(), to);
  };
  replace("c2,,,,,,answered", "c2,,x,,,,answred");
  replace("1970-01-01T00:00:07+00:00", "1970-01-01T00:00:07");
  folder.file("broken.csv", text);
  std::size_t delivered = 0;
  try {
    read_call_table(
        folder / "broken.csv", [](const CallTableInfo&) {}, [&](const CallRecord&) { ++delivered; });
    FAIL("a broken table was read");
  } catch (const BadInput& bad_input) {
    CHECK(without_folder(bad_input.what(), folder) ==
          "broken.csv:10:5: priority is 'x'; a whole number is expected\n"
          "broken.csv:10:10: outcome is 'answred'; answered, abandoned, blocked, diverted, excluded is "
          "expected; did you "
          "mean 'answered'?\n"
          "broken.csv:11:19: arrival is '1970-01-01T00:00:07'; a time like 1999-02-01T07:02:47+02:00 is "
          "expected");
  }
  CHECK(delivered == 1);
}

TEST_CASE("call table: a torn table and a file of another kind are refused") {
  const TemporaryFolder folder;
  write_call_table(folder / "calls.csv", {{}, {call_at(5, 1), call_at(6, 2)}});
  const std::string text = content_of(folder / "calls.csv");
  const std::size_t last_row = text.find("c2,");
  CHECK_THROWS_WITH(load_call_table(folder.file("torn.csv", text.substr(0, last_row))),
                    Catch::Contains("has 1 rows and says 2; it is torn"));
  // Cut anywhere, it never passes for a whole one.
  for (std::size_t length = 1; length < text.size(); ++length) {
    CHECK_THROWS_AS(load_call_table(folder.file("torn.csv", text.substr(0, length))), BadInput);
  }
  CHECK_THROWS_WITH(load_call_table(folder.file("other.csv", "a,b\n1,2\n")), Catch::Contains("'a,b' is no call table"));
  CHECK_THROWS_WITH(load_call_table(folder / "missing.csv"), Catch::Contains("no such file"));
}

}  // namespace
}  // namespace twinline::twin
