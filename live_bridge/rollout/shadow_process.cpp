#include "live_bridge/rollout/shadow_process.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "live_bridge/wall/own_program.hpp"

namespace twinline::live::rollout {
namespace {

constexpr Duration grace = 1s;
constexpr auto last_grace = std::chrono::milliseconds{500};
constexpr auto between_looks = std::chrono::milliseconds{10};
/// A shadow's line is a tenth of this; more without an end is something else that a plug-in prints.
constexpr std::size_t longest_line = 1 << 20;

struct OwnFile {
  explicit OwnFile(int opened) : file(opened) {}
  ~OwnFile() { close(file); }
  OwnFile(const OwnFile&) = delete;
  OwnFile& operator=(const OwnFile&) = delete;

  const int file;
};

}  // namespace

ShadowProcess::ShadowProcess(EventLoop& loop, std::vector<std::string> words, Said said)
    : loop_(loop), said_(std::move(said)) {
  try {
    begin(std::move(words));
  } catch (const std::runtime_error& error) {
    stop_hearing();
    process_ = 0;
    how_it_ended_ = fmt::format("it cannot begin: {}", error.what());
  }
}

/// Whoever cannot be listened to does not begin.
void ShadowProcess::begin(std::vector<std::string> words) {
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "no pipe");
  const OwnFile into{pipe_ends[1]};
  output_ = pipe_ends[0];
  fcntl(output_, F_SETFL, O_NONBLOCK);  // of this end alone
  loop_.watch(output_, [this] { hear(); });
  process_ = begin_own_program(std::move(words), into.file);
}

ShadowProcess::~ShadowProcess() {
  end();
  for (auto waited = std::chrono::milliseconds{0}; waited < last_grace && !reap(); waited += between_looks) {
    std::this_thread::sleep_for(between_looks);
  }
  if (process_ != 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  stop_hearing();
}

void ShadowProcess::end() {
  if (std::exchange(told_to_end_, true) || process_ == 0) return;
  kill(process_, SIGTERM);
}

bool ShadowProcess::tick(Time now) {
  if (process_ != 0 && !reap() && told_to_end_) {
    if (force_at_ == never) force_at_ = now + grace;
    if (now >= force_at_) kill(process_, SIGKILL);
  }
  return process_ == 0 && !told_to_end_ && !std::exchange(end_was_told_, true);
}

/// Whether it is gone. Its last words are heard then, too.
bool ShadowProcess::reap() {
  int status = 0;
  if (process_ == 0 || waitpid(process_, &status, WNOHANG) != process_) return process_ == 0;
  process_ = 0;
  how_it_ended_ = end_in_words(status);
  if (output_ >= 0) hear();
  stop_hearing();
  return true;
}

/// All that is there; it never waits, for the file does not block.
void ShadowProcess::hear() {
  std::array<char, 1 << 16> piece;
  ssize_t length = 0;
  while ((length = read(output_, piece.data(), piece.size())) > 0) {
    heard_.append(piece.data(), static_cast<std::size_t>(length));
    tell_lines();
  }
  if (length == 0) stop_hearing();
}

void ShadowProcess::tell_lines() {
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = heard_.find('\n', begin)) != std::string::npos; begin = end + 1) {
    said_(std::string_view(heard_).substr(begin, end - begin));
  }
  heard_.erase(0, begin);
  if (heard_.size() > longest_line) heard_.clear();
}

void ShadowProcess::stop_hearing() {
  if (output_ < 0) return;
  loop_.unwatch(output_);
  close(std::exchange(output_, -1));
}

}  // namespace twinline::live::rollout
