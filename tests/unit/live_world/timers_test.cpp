#include "live_bridge/wall/timers.hpp"

#include <memory>
#include <string>

#include <catch2/catch.hpp>

#include "tests/bridge/poll_loop.hpp"

namespace twinline::live {
namespace {

TEST_CASE("timers fire in order, once, and not before their time") {
  const Clock clock;
  test::PollLoop loop;
  Timers timers(clock, loop);
  std::string fired;
  Time first_at;
  Timers::Timer late(timers, [&](Time) {
    fired += 'c';
    loop.stop();
  });
  Timers::Timer early(timers, [&](Time now) {
    fired += 'a';
    first_at = now;
  });
  Timers::Timer same(timers, [&](Time) { fired += 'b'; });
  const Time start = clock.now();
  late.set(start + 30ms);
  early.set(start + 10ms);
  same.set(start + 10ms);
  loop.run();
  CHECK(fired == "abc");
  CHECK(first_at >= start + 10ms);
  CHECK(timers.size() == 0);
}

TEST_CASE("a timer that is cancelled, moved away or destroyed does not fire") {
  const Clock clock;
  test::PollLoop loop;
  Timers timers(clock, loop);
  std::string fired;
  Timers::Timer cancelled(timers, [&](Time) { fired += 'x'; });
  Timers::Timer moved(timers, [&](Time) { fired += 'm'; });
  auto destroyed = std::make_unique<Timers::Timer>(timers, [&](Time) { fired += 'y'; });
  Timers::Timer last(timers, [&](Time) { loop.stop(); });
  const Time start = clock.now();
  cancelled.set(start + 5ms);
  moved.set(start + 5ms);
  destroyed->set(start + 5ms);
  last.set(start + 40ms);
  cancelled.cancel();
  CHECK_FALSE(cancelled.is_set());
  moved.set(start + 20ms);
  destroyed.reset();
  loop.run();
  CHECK(fired == "m");
}

TEST_CASE("a timer may set itself and others, and end, while it fires") {
  const Clock clock;
  test::PollLoop loop;
  Timers timers(clock, loop);
  int rounds = 0;
  std::unique_ptr<Timers::Timer> own;
  own = std::make_unique<Timers::Timer>(timers, [&](Time now) {
    if (++rounds < 3) {
      own->set(now);
    } else {
      own.reset();
      loop.stop();
    }
  });
  own->set(clock.now());
  loop.run();
  CHECK(rounds == 3);
  CHECK(timers.size() == 0);
}

TEST_CASE("lateness is what a busy thread causes, and is told once") {
  const Clock clock(std::chrono::system_clock::now() - 10s, Time{});
  test::PollLoop loop;
  Timers timers(clock, loop);
  Timers::Timer timer(timers, [&](Time) { loop.stop(); });
  timer.set(clock.now() - 50ms);
  loop.run();
  CHECK(timers.take_greatest_lateness() >= 50ms);
  CHECK(timers.take_greatest_lateness() == 0ns);
}

TEST_CASE("a world that goes on does not run backwards") {
  const auto world_start = std::chrono::system_clock::now() - 10s;
  CHECK(Clock(world_start, Time{}).now() >= Time{10s});
  CHECK(Clock(world_start, Time{1h}).now() >= Time{1h});
}

}  // namespace
}  // namespace twinline::live
