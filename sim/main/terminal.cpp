#include "sim/main/terminal.hpp"

#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace twinline::cli {
namespace {

std::string clock_text(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                       : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

reports::TerminalStyle output_style() {
  reports::TerminalStyle style;
  constexpr int width_of_a_pipe = 120;
  style.width = width_of_a_pipe;
  const char* no_colour = std::getenv("NO_COLOR");
  style.colour = isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0');
  winsize size{};
  if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    style.width = size.ws_col;
  return style;
}

ProgressLine::ProgressLine(std::string unit) : unit_(std::move(unit)), is_shown_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (is_shown_) fmt::print(stderr, "\r\033[K");
}

void ProgressLine::show(std::uint64_t done, std::uint64_t of) {
  if (!is_shown_) return;
  const auto now = Clock::now();
  if (now - shown_ < std::chrono::milliseconds{100} && done < of) return;
  shown_ = now;
  const double elapsed = std::chrono::duration<double>(now - began_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done) / elapsed : 0;
  const double left = rate > 0 ? static_cast<double>(of - done) / rate : 0;
  fmt::print(stderr, "\r\033[K{} of {} {} · {:.3g}/s · {} left", done, of, unit_, rate, clock_text(left));
  std::fflush(stderr);
}

}  // namespace twinline::cli
