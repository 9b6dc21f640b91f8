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
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace twinline::live::rollout {
namespace {

/// Also where the file has been replaced by another version since.
constexpr const char* this_program = "/proc/self/exe";
constexpr Duration grace = 1s;
constexpr auto last_grace = std::chrono::milliseconds{500};
constexpr auto between_looks = std::chrono::milliseconds{10};
/// A shadow's line is a tenth of this; more without an end is something else that a plug-in prints.
constexpr std::size_t longest_line = 1 << 20;

/// How the process begins: signals as in a fresh one and in a group of its own, so that Ctrl-C is for the bridge alone;
/// no file of the bridge's but its log, for the lock on the dialogs must go with the bridge.
class Beginning {
 public:
  explicit Beginning(int output) {
    posix_spawn_file_actions_init(&files_);
    posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files_, output, STDOUT_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGPIPE}) sigaddset(&usual, signal);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~Beginning() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&files_);
  }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;

  /// 0, or the error's number.
  int spawn(pid_t& process, std::vector<std::string>& words) const {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    return posix_spawn(&process, this_program, &files_, &attributes_, arguments.data(), environ);
  }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

struct OwnFile {
  explicit OwnFile(int opened) : file(opened) {}
  ~OwnFile() { close(file); }
  OwnFile(const OwnFile&) = delete;
  OwnFile& operator=(const OwnFile&) = delete;

  const int file;
};

std::string end_in_words(int status) {
  if (WIFEXITED(status)) return fmt::format("exit status {}", WEXITSTATUS(status));
  const char* name = sigabbrev_np(WTERMSIG(status));
  return name ? fmt::format("SIG{}", name) : fmt::format("signal {}", WTERMSIG(status));
}

}  // namespace

ShadowProcess::ShadowProcess(EventLoop& loop, std::vector<std::string> words, Said said)
    : loop_(loop), said_(std::move(said)) {
  try {
    begin(words);
  } catch (const std::runtime_error& error) {
    stop_hearing();
    process_ = 0;
    how_it_ended_ = fmt::format("it cannot begin: {}", error.what());
  }
}

/// Whoever cannot be listened to does not begin.
void ShadowProcess::begin(std::vector<std::string>& words) {
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "no pipe");
  const OwnFile into{pipe_ends[1]};
  output_ = pipe_ends[0];
  fcntl(output_, F_SETFL, O_NONBLOCK);  // of this end alone
  loop_.watch(output_, [this] { hear(); });
  if (const int why_not = Beginning(into.file).spawn(process_, words); why_not != 0) {
    throw std::system_error(why_not, std::generic_category(), "no process");
  }
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
