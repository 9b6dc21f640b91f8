#include <catch2/catch.hpp>

#include "sim/twin/duration_text.hpp"
#include "sim/twin/site_clock.hpp"
#include "sim/twin/time_pattern.hpp"

namespace twinline::twin {
namespace {

using namespace std::chrono_literals;
using scenarios::DurationUnit;

std::optional<Milliseconds> time_of_day(std::string_view pattern, std::string_view text) {
  const auto shown = TimePattern(pattern).parse(text);
  return shown ? std::optional(shown->time_of_day) : std::nullopt;
}

TEST_CASE("time pattern: twelve o'clock is midnight before noon and noon after it") {
  CHECK(time_of_day("%I:%M %p", "12:05 AM") == 5min);
  CHECK(time_of_day("%I:%M %p", "12:05 PM") == 12h + 5min);
  CHECK(time_of_day("%I:%M:%S %p", "1:02:03 pm") == 13h + 2min + 3s);
  CHECK_FALSE(time_of_day("%I:%M %p", "13:05 PM"));
  CHECK_FALSE(time_of_day("%I:%M %p", "0:05 AM"));
}

TEST_CASE("time pattern: the whole text must match, with numbers in range") {
  CHECK(time_of_day("%H:%M:%S", "7:02:47") == 7h + 2min + 47s);
  CHECK(time_of_day("%H:%M:%S", "07:02:47.25") == 7h + 2min + 47s + 250ms);
  for (const char* text : {"24:00:00", "7:60:00", "7:02:60", "7:02", "7:02:47 ", " 7:02:47", "7:2:47", "x", ""}) {
    CHECK_FALSE(time_of_day("%H:%M:%S", text));
  }
}

TEST_CASE("time pattern: dates that do not exist are none") {
  using namespace date::literals;
  CHECK(TimePattern("%y%m%d").parse("990228")->date == 1999_y / 2 / 28);
  CHECK(TimePattern("%d-%b-%Y").parse("29-Feb-2024")->date == 2024_y / 2 / 29);
  CHECK(TimePattern("%d %b %y").parse("1 september 05")->date == 2005_y / 9 / 1);
  CHECK_FALSE(TimePattern("%y%m%d").parse("990229"));
  CHECK_FALSE(TimePattern("%m/%d/%Y").parse("13/1/2021"));
}

TEST_CASE("time pattern: a pattern that cannot tell a time is refused") {
  CHECK_THROWS_WITH(TimePattern("%Y-%m"), Catch::Contains("incomplete"));
  CHECK_THROWS_WITH(TimePattern("%I:%M"), Catch::Contains("incomplete"));
  CHECK_THROWS_WITH(TimePattern("noon"), Catch::Contains("incomplete"));
  CHECK_THROWS_WITH(TimePattern("%Q"), Catch::Contains("'%Q'"));
  CHECK_THROWS_WITH(TimePattern("%H:%M %"), Catch::Contains("'%'"));
}

TEST_CASE("site clock: a clock that goes forward skips an hour, one that goes back shows it twice") {
  const SiteClock zurich("Europe/Zurich");
  const auto skipped = date::local_days{date::year{2026} / 3 / 29} + 2h + 30min;
  const auto doubled = date::local_days{date::year{2026} / 10 / 25} + 2h + 30min;
  CHECK_FALSE(zurich.instant_of(skipped));
  REQUIRE(zurich.instant_of(doubled));
  CHECK(zurich.instant_of(doubled)->ambiguous);
  CHECK(zurich.iso8601(zurich.instant_of(doubled)->instant) == "2026-10-25T02:30:00+02:00");
  CHECK(zurich.iso8601(zurich.instant_of(doubled)->instant + 1h) == "2026-10-25T02:30:00+01:00");
  CHECK_THROWS_WITH(SiteClock("Europe/Zurick"), Catch::Contains("did you mean 'Europe/Zurich'?"));
}

TEST_CASE("site clock: what it writes is read back to the millisecond, in any zone") {
  for (const char* zone : {"UTC", "Asia/Jerusalem", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham"}) {
    const SiteClock clock(zone);
    for (std::int64_t i = -40; i < 400; ++i) {
      const Instant instant{Milliseconds{i * 7'654'321'987 + i % 3}};
      CHECK(instant_from_iso8601(clock.iso8601(instant)) == instant);
    }
  }
  CHECK(instant_from_iso8601("1970-01-01T00:00:01.5Z") == Instant{1500ms});
  CHECK_FALSE(instant_from_iso8601("1970-01-01T00:00:01"));
  CHECK_FALSE(instant_from_iso8601("1970-01-01 00:00:01Z"));
}

TEST_CASE("duration text: units, decimals, clock form and signs") {
  CHECK(duration_from_text("863", DurationUnit::seconds) == 863s);
  CHECK(duration_from_text("1.0005", DurationUnit::seconds) == 1001ms);
  CHECK(duration_from_text("-57", DurationUnit::seconds) == -57s);
  CHECK(duration_from_text("250", DurationUnit::milliseconds) == 250ms);
  CHECK(duration_from_text("1.5", DurationUnit::minutes) == 90s);
  CHECK(duration_from_text("1:02:03", DurationUnit::clock) == 1h + 2min + 3s);
  CHECK(duration_from_text("02:03.5", DurationUnit::clock) == 2min + 3500ms);
  CHECK(duration_from_text("90:00", DurationUnit::clock) == 90min);
  for (const char* text : {"", "-", "x", "1e3", "1.", ".5", "1,5", "99999999999999999999"}) {
    CHECK_FALSE(duration_from_text(text, DurationUnit::seconds));
  }
  for (const char* text : {"63", "1:2", "1:60", "1:60:00", "1:02:03:04", ":03", "1::03"}) {
    CHECK_FALSE(duration_from_text(text, DurationUnit::clock));
  }
}

}  // namespace
}  // namespace twinline::twin
