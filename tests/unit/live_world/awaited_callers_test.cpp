#include "live_bridge/world/awaited_callers.hpp"

#include <algorithm>
#include <filesystem>
#include <vector>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "tests/bridge/poll_loop.hpp"

namespace twinline::live {
namespace {

/// What a process finds that comes so long after the arrivals 1, 2 and 3, the second of which comes again.
struct NextProcess {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("twinline-awaited-" + std::to_string(::getpid()));
  Clock clock;
  test::PollLoop loop;
  Timers timers{clock, loop};
  std::vector<CallKey> lost;

  NextProcess() { std::filesystem::create_directories(folder); }
  ~NextProcess() { std::filesystem::remove_all(folder); }
  NextProcess(const NextProcess&) = delete;
  NextProcess& operator=(const NextProcess&) = delete;

  void run(Duration away, Duration for_so_long) {
    store::Dialogs dialogs(folder / "dialogs", folder / "key");
    AwaitedCallers awaited(dialogs, timers, clock, [this](const KeptArrival& arrival) { lost.push_back(arrival.key); });
    const Time arrived = clock.now() - away;
    for (const std::uint64_t number : {1, 2, 3}) {
      awaited.leave({number, 100 + number, CallTypeIndex{1U}, TrunkIndex{0U}, arrived + Duration{1ms} * number});
    }
    dialogs.keep(7, to_bytes(KeptCall{}));
    for (const store::KeptDialog& kept : dialogs.kept()) CHECK(awaited.recall(kept) == (kept.name != 7));
    awaited.came(2);
    awaited.came(99);
    Timers::Timer end(timers, [this](Time) { loop.stop(); });
    end.set(clock.now() + for_so_long);
    loop.run();
    for (const store::KeptDialog& kept : dialogs.kept()) names.push_back(kept.name);
    std::sort(lost.begin(), lost.end());
    std::sort(names.begin(), names.end());
  }

  std::vector<std::uint64_t> names;  ///< of what is still kept
};

}  // namespace

TEST_CASE("who does not send an INVITE again that nobody answered is lost, once its next time is over", "[takeover]") {
  NextProcess next;
  next.run(0ms, 1300ms);
  CHECK(next.lost == std::vector<CallKey>{101, 103});
  CHECK(next.names == std::vector<std::uint64_t>{7});
}

TEST_CASE("a process that comes later waits longer for an INVITE, but not for ever", "[takeover]") {
  NextProcess next;
  SECTION("it is sent again after twice the time") {
    next.run(1s, 1300ms);
    CHECK(next.lost.empty());
    CHECK(next.names == std::vector<std::uint64_t>{7, 101, 103});
  }
  SECTION("its peer has given it up") {
    next.run(40s, 50ms);
    CHECK(next.lost == std::vector<CallKey>{101, 103});
  }
}

}  // namespace twinline::live
