// A bridge's rollout while a manifest that foretells bands decides: KPIs that leave them raise an alarm that is kept,
// freezes where it is to, and is acknowledged by freeze --off.
#include <catch2/catch.hpp>

#include "live_bridge/rollout/local_day.hpp"
#include "live_bridge/rollout/rollout.hpp"
#include "live_bridge/rollout/state_file.hpp"
#include "tests/unit/rollout/rollout_calls.hpp"
#include "tests/unit/rollout/samples.hpp"
#include "tests/unit/store/folder.hpp"

namespace twinline::live::rollout {
namespace {

using twinline::rollout::test::wait_ends;

/// The world starts at midnight of Monday 2 March 2026, UTC.
const std::chrono::sys_days monday_midnight{std::chrono::year{2026} / 3 / 2};

manifest::Forecast two_hours_of_every_weekday() {
  manifest::Forecast forecast;
  forecast.replications = 199;
  for (const char* weekday : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}) {
    for (const char* hour : {" 08:00", " 09:00"}) {
      forecast.bands.push_back({std::string{weekday} + hour, "mean_wait", 7.0, 5.0, 10.0, 1.0});
    }
  }
  return forecast;
}

/// What a bridge leaves in whose file's folder a manifest with bands decides.
State decided_by_manifest() {
  State state;
  state.stage = Stage::full;
  state.own = {"longest_idle_agent", 1, {}, ""};
  state.in_force = samples::promoted("round_robin");
  state.in_force->read.manifest.forecast = two_hours_of_every_weekday();
  state.former = Former{};
  return state;
}

/// Nothing is listened to: there is no shadow.
class DeafLoop final : public EventLoop {
 public:
  void watch(int, Ready) override {}
  void unwatch(int) override {}
  void run() override {}
  void stop() override {}
};

struct BridgeWithBands {
  mutable DeafLoop loop;
  store_test::Folder folder;
  scenarios::RolloutSettings settings;
  Centre centre = reports::test::two_queue_centre();

  BridgeWithBands() { write_state(state_file_beside(journal()), decided_by_manifest()); }

  std::string journal() const { return folder / "bridge.tlj"; }
  Rollout start() const {
    return Rollout(journal(), true, {"longest_idle_agent", 1, {}, ""},
                   {settings,
                    centre,
                    [](const scenarios::PolicyChoice&) {},
                    [] { return [](Time at) { return local_day("UTC", monday_midnight, at); }; },
                    loop,
                    {}});
  }
};

/// Days on which callers wait too long in both hours.
void live_badly(Rollout& rollout, int days) {
  rollout.heard(world_start, {});
  for (int hour = 8; hour < 24 * days; ++hour) {
    if (hour % 24 != 8 && hour % 24 != 9) continue;
    const double began = 3600.0 * hour;
    const Happening ended = wait_ends(static_cast<std::uint32_t>(hour), began, 20);
    rollout.heard(reports::test::at(began + 20), {&ended, 1});
  }
  rollout.heard(reports::test::at(86400.0 * days), {});
  rollout.tick(reports::test::at(86400.0 * days), monday_midnight);
}

TEST_CASE("rollout: KPIs outside the bands of the manifest in force raise an alarm, once, that outlives the process") {
  BridgeWithBands bridge;
  bridge.settings.freeze_on_alarm = GENERATE(false, true);
  {
    Rollout rollout = bridge.start();
    live_badly(rollout, 1);
    CHECK(rollout.state().alarm.empty());
    REQUIRE(rollout.bands().size() == 1);
    CHECK(rollout.bands().front().outside == 2);
    live_badly(rollout, 4);
    CHECK(rollout.state().alarm.find("mean_wait lay outside its foretold band in ") == 0);
    CHECK(rollout.state().frozen == bridge.settings.freeze_on_alarm);
    CHECK(rollout.alarms() == 1);
    CHECK(rollout.deciding().name == "round_robin");
  }
  Rollout next = bridge.start();
  CHECK_FALSE(next.state().alarm.empty());
  CHECK(next.bands().empty());
  const auto answer = next.take(Freeze{false}, "olga", false);
  CHECK(answer.against.empty());
  CHECK(answer.does.find("; the alarm is acknowledged") != std::string::npos);
  CHECK(next.state().alarm.empty());
  CHECK_FALSE(next.state().frozen);
  REQUIRE(next.bands().size() == 1);
  CHECK(next.bands().front().intervals == 0);
}

TEST_CASE("rollout: who goes back has no bands to hold KPIs against") {
  const BridgeWithBands bridge;
  Rollout rollout = bridge.start();
  CHECK(rollout.bands().size() == 1);
  CHECK(rollout.take(RollBack{}, "olga", false).against.empty());
  CHECK(rollout.bands().empty());
}

TEST_CASE("a local day is the one of the bridge's zone, clock changes included") {
  const reports::GridDay zurich = local_day("Europe/Zurich", monday_midnight, world_start + 23h + 30min);
  CHECK(zurich.midnight == world_start + 23h);
  CHECK(zurich.weekday == 1);
  CHECK(zurich.clock_change_seconds == 0);
  const reports::GridDay spring = local_day("Europe/Zurich", monday_midnight, world_start + 24h * 27 + 12h);
  CHECK(spring.day == 29);
  CHECK(spring.midnight == world_start + 24h * 27 - 1h);
  CHECK(spring.length == 23h);
  CHECK(spring.clock_change_seconds == 3600);
}

}  // namespace
}  // namespace twinline::live::rollout
