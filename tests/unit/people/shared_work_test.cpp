#include "sim/people/shared_work.hpp"

#include <functional>
#include <map>

#include <catch2/catch.hpp>

using namespace twinline;
using namespace twinline::sim;

namespace {

/// One agent with a pace of 1, 0.8 and 0.5, and one without; what each contact was last told.
struct Desk {
  scenarios::Scenario scenario;
  SharedWork work;
  std::map<std::uint32_t, Time> done;
  Time now = world_start;

  Desk() : scenario(two_groups()), work(scenario) {}

  static scenarios::Scenario two_groups() {
    scenarios::Scenario scenario;
    scenario.centre.agents = {{"ann", GroupIndex{0U}}, {"ben", GroupIndex{1U}}};
    scenario.people.resize(2);
    scenario.people[0].pace = {1, 0.8, 0.5};
    return scenario;
  }

  void take_up(std::uint32_t slot, Duration length) {
    work.take_up(AgentIndex{0U}, GroupIndex{0U}, CallSlot{slot}, length, now, told());
  }
  void put_down(std::uint32_t slot) { work.put_down(CallSlot{slot}, now, told()); }
  Duration left(std::uint32_t slot) { return done.at(slot) - now; }

 private:
  std::function<void(CallSlot, Time)> told() {
    return [this](CallSlot slot, Time at) { done[slot.value] = at; };
  }
};

}  // namespace

TEST_CASE("shared work: each contact goes on at the pace of how many there are") {
  Desk desk;
  CHECK(desk.work.slows(GroupIndex{0U}));
  CHECK_FALSE(desk.work.slows(GroupIndex{1U}));
  desk.take_up(7, 100s);
  CHECK(desk.left(7) == 100s);
  desk.now += 20s;  // 80 s are left
  desk.take_up(9, 40s);
  CHECK(desk.left(7) == 100s);
  CHECK(desk.left(9) == 50s);
  desk.now += 50s;
  desk.put_down(9);
  CHECK(desk.left(7) == 40s);
  CHECK_FALSE(desk.work.has(CallSlot{9U}));
  desk.now += 40s;
  desk.put_down(7);
  CHECK_FALSE(desk.work.has(CallSlot{7U}));
}

TEST_CASE("shared work: a wrap-up is work as well, and what stands still keeps its place") {
  Desk desk;
  desk.take_up(0, 80s);
  desk.take_up(1, 800s);
  desk.now += 100s;
  CHECK(desk.work.go_on(CallSlot{0U}, 8s, desk.now) == desk.now + 10s);
  CHECK(desk.work.pause(CallSlot{1U}, desk.now) == 720s);
  desk.now += 10s;
  desk.put_down(0);
  desk.now += 1h;
  CHECK(desk.work.resume(CallSlot{1U}, desk.now) == desk.now + 720s);
}
