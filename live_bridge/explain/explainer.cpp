#include "live_bridge/explain/explainer.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/log.hpp"
#include "live_bridge/wall/own_program.hpp"

namespace twinline::live::explain {
namespace {

constexpr int between_looks = 50;  // ms
/// A call that waited through a busy hour has a story of a tenth of this.
constexpr std::size_t longest_story = std::size_t{64} << 20;

/// What twinline-bridge ends with (main/commands.hpp).
constexpr int fine = 0;
constexpr int bad_input = 2;

Explainer::Reply refused(int status, const std::string& why) {
  const nlohmann::json error{{"error", why}};
  return {status, error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

/// The process, from its beginning until it is gone.
class Telling {
 public:
  explicit Telling(std::vector<std::string> words) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "no pipe");
    output_ = ends[0];
    try {
      process_ = begin_own_program(std::move(words), ends[1]);
    } catch (...) {
      close(ends[1]);
      close(output_);
      throw;
    }
    close(ends[1]);
  }
  /// By force, where it has not ended.
  ~Telling() {
    close(output_);
    if (process_ == 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  Telling(const Telling&) = delete;
  Telling& operator=(const Telling&) = delete;

  /// Whether it was heard to its end.
  bool hear(Time until, const Clock& clock, const std::atomic<bool>& stopping) {
    while (!stopping && clock.now() < until && heard_.size() <= longest_story) {
      pollfd ready{output_, POLLIN, 0};
      if (poll(&ready, 1, between_looks) <= 0) continue;
      std::array<char, 1 << 16> piece;
      const ssize_t length = read(output_, piece.data(), piece.size());
      if (length <= 0) return true;
      heard_.append(piece.data(), static_cast<std::size_t>(length));
    }
    return false;
  }

  /// Of one that was heard to its end.
  int status() {
    int status = 0;
    waitpid(std::exchange(process_, 0), &status, 0);
    return status;
  }
  std::string& heard() { return heard_; }

 private:
  pid_t process_ = 0;
  int output_ = -1;
  std::string heard_;
};

Explainer::Reply reply_of(Telling& told) {
  const int status = told.status();
  const bool says_something = !told.heard().empty();
  if (WIFEXITED(status) && says_something) {
    if (WEXITSTATUS(status) == fine) return {200, std::move(told.heard())};
    return {WEXITSTATUS(status) == bad_input ? 404 : 409, std::move(told.heard())};
  }
  return refused(409, fmt::format("the call was not explained: {}; the log may say why", end_in_words(status)));
}

}  // namespace

Explainer::Reply Explainer::explain(const std::string& call) {
  const std::unique_lock lock(one_at_a_time_, std::try_to_lock);
  if (!lock || stopping_) return refused(503, "another call is being explained; try again");
  std::vector<std::string> words = command_;
  words.push_back(call);
  try {
    const Clock clock;
    Telling told(std::move(words));
    if (told.hear(clock.now() + patience_, clock, stopping_)) return reply_of(told);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience_).count();
    return refused(504, fmt::format("the journal was not read within {} s; twinline explain reads it all", seconds));
  } catch (const std::system_error& error) {
    log_error("a call cannot be explained: {}", error.what());
    return refused(409, fmt::format("the call was not explained: {}", error.what()));
  }
}

}  // namespace twinline::live::explain
