// The logs that the project may read but not carry: they lie beside it, in ../shared/data. What a right
// reading of February 1999 gives is known (Guedj & Mandelbaum's "Anonymous Bank" log, described in Brown et
// al. 2005, JASA 100; the counts were taken by independent code).
#include <algorithm>
#include <cmath>
#include <optional>

#include <catch2/catch.hpp>
#include <date/date.h>

#include "sim/twin/call_table.hpp"
#include "sim/twin/import.hpp"
#include "tests/shared_data.hpp"
#include "tests/unit/twin/import_fixture.hpp"

namespace twinline::twin {
namespace {

using namespace std::chrono_literals;
using tests::shared_data;

/// To the number of decimals that is printed.
bool prints_as(std::optional<double> value, double printed, double unit) {
  return value && std::abs(*value - printed) <= unit / 2;
}

TEST_CASE("February 1999: the import gives the known counts and service statistics") {
  const auto log = shared_data("anonymous_bank/february.txt");
  if (!log) return;
  const TemporaryFolder folder;
  const ImportOutcome outcome = import_bank_log(*log, {folder / "calls.csv", true});
  CHECK(outcome.messages == "");
  REQUIRE(outcome.exit_code == 0);
  const ImportReport& report = *outcome.report;
  CHECK(report.info.rows == 33'344);
  CHECK(report.count(LoggedOutcome::answered) == 27'162);
  CHECK(report.count(LoggedOutcome::abandoned) == 5'904);
  CHECK(report.count(LoggedOutcome::excluded) == 278);
  CHECK(report.count(CallFlag::phantom) == 278);
  CHECK(report.abandoned_without_waiting == 1'972);
  CHECK(report.count(CallFlag::unknown_agent) == 491);
  CHECK(report.count(CallFlag::negative_vru_time) == 25);
  CHECK(report.count(CallFlag::inconsistent_duration) == 0);
  CHECK(prints_as(report.service_time.mean(), 176.9, 0.1));
  CHECK(prints_as(report.service_time.standard_deviation(), 217.3, 0.1));
  CHECK(report.service_time.median() == 107.0);
  CHECK(prints_as(report.service_time_by_type.at("PS").mean(), 184.9, 0.1));
  CHECK(prints_as(report.service_time_by_type.at("NE").mean(), 276.6, 0.1));
  CHECK(prints_as(report.service_time_by_type.at("NW").mean(), 107.0, 0.1));
  CHECK(prints_as(report.service_time_by_type.at("IN").mean(), 267.4, 0.1));
  CHECK(prints_as(report.service_time.log_mean(), 4.563, 0.001));
  CHECK(prints_as(report.service_time.log_standard_deviation(), 1.260, 0.001));
  CHECK(prints_as(report.service_time.share_below(10s), 0.064, 0.001));

  // The table says all of it again, and a second import writes the same bytes.
  CHECK(to_json(report_of_call_table(folder / "calls.csv")) == to_json(report));
  CHECK(import_bank_log(*log, {folder / "again.csv", true}).exit_code == 0);
  CHECK(content_of(folder / "again.csv") == content_of(folder / "calls.csv"));
}

TEST_CASE("February 1999: the last week's waits, as they are the truth for validation") {
  const auto log = shared_data("anonymous_bank/february.txt");
  if (!log) return;
  const TemporaryFolder folder;
  REQUIRE(import_bank_log(*log, {folder / "calls.csv", true}).exit_code == 0);
  const Instant from = date::sys_days{date::year{1999} / 2 / 21} - 2h;
  std::uint64_t abandoned = 0;
  DurationDistribution wait;
  for (const CallRecord& call : load_call_table(folder / "calls.csv").calls) {
    const bool gave_up_at_once =
        call.outcome == LoggedOutcome::abandoned && call.wait.value_or(Milliseconds{0}) == Milliseconds{0};
    if (!counts_in_kpis(call) || call.type == "IN" || gave_up_at_once || call.arrival < from) continue;
    abandoned += call.outcome == LoggedOutcome::abandoned ? 1 : 0;
    wait.add(call.wait.value());
  }
  CHECK(wait.count() == 8'362);
  CHECK(prints_as(static_cast<double>(abandoned) / 8'362.0, 0.1305, 0.0001));
  CHECK(prints_as(wait.mean(), 49.20, 0.01));
  CHECK(prints_as(1 - *wait.share_below(1ms), 0.5987, 0.0001));
  CHECK(wait.quantile(0.9) == 151.0);
}

TEST_CASE("simulated call centre: the guessed map imports all of its rows") {
  const auto log = shared_data("imports/simulated_call_centre.csv");
  if (!log) return;
  const TemporaryFolder folder;
  const GuessOutcome guess = guess_column_map(*log);
  CHECK(guess.exit_code == 0);
  CHECK_THAT(
      guess.column_map,
      Catch::Contains("arrival: {date: \"date\", column: \"call_started\", format: \"%m/%d/%Y %I:%M:%S %p\"}\n"));
  const ImportOutcome outcome =
      import_csv(*log, folder.file("map.yaml", guess.column_map), {folder / "calls.csv", true});
  CHECK(outcome.messages == "");
  REQUIRE(outcome.exit_code == 0);
  const ImportReport& report = *outcome.report;
  CHECK(report.info.rows == 51'708);
  CHECK(report.count(LoggedOutcome::answered) == 51'708);
  CHECK(report.count(CallFlag::inconsistent_duration) == 0);
  CHECK(report.first_arrival == date::sys_days{date::year{2021} / 1 / 1} + 8h);
  CHECK(report.last_arrival == date::sys_days{date::year{2021} / 12 / 31} + 17h + 58min + 15s);
  // Sums of the log's own columns, taken by independent code.
  CHECK(prints_as(*report.wait.mean() * 51'708.0, 880'842, 0.001));
  Milliseconds service{0};
  for (const CallRecord& call : load_call_table(folder / "calls.csv").calls) service += call.service_time.value();
  CHECK(service == 15'465'997s);
}

}  // namespace
}  // namespace twinline::twin
