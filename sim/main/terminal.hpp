// What the terminal is and may be shown: width, colours, a progress line. Everything is quiet in a pipe.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "reports/render/terminal.hpp"

namespace twinline::cli {

/// How to render for standard output: colours only on a terminal and without NO_COLOR.
reports::TerminalStyle output_style();

/// One line on standard error that says how far a long job is, how fast it goes and when it will be done. Nothing when
/// standard error is no terminal.
class ProgressLine {
 public:
  explicit ProgressLine(std::string unit);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(std::uint64_t done, std::uint64_t of);

 private:
  using Clock = std::chrono::steady_clock;
  std::string unit_;
  bool is_shown_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point shown_{};
};

}  // namespace twinline::cli
