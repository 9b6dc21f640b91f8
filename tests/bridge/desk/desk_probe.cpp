// A Desk in front of a made-up world: desk_probe PORT PASSWORD_FILE [FOLDER]. The password is everybody's; with a
// folder a made-up rollout goes on in it, without one requests about rollouts are answered with what they were. Reads
// commands from standard input, one a line (made_up_world.hpp, and `boards N`: N boards, one a millisecond; `reload
// USER`: that account is gone; `scores FILE`: scores are taken with the token in it; `shadow`: another candidate is in
// its shadow; `tick`: time goes on for the rollout), and says "ok" after each; ends with its input. `desk_probe shadow`
// is that shadow.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include <fmt/format.h>

#include "live_bridge/desk/desk.hpp"
#include "tests/bridge/desk/made_up_rollout.hpp"
#include "tests/bridge/desk/made_up_story.hpp"
#include "tests/bridge/desk/made_up_world.hpp"
#include "tests/bridge/line_input.hpp"
#include "tests/bridge/poll_loop.hpp"

namespace {

using namespace twinline;
using namespace twinline::live;

void say_ok() {
  std::puts("ok");
  std::fflush(stdout);
}

class Probe {
 public:
  Probe(std::uint16_t port, const std::string& password_file, const char* rollout_folder)
      : centre_(desk_test::small_centre()),
        settings_(desk_test::small_settings(centre_, password_file, port)),
        world_(centre_),
        rollout_(rollout_folder ? std::make_unique<desk_test::MadeUpRollout>(loop_, rollout_folder) : nullptr),
        desk_(loop_, settings_, centre_, [this](const desk::Command& command) { world_.handle(command); },
              {keep,
               [this](const auto& request, const auto& on_loop) {
                 return rollout_ ? rollout_->answer(request, on_loop) : repeat(request, on_loop);
               },
               desk_test::explanation_of}) {
    world_.changed = [this] { desk_.show(world_.board()); };
    world_.changed();
  }

  void run() { loop_.run(); }

 private:
  /// Answers with what it was asked, once the loop was there; "refuse" is refused.
  static desk::ErrandReply repeat(const desk::RolloutRequest& request, const desk::RunOnLoop& on_loop) {
    bool was_there = false;
    on_loop([&] { was_there = true; });
    return {request.action == "refuse" ? 409 : 200,
            fmt::format(R"({{"who":"{}","action":"{}","bytes":{},"on_loop":{}}})", request.who, request.action,
                        request.body.size(), was_there)};
  }

  /// Says on stderr what it keeps, except what is said not to be possible.
  static void keep(const desk::Score& score) {
    if (score.criterion == "impossible") throw std::runtime_error("the database is away");
    std::fprintf(stderr, "score %s %s %g\n", score.call.c_str(), score.criterion.c_str(), score.score);
  }

  void obey(const std::string& line) {
    if (line.starts_with("boards ")) {
      for (int left = std::stoi(line.substr(7)); left > 0; --left) {
        world_.changed();
        std::this_thread::sleep_for(1ms);
      }
    } else if (line.starts_with("reload ")) {
      std::erase_if(settings_.agents, [&](const auto& account) { return account.user == line.substr(7); });
      desk_.reload(settings_, centre_);
    } else if (line.starts_with("scores ")) {
      settings_.http.scores_token_file = line.substr(7);
      desk_.reload(settings_, centre_);
    } else if (line == "shadow") {
      rollout_->begin_shadow();
    } else if (line == "tick") {
      rollout_->tick();
    } else {
      world_.obey(line);
    }
    say_ok();
  }

  test::PollLoop loop_;
  Centre centre_;
  scenarios::BridgeSettings settings_;
  desk_test::MadeUpWorld world_;
  std::unique_ptr<desk_test::MadeUpRollout> rollout_;
  desk::Desk desk_;
  test::LineInput input_{loop_, [this](const std::string& line) { obey(line); }};
};

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && std::string_view{arguments[1]} == "shadow") return desk_test::MadeUpRollout::be_shadow();
  if (count != 3 && count != 4) {
    std::fputs("usage: desk_probe PORT PASSWORD_FILE [FOLDER]\n", stderr);
    return 2;
  }
  try {
    Probe probe{static_cast<std::uint16_t>(std::atoi(arguments[1])), arguments[2], count == 4 ? arguments[3] : nullptr};
    say_ok();
    probe.run();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "desk_probe: %s\n", failure.what());
    return 1;
  }
}
