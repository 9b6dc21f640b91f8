#include "sim/lab/worker_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace twinline::sim {
namespace {

// An answer is one of these and the rest of the text.
constexpr char with_result = 'r', with_error = 'e';

bool write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(to, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// All that the new process does. It leaves without a look back: buffers and files that it was born with are its
/// parent's.
[[noreturn]] void compute_and_leave(const std::function<std::string()>& compute, int answer_end, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The parent may have ended before that.
  if (getppid() != parent) _exit(EXIT_FAILURE);
  // The keyboard interrupts every process of a terminal. The parent says what comes of it.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_IGN);
  std::string answer;
  try {
    answer = with_result + compute();
  } catch (const std::exception& error) {
    answer = with_error + std::string{error.what()};
  }
  _exit(write_all(answer_end, answer) ? EXIT_SUCCESS : EXIT_FAILURE);
}

/// Waits for its end, and says how it came.
int wait_for(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

WorkerProcess::WorkerProcess(const std::function<std::string()>& compute) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "a worker process has no pipe");
  // Libraries flush what they find: what is yet to be printed must not be found in two processes.
  std::fflush(nullptr);
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ == 0) {
    close(ends[0]);
    compute_and_leave(compute, ends[1], parent);
  }
  const int fork_error = errno;
  close(ends[1]);
  answer_end_ = ends[0];
  if (process_ > 0) return;
  close(answer_end_);
  throw std::system_error(fork_error, std::generic_category(), "a worker process cannot be started");
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      answer_end_(std::exchange(other.answer_end_, -1)),
      answer_(std::move(other.answer_)) {}

WorkerProcess::~WorkerProcess() {
  if (answer_end_ >= 0) close(answer_end_);
  if (process_ < 0) return;
  kill(process_, SIGKILL);
  wait_for(process_);
}

bool WorkerProcess::read() {
  constexpr std::size_t piece = 1 << 16;
  const std::size_t before = answer_.size();
  answer_.resize(before + piece);
  ssize_t length = 0;
  do {
    length = ::read(answer_end_, answer_.data() + before, piece);
  } while (length < 0 && errno == EINTR);
  if (length < 0) throw std::system_error(errno, std::generic_category(), "a worker process cannot be heard");
  answer_.resize(before + static_cast<std::size_t>(length));
  return length > 0;
}

std::string WorkerProcess::result() {
  const int status = wait_for(std::exchange(process_, -1));
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    throw WorkerFailed(fmt::format("its process was ended by signal {} ({})", signal, strsignal(signal)));
  }
  const int code = WEXITSTATUS(status);
  if (code != EXIT_SUCCESS || answer_.empty()) {
    throw WorkerFailed(fmt::format("its process ended with exit code {} and without a result", code));
  }
  if (answer_.front() == with_error) throw WorkerFailed(answer_.substr(1));
  return answer_.substr(1);
}

std::string computed_apart(const std::function<std::string()>& compute) {
  WorkerProcess process(compute);
  while (process.read()) {
  }
  return process.result();
}

}  // namespace twinline::sim
