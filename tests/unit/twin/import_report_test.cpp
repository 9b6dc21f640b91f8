#include "sim/twin/import_report.hpp"

#include <cmath>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace twinline::twin {
namespace {

using namespace std::chrono_literals;

CallRecord call(LoggedOutcome outcome, std::optional<Milliseconds> wait, std::optional<Milliseconds> service) {
  CallRecord record;
  record.type = "PS";
  record.outcome = outcome;
  record.arrival = Instant{917'845'367s};
  record.wait = wait;
  record.service_time = service;
  return record;
}

ImportReport example() {
  ImportReport report;
  report.info = {"Asia/Jerusalem", "log.txt", "abc", "bank-log 1", 0, 0};
  report.add(call(LoggedOutcome::answered, 0s, 5s));
  report.add(call(LoggedOutcome::answered, 30s, 100s));
  report.add(call(LoggedOutcome::answered, 10s, 0s));
  report.add(call(LoggedOutcome::abandoned, 0s, std::nullopt));
  report.add(call(LoggedOutcome::excluded, 99s, 99s));
  for (int line = 2; line < 14; ++line) {
    report.add_bad_field("time", problem_at("log.txt", static_cast<std::uint64_t>(line), 3, "q_exit is 'x'"));
    ++report.info.bad_rows;
  }
  return report;
}

TEST_CASE("duration distribution: the usual statistics, exactly") {
  DurationDistribution durations;
  CHECK_FALSE(durations.mean().has_value());
  CHECK_FALSE(durations.median().has_value());
  for (const Milliseconds duration : {4000ms, 1000ms, 2000ms, 1000ms}) durations.add(duration);
  CHECK(durations.mean() == 2.0);
  CHECK(durations.median() == 1.5);
  CHECK(*durations.standard_deviation() == Approx(std::sqrt(2.0)).epsilon(1e-15));
  CHECK(durations.quantile(0.5) == 1.0);
  CHECK(durations.quantile(0.51) == 2.0);
  CHECK(durations.quantile(1) == 4.0);
  CHECK(durations.share_below(2s) == 0.5);
  CHECK(*durations.log_mean() == Approx(std::log(8.0) / 4).epsilon(1e-15));
  durations.add(0ms);
  CHECK_FALSE(durations.log_mean().has_value());
}

TEST_CASE("import report: what people see") {
  const std::string text = to_text(example());
  CHECK_THAT(text, Catch::StartsWith("log.txt: 5 calls, 12 bad rows (bank-log 1)\n"
                                     "arrivals from 1999-02-01T07:02:47+02:00 to 1999-02-01T07:02:47+02:00 "
                                     "(Asia/Jerusalem)\n"));
  CHECK_THAT(text, Catch::Contains("PS                    3          1          0          0          1\n"));
  CHECK_THAT(text, Catch::Contains("service                       2      52.5      67.2      52.5     100.0\n"));
  CHECK_THAT(text, Catch::Contains("services under 10 s: 50.0 %\n"));
  CHECK_THAT(text, Catch::Contains("calls that waited: 50.0 %; abandoned without waiting: 1\n"));
  CHECK_THAT(text, Catch::EndsWith("    log.txt:11:3: q_exit is 'x'\n    and 2 more\n"));
}

TEST_CASE("import report: what programs see") {
  const auto json = nlohmann::json::parse(to_json(example()));
  CHECK(json["schema"] == "twinline.import/1");
  CHECK(json["calls"] == 5);
  CHECK(json["bad_rows"] == 12);
  CHECK(json["outcomes"] ==
        nlohmann::json{{"answered", 3}, {"abandoned", 1}, {"blocked", 0}, {"diverted", 0}, {"excluded", 1}});
  CHECK(json["service_time"]["n"] == 2);
  CHECK(json["service_time"]["mean"] == 52.5);
  CHECK(json["wait"]["n"] == 4);
  CHECK(json["wait"]["mean"] == 10.0);
  CHECK(json["vru_time"]["mean"].is_null());
  CHECK(json["bad_fields"][0]["count"] == 12);
  CHECK(json["bad_fields"][0]["first"].size() == 10);
  CHECK(json["bad_fields"][0]["first"][0]["line"] == 2);
}

}  // namespace
}  // namespace twinline::twin
