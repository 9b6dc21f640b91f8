#include "live_bridge/desk/commands.hpp"

#include <future>
#include <map>
#include <vector>

#include <catch2/catch.hpp>

namespace twinline::live::desk {
namespace {

/// The queue's file can be read whenever a test says so.
class ManualLoop final : public EventLoop {
 public:
  void watch(int file, Ready ready) override { watchers[file] = std::move(ready); }
  void unwatch(int file) override { watchers.erase(file); }
  void run() override {}
  void stop() override {}
  void turn() {
    for (const auto& watcher : watchers) watcher.second();
  }

  std::map<int, Ready> watchers;
};

using Outcome = CommandQueue::Outcome;

struct Fixture {
  ManualLoop loop;
  std::vector<Command> handled;
  CommandQueue queue{loop, [this](const Command& command) { handled.push_back(command); }};

  std::future<CommandQueue::Answer> ask(std::chrono::milliseconds patience) {
    return std::async(std::launch::async, [this, patience] { return queue.ask(HangUp{AgentIndex{1}}, patience); });
  }
  /// Turns the loop until a command has come through.
  void wait_for_command() {
    while (handled.empty()) loop.turn();
  }
};

TEST_CASE("a command is handled on the loop's thread and its answer comes back") {
  Fixture desk;
  auto answer = desk.ask(10s);
  desk.wait_for_command();
  CHECK(std::get<HangUp>(desk.handled[0].action).agent == AgentIndex{1});
  desk.handled[0].answered("");
  CHECK(answer.get().outcome == Outcome::carried_out);

  auto refused = desk.ask(10s);
  desk.handled.clear();
  desk.wait_for_command();
  desk.handled[0].answered("no call");
  const auto said = refused.get();
  CHECK(said.outcome == Outcome::refused);
  CHECK(said.why == "no call");
}

TEST_CASE("a command that nobody waits for any longer is not begun") {
  Fixture desk;
  CHECK(desk.ask(1ms).get().outcome == Outcome::unanswered);
  desk.loop.turn();
  CHECK(desk.handled.empty());
}

TEST_CASE("an answer that comes too late, or twice, or after the queue is gone, does no harm") {
  Answered late;
  {
    Fixture desk;
    auto answer = desk.ask(300ms);
    desk.wait_for_command();
    CHECK(answer.get().outcome == Outcome::unanswered);
    late = desk.handled[0].answered;
    late("");
    late("again");
  }
  late("");
  CHECK(late);
}

TEST_CASE("what is only told is handled without anybody waiting") {
  Fixture desk;
  desk.queue.tell(SetPresence{AgentIndex{2}, Presence::logged_out});
  desk.loop.turn();
  REQUIRE(desk.handled.size() == 1);
  desk.handled[0].answered("");
  CHECK(std::get<SetPresence>(desk.handled[0].action).presence == Presence::logged_out);
}

TEST_CASE("the line is bounded, and closing it sends everybody away") {
  Fixture desk;
  for (int i = 0; i < 1000; ++i) desk.queue.tell(HangUp{AgentIndex{0}});
  CHECK(desk.ask(10s).get().outcome == Outcome::closed);
  desk.loop.turn();
  CHECK(desk.handled.size() == 256);

  desk.handled.clear();
  auto waiting = desk.ask(10s);
  desk.wait_for_command();
  desk.queue.close();
  CHECK(waiting.get().outcome == Outcome::closed);
  CHECK(desk.ask(10s).get().outcome == Outcome::closed);
}

}  // namespace
}  // namespace twinline::live::desk
