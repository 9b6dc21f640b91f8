// Days of a site, and days on which its clock changes.
#include <catch2/catch.hpp>

#include "tests/unit/schema/samples.hpp"

using namespace twinline;
using namespace twinline::scenarios;
using namespace twinline::scenarios::samples;

namespace {

Horizon horizon_of(const std::string& head) {
  const Loaded loaded = load_text(changed(sound, "queues:", head + "\nqueues:"));
  for (const Problem& problem : loaded.problems) UNSCOPED_INFO(to_string(problem));
  REQUIRE(loaded.scenario);
  return loaded.scenario->horizon;
}

}  // namespace

TEST_CASE("in Zurich the night of 29 March 2026 lacks an hour") {
  const auto horizon =
      horizon_of("site: {time_zone: Europe/Zurich, opens: \"01:30-08:00\"}\nhorizon: {from: 2026-03-28, days: 3}");
  REQUIRE(horizon.days.size() == 3);
  const Day& day = horizon.days[1];
  CHECK(day.length / 15min == 92);
  CHECK(day.utc_offset_seconds == 3600);
  CHECK(horizon.days[2].utc_offset_seconds == 7200);
  CHECK(day.weekday == 6);
  CHECK(day.at(Duration{1h}) - day.midnight == 1h);
  CHECK(day.at(Duration{2h}) - day.midnight == 2h);
  CHECK(day.at(Duration{2h + 30min}) - day.midnight == 2h);
  CHECK(day.at(Duration{3h}) - day.midnight == 2h);
  CHECK(day.at(Duration{24h}) - day.midnight == 23h);
  CHECK(day.closes - day.opens == 5h + 30min);
  CHECK(horizon.days[2].midnight - day.midnight == 23h);
  CHECK(horizon.end - world_start == 71h);
}

TEST_CASE("in Zurich the night of 25 October 2026 has an hour twice") {
  const auto horizon = horizon_of("site: {time_zone: Europe/Zurich}\nhorizon: {from: 2026-10-25, days: 1}");
  const Day& day = horizon.days.at(0);
  CHECK(day.length / 15min == 100);
  CHECK(day.at(Duration{2h + 30min}) - day.midnight == 2h + 30min);
  CHECK(day.at(Duration{3h}) - day.midnight == 4h);
  CHECK(day.at(Duration{24h}) - day.midnight == 25h);
  CHECK(day.closes - day.opens == 25h);
}

TEST_CASE("where the clock skips midnight, the day begins at the skip") {
  // Beirut went from 00:00 to 01:00 on 31 March 2024.
  const auto horizon = horizon_of("site: {time_zone: Asia/Beirut}\nhorizon: {from: 2024-03-30, days: 2}");
  CHECK(horizon.days[0].length == Duration{24h});
  CHECK(horizon.days[1].length == Duration{23h});
  CHECK(horizon.days[1].at(Duration{8h}) - horizon.days[1].midnight == 7h);
}

TEST_CASE("opening hours, holidays and the end of the horizon") {
  const auto week = horizon_of(
      "site: {opens: {mon-fri: \"08:00-20:00\", sat: \"09:00-13:00\", 2026-03-04: closed}, holidays: "
      "[2026-03-05]}\n"
      "horizon: {from: 2026-03-02, days: 7}");
  const auto hours = [&](std::size_t day) { return (week.days[day].closes - week.days[day].opens) / 1h; };
  CHECK(hours(0) == 12);
  CHECK(hours(2) == 0);
  CHECK(hours(3) == 0);
  CHECK(hours(5) == 4);
  CHECK(hours(6) == 0);
  const auto short_one = horizon_of("horizon: {duration: 30 h}");
  CHECK(short_one.days.size() == 2);
  CHECK(short_one.end - world_start == 30h);
  CHECK_FALSE(short_one.fold_by_weekday);
  CHECK(horizon_of("horizon: {days: 63}").fold_by_weekday);
  CHECK_FALSE(horizon_of("horizon: {days: 63, fold: no}").fold_by_weekday);
}

TEST_CASE("holidays come from an iCalendar file") {
  const Folder folder;
  folder.write("h.ics",
               "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260105\r\nDTEND;VALUE=DATE:20260107\r\n"
               "END:VEVENT\r\nEND:VCALENDAR\r\n");
  const auto loaded =
      load(folder.write("s.yaml", "site: {holidays: {file: h.ics}}\nhorizon: {days: 3}\n" + sound), menu());
  REQUIRE(loaded.scenario);
  const auto& days = loaded.scenario->horizon.days;
  CHECK(days[0].opens == days[0].closes);
  CHECK(days[1].opens == days[1].closes);
  CHECK(days[2].opens < days[2].closes);
  CHECK(loaded.files_read ==
        std::vector<std::string>{(folder.path() / "s.yaml").string(), (folder.path() / "h.ics").string()});
}
