// The watchdog barks at what does not return, and at nothing else.
#include "live_bridge/wall/watchdog.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace twinline::live {
namespace {

using SteadyClock = std::chrono::steady_clock;

TEST_CASE("watchdog: work that returns in time, however much of it, is let be") {
  std::atomic<bool> barked = false;
  Watchdog dog(60ms, [&] { barked = true; });
  const auto until = SteadyClock::now() + 200ms;
  while (SteadyClock::now() < until) {
    const Watchdog::Turn turn(dog);
    std::this_thread::sleep_for(1ms);
  }
  std::this_thread::sleep_for(100ms);  // nothing is under way
  CHECK_FALSE(barked);
}

TEST_CASE("watchdog: work that does not return is noticed once, soon after the limit") {
  std::atomic<int> barks = 0;
  std::atomic<std::int64_t> after = 0;
  const auto began = SteadyClock::now();
  Watchdog dog(60ms, [&] {
    after = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - began).count();
    ++barks;
  });
  const Watchdog::Turn turn(dog);
  const auto until = began + 3s;
  while (barks == 0 && SteadyClock::now() < until) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(100ms);
  CHECK(barks == 1);
  CHECK(after >= 60);
}

TEST_CASE("watchdog: a process that was stopped is not taken for work that hangs") {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    Watchdog dog(150ms, [] { _exit(7); });
    const Watchdog::Turn turn(dog);
    std::raise(SIGSTOP);
    std::this_thread::sleep_for(40ms);
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, WUNTRACED) == child);
  REQUIRE(WIFSTOPPED(status));
  std::this_thread::sleep_for(300ms);
  kill(child, SIGCONT);
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace twinline::live
