#include "sim/main/simgrid.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

namespace twinline::cli {

namespace {

[[noreturn]] void go_on_with_simgrid(char** command_line) {
  const std::filesystem::path program =
      std::filesystem::read_symlink("/proc/self/exe").replace_filename("twinline-simgrid");
  execv(program.c_str(), command_line);
  throw std::runtime_error(
      fmt::format("{}, which has SimGrid in it, cannot be started: {}", program.string(), std::strerror(errno)));
}

}  // namespace

CrewMaker processes_on_simgrid(unsigned, char** command_line) { go_on_with_simgrid(command_line); }

CrewMaker processes_on_grid(unsigned, char** command_line) { go_on_with_simgrid(command_line); }

}  // namespace twinline::cli
