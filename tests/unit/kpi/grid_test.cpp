#include "reports/kpi/grid.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/kpi/two_queue_centre.hpp"

namespace twinline::reports::test {
namespace {

/// 29 March 2026 in Zurich: at 02:00 the clock goes on to 03:00.
GridDay spring_sunday() { return {world_start, 23h, 6, 2026, 3, 29, 3600, 2h, 3600}; }
/// 25 October 2026: at 03:00 the clock goes back to 02:00.
GridDay autumn_sunday() { return {world_start, 25h, 6, 2026, 10, 25, 7200, 3h, -3600}; }

Duration sum_of_lengths(const IntervalGrid& grid) {
  Duration sum{0};
  for (std::uint32_t cell = 0; cell < grid.cells(); ++cell) sum += grid.length(cell);
  return sum;
}

}  // namespace

TEST_CASE("an ordinary day has 96 quarter hours, named by their local start with offset") {
  const IntervalGrid grid = quarter_hours(0s, 24h);
  CHECK(grid.cells() == 96);
  CHECK(grid.label(0) == "2026-03-02T00:00:00+01:00");
  CHECK(grid.label(33) == "2026-03-02T08:15:00+01:00");
  CHECK(grid.cell_of(at(8 * 3600 + 900)) == 33);
  CHECK(grid.cell_of(at(8 * 3600 + 900) - 1ns) == 32);
  CHECK(grid.span_at(at(1000)).start == at(900));
  CHECK(grid.span_at(at(1000)).end == at(1800));
}

TEST_CASE("the day on which the clock skips an hour has 92 quarter hours") {
  const IntervalGrid grid({spring_sunday()}, 15min, world_start, world_start + 23h);
  CHECK(grid.cells() == 92);
  CHECK(grid.label(7) == "2026-03-29T01:45:00+01:00");
  CHECK(grid.label(8) == "2026-03-29T03:00:00+02:00");
  CHECK(grid.label(91) == "2026-03-29T23:45:00+02:00");
}

TEST_CASE("the day on which the clock repeats an hour has 100 quarter hours, the repeated ones told apart") {
  const IntervalGrid grid({autumn_sunday()}, 15min, world_start, world_start + 25h);
  CHECK(grid.cells() == 100);
  CHECK(grid.label(8) == "2026-10-25T02:00:00+02:00");
  CHECK(grid.label(12) == "2026-10-25T02:00:00+01:00");
  CHECK(grid.label(99) == "2026-10-25T23:45:00+01:00");
}

TEST_CASE("the day after a clock change begins at its own midnight") {
  GridDay next = monday();
  next.midnight = world_start + 23h;
  next.day = 30;
  next.utc_offset_seconds = 7200;
  const IntervalGrid grid({spring_sunday(), next}, 15min, world_start, world_start + 47h);
  CHECK(grid.cells() == 92 + 96);
  CHECK(grid.cell_of(world_start + 23h - 1ns) == 91);
  CHECK(grid.cell_of(world_start + 23h) == 92);
  CHECK(grid.label(92) == "2026-03-30T00:00:00+02:00");
  CHECK(grid.label(187) == "2026-03-30T23:45:00+02:00");
}

TEST_CASE("offsets west of Greenwich are written with a minus sign") {
  GridDay day = monday();
  day.utc_offset_seconds = -(3 * 3600 + 30 * 60);
  CHECK(IntervalGrid({day}, 1h, world_start, world_start + 24h).label(9) == "2026-03-02T09:00:00-03:30");
}

TEST_CASE("warm-up and the horizon's end cut the intervals that they fall into") {
  const IntervalGrid grid = quarter_hours(20min, 65min);
  CHECK(grid.cells() == 4);
  CHECK(grid.label(0) == "2026-03-02T00:15:00+01:00");
  CHECK(grid.length(0) == 10min);
  CHECK(grid.length(1) == 15min);
  CHECK(grid.length(3) == 5min);
  CHECK(grid.span_at(at(20 * 60)).start == at(20 * 60));
  CHECK(grid.span_at(at(64 * 60)).end == at(65 * 60));
}

TEST_CASE("a call that enters its queue during the run-out belongs to the last interval") {
  const IntervalGrid grid = quarter_hours(0s, 1h);
  CHECK(grid.cell_of(world_start + 1h - 1ns) == 3);
  CHECK(grid.cell_of(world_start + 1h) == 3);
  CHECK(grid.cell_of(world_start + 30h) == 3);
}

TEST_CASE("a folded grid books all weeks into one, by the local clock") {
  std::vector<GridDay> days;
  for (int number = 0; number < 21; ++number) {
    GridDay day = monday();
    day.midnight = world_start + number * 24h;
    day.weekday = static_cast<std::uint8_t>(number % 7);
    days.push_back(day);
  }
  const IntervalGrid grid(days, 30min, world_start, world_start + 21 * 24h, IntervalGrid::Folding::by_weekday);
  CHECK(grid.cells() == 7 * 48);
  CHECK(grid.label(16) == "Mon 08:00");
  CHECK(grid.label(7 * 48 - 1) == "Sun 23:30");
  CHECK(grid.cell_of(world_start + 8h) == 16);
  CHECK(grid.cell_of(world_start + 7 * 24h + 8h) == 16);
  CHECK(grid.cell_of(world_start + 15 * 24h + 8h) == 48 + 16);
  CHECK(grid.length(16) == 90min);
  CHECK(sum_of_lengths(grid) == 21 * 24h);
}

TEST_CASE("a folded grid leaves the skipped hour empty and books the repeated one twice") {
  const auto spring =
      IntervalGrid({spring_sunday()}, 30min, world_start, world_start + 23h, IntervalGrid::Folding::by_weekday);
  const std::uint32_t sunday = 6 * 48;
  CHECK(spring.length(sunday + 4) == 0s);
  CHECK(spring.length(sunday + 6) == 30min);
  CHECK(spring.cell_of(world_start + 2h) == sunday + 6);
  CHECK(sum_of_lengths(spring) == 23h);

  const auto autumn =
      IntervalGrid({autumn_sunday()}, 30min, world_start, world_start + 25h, IntervalGrid::Folding::by_weekday);
  CHECK(autumn.length(sunday + 4) == 1h);
  CHECK(autumn.cell_of(world_start + 2h) == sunday + 4);
  CHECK(autumn.cell_of(world_start + 3h) == sunday + 4);
  CHECK(autumn.cell_of(world_start + 4h) == sunday + 6);
  CHECK(sum_of_lengths(autumn) == 25h);
}

TEST_CASE("intervals longer than the clock change end where the local clock says on a folded grid") {
  const auto grid =
      IntervalGrid({spring_sunday()}, 4h, world_start, world_start + 23h, IntervalGrid::Folding::by_weekday);
  CHECK(grid.length(6 * 6) == 3h);  // 00:00 to 04:00 with an hour missing
  CHECK(sum_of_lengths(grid) == 23h);
  CHECK(grid.cell_of(world_start + 3h) == 6 * 6 + 1);
}

TEST_CASE("every instant lies in the span that is given for it, and spans follow each other") {
  for (const auto folding : {IntervalGrid::Folding::none, IntervalGrid::Folding::by_weekday}) {
    for (const GridDay& day : {spring_sunday(), autumn_sunday()}) {
      const Time until = world_start + day.length - 10min;
      const IntervalGrid grid({day}, 1h, world_start + 90min, until, folding);
      Time time = grid.from();
      while (time < until) {
        const IntervalSpan span = grid.span_at(time);
        REQUIRE(span.start == time);
        REQUIRE(span.end > time);
        REQUIRE(grid.span_at(span.end - 1ns).cell == span.cell);
        time = span.end;
      }
      CHECK(time == until);
    }
  }
}

TEST_CASE("a grid refuses days with gaps, odd intervals and horizons outside its days") {
  GridDay late = monday();
  late.midnight = world_start + 25h;
  CHECK_THROWS_AS(IntervalGrid({monday(), late}, 15min, world_start, world_start + 24h), std::invalid_argument);
  CHECK_THROWS_AS(IntervalGrid({}, 15min, world_start, world_start + 24h), std::invalid_argument);
  CHECK_THROWS_AS(IntervalGrid({monday()}, 7min, world_start, world_start + 24h), std::invalid_argument);
  CHECK_THROWS_AS(IntervalGrid({monday()}, 15min, world_start + 2h, world_start + 2h), std::invalid_argument);
  CHECK_THROWS_AS(IntervalGrid({monday()}, 15min, world_start, world_start + 25h), std::invalid_argument);
}

}  // namespace twinline::reports::test
