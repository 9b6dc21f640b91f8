#include "scenarios/plugins/trial.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "policies/contract/units.hpp"

namespace twinline::scenarios {
namespace {

// Any other way to end is the plug-in's own.
constexpr int attempt_returned = 37;

std::string outcome_of(const std::function<std::string()>& attempt) {
  try {
    return attempt();
  } catch (const std::exception& error) {
    return fmt::format("threw an exception: {}", error.what());
  } catch (...) {
    return "threw something that is no std::exception";
  }
}

/// In the child: signals as a fresh process has them, whatever handlers and masks this one has.
void forget_signals() {
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGALRM, SIGTERM, SIGINT}) {
    std::signal(signal, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void end_after(Duration longest) {
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(longest).count();
  itimerval limit{};
  limit.it_value = {microseconds / 1'000'000, microseconds % 1'000'000};
  setitimer(ITIMER_REAL, &limit, nullptr);
}

[[noreturn]] void attempt_in_child(const std::function<std::string()>& attempt, Duration longest, int answer) {
  forget_signals();
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  end_after(longest);
  const std::string outcome = outcome_of(attempt);
  for (std::size_t sent = 0; sent < outcome.size();) {
    const ssize_t wrote = write(answer, outcome.data() + sent, outcome.size() - sent);
    if (wrote <= 0) break;
    sent += static_cast<std::size_t>(wrote);
  }
  // Neither destructors nor buffers: those are the parent's to run and to write.
  _exit(attempt_returned);
}

std::string read_all(int file) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t got = read(file, buffer.data(), buffer.size());
    if (got > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      return text;
    }
  }
}

std::string in_words(int status, std::string answer, Duration longest) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == attempt_returned) return answer;
  if (WIFEXITED(status)) return fmt::format("ended the process with exit code {}", WEXITSTATUS(status));
  const int signal = WTERMSIG(status);
  if (signal == SIGALRM) return "did not return within " + to_text(longest);
  return fmt::format("crashed: SIG{} ({})", sigabbrev_np(signal), sigdescr_np(signal));
}

}  // namespace

std::string trial(const std::function<std::string()>& attempt, Duration longest) {
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "no pipe");
  // In a process with threads the child has only this one; a lock that another held is never released there, which the
  // time limit bounds.
  const pid_t child = fork();
  if (child == 0) {
    close(pipe_ends[0]);
    attempt_in_child(attempt, longest, pipe_ends[1]);
  }
  const int why_not = errno;
  close(pipe_ends[1]);
  if (child < 0) {
    close(pipe_ends[0]);
    throw std::system_error(why_not, std::generic_category(), "no process");
  }
  std::string answer = read_all(pipe_ends[0]);
  close(pipe_ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return in_words(status, std::move(answer), longest);
}

}  // namespace twinline::scenarios
