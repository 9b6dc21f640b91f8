// Live KPIs against foretold bands: how often days that are as foretold raise an alarm, how soon others do, and what is
// left out.
#include "reports/rollout/band_watch.hpp"

#include <cmath>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/unit/rollout/rollout_calls.hpp"

using namespace twinline;
using namespace twinline::rollout;
using namespace twinline::rollout::test;

namespace {

constexpr std::uint64_t simulated = 199;  // five days of 200 outside, at each end
constexpr std::size_t first_hour = 8, hours = 8;

constexpr Duration day_length = 24h;

/// Every day is one, and a Monday.
reports::GridDay always_monday(Time at) {
  const auto number = (at - world_start) / day_length;
  return {world_start + number * day_length, day_length, 0, 2026, 3, 2, 0, 0s, 0};
}

std::vector<Band> bands(const std::string& kpi, double low, double high) {
  std::vector<Band> made;
  for (std::size_t hour = first_hour; hour < first_hour + hours; ++hour) {
    made.push_back({fmt::format("2026-03-02T{:02}:00:00+01:00", hour), kpi, 0, low, high, 10});
  }
  return made;
}

/// A centre's days, in each hour of which one call waits so long.
class Days {
 public:
  explicit Days(BandWatch& watch) : watch_(watch) { watch_.fold(world_start, {}); }

  /// Hours until the alarm, or none by the end of the day.
  template <class Wait>
  std::optional<std::size_t> day(Wait seconds) {
    for (std::size_t hour = first_hour; hour < first_hour + hours; ++hour, ++lived_) {
      const double began = 86400.0 * day_ + 3600.0 * static_cast<double>(hour);
      const double waited = seconds();
      const Happening ended = wait_ends(number_++, began, waited);
      watch_.fold(at(began + waited), {&ended, 1});
      watch_.fold(at(began + 3600 + 1800), {});
      if (watch_.alarm()) return lived_ + 1;
    }
    ++day_;
    return std::nullopt;
  }

 private:
  BandWatch& watch_;
  double day_ = 0;
  std::size_t lived_ = 0;
  std::uint32_t number_ = 0;
};

BandWatch watch_of(const std::vector<Band>& bands, std::uint64_t days = simulated) {
  return {reports::test::two_queue_centre(), bands, days, always_monday};
}

}  // namespace

TEST_CASE("the chance to lie outside a band counts the days that it is from") {
  CHECK(chance_outside(39) == 2 * 2 / 40.0);
  CHECK(chance_outside(199) == 2 * 6 / 200.0);
  CHECK(chance_outside(7) >= BandTest::alternative);
  CHECK_FALSE(watch_of(bands("mean_wait", 5, 10), 7).has_bands());
}

TEST_CASE("days as foretold raise no alarm in 95 of 100 centres, however much a day's hours hang together") {
  for (const bool whole_days : {false, true}) {
    std::size_t alarms = 0;
    constexpr std::uint64_t centres = 400;
    for (std::uint64_t centre = 0; centre < centres; ++centre) {
      BandWatch watch = watch_of(bands("mean_wait", 2.5, 97.5));
      Days days(watch);
      std::uint64_t draw = 0;
      for (std::uint64_t day = 0; day < 60 && !watch.alarm(); ++day) {
        days.day([&] { return 100 * drawn(centre, whole_days ? day : draw++); });
      }
      alarms += watch.alarm().has_value();
    }
    INFO("alarms in " << alarms << " of " << centres << (whole_days ? ", days alike all day" : ", hours on their own"));
    CHECK(alarms <= centres / 20);
  }
}

TEST_CASE("a level that has shifted raises an alarm on the second day, and after thirty quiet ones within five") {
  BandWatch watch = watch_of(bands("mean_wait", 5, 10));
  Days days(watch);
  CHECK_FALSE(days.day([] { return 20.0; }));
  const auto alarm = days.day([] { return 20.0; });
  REQUIRE(alarm);
  CHECK(*alarm == hours + 5);
  CHECK(watch.alarm()->kpi == "mean_wait");
  CHECK(watch.alarm()->reason.find("mean_wait lay outside its foretold band in ") == 0);

  BandWatch later = watch_of(bands("mean_wait", 5, 10));
  Days quiet(later);
  for (int day = 0; day < 30; ++day) REQUIRE_FALSE(quiet.day([] { return 7.0; }));
  std::size_t days_until = 1;
  while (!quiet.day([] { return 20.0; })) ++days_until;
  CHECK(days_until <= 5);
  const BandStanding standing = later.standing().front();
  CHECK(standing.intervals - standing.outside == 30 * hours);
}

TEST_CASE("hours without calls, other weekdays and unknown KPIs are held against nothing") {
  BandWatch watch = watch_of(bands("mean_wait", 5, 10));
  watch.fold(world_start, {});
  for (int day = 1; day < 40; ++day) watch.fold(world_start + day * day_length, {});
  CHECK(watch.standing().front().intervals == 0);
  CHECK_FALSE(watch.alarm());

  std::vector<Band> tuesdays;
  for (Band band : bands("mean_wait", 5, 10)) {
    band.interval.replace(0, 10, "2026-03-03");
    tuesdays.push_back(band);
  }
  BandWatch on_monday = watch_of(tuesdays);
  Days days(on_monday);
  for (int day = 0; day < 10; ++day) CHECK_FALSE(days.day([] { return 20.0; }));
  CHECK(on_monday.standing().front().intervals == 0);

  CHECK_FALSE(watch_of({}).has_bands());
  CHECK_FALSE(watch_of(bands("occupancy", 0, 1)).has_bands());
  CHECK_FALSE(watch_of(bands("mean_wait", std::nan(""), 1)).has_bands());
  CHECK_FALSE(watch_of({bands("mean_wait", 0, 1).front()}).has_bands());
}

TEST_CASE("bands of a queue look at its calls, and folded weeks name their days") {
  std::vector<Band> of_retail = bands("retail.mean_wait", 5, 10);
  for (Band& band : of_retail) band.interval = "Mon " + band.interval.substr(11, 5);
  BandWatch watch = watch_of(of_retail);
  Days days(watch);  // all calls are of loans
  days.day([] { return 20.0; });
  CHECK(watch.standing().front().intervals == 0);
  const Happening ended = wait_ends(77, 86400 + 8 * 3600, 20, WaitEnd::answered, reports::test::retail);
  watch.fold(at(86400 + 8 * 3600 + 20), {&ended, 1});
  watch.fold(at(86400 + 9 * 3600 + 1800), {});
  CHECK(watch.standing().front().intervals == 1);
  CHECK(watch.standing().front().outside == 1);
}

TEST_CASE("the hour in which a watch begins, and the day on which the clock changes, are left out") {
  BandWatch watch = watch_of(bands("mean_wait", 5, 10));
  watch.fold(at(8 * 3600 + 60), {});
  for (const double hour : {8.0, 9.0}) {
    const Happening ended = wait_ends(static_cast<std::uint32_t>(hour), hour * 3600 + 120, 20);
    watch.fold(at(hour * 3600 + 140), {&ended, 1});
  }
  watch.fold(at(12 * 3600), {});
  CHECK(watch.standing().front().intervals == 1);

  BandWatch in_spring(reports::test::two_queue_centre(), bands("mean_wait", 5, 10), simulated, [](Time at) {
    reports::GridDay day = always_monday(at);
    day.clock_change_seconds = 3600;
    return day;
  });
  Days days(in_spring);
  days.day([] { return 20.0; });
  CHECK(in_spring.standing().front().intervals == 0);
}
