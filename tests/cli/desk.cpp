#include "tests/cli/desk.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <thread>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace twinline::cli_test {
namespace {

/// Becomes the program; only in a child process.
[[noreturn]] void become(const std::string& program, const std::filesystem::path& folder,
                         const std::vector<std::string>& arguments) {
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  if (::chdir(folder.c_str()) == 0) ::execv(program.c_str(), words.data());
  ::_exit(127);
}

int exit_code_of(pid_t child) {
  int status = 0;
  if (::waitpid(child, &status, 0) != child) throw std::runtime_error("lost the program");
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string content_of(std::FILE* file) {
  std::string text;
  std::rewind(file);
  char piece[1 << 16];
  while (const std::size_t count = std::fread(piece, 1, sizeof piece, file)) text.append(piece, count);
  return text;
}

Finished run(const std::string& program, const std::filesystem::path& folder, const std::vector<std::string>& arguments,
             const std::function<void()>& wait_to_interrupt) {
  const auto closed = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(closed)> out(std::tmpfile(), closed), err(std::tmpfile(), closed);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no process can be made");
  if (child == 0) {
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    ::dup2(::fileno(out.get()), STDOUT_FILENO);
    ::dup2(::fileno(err.get()), STDERR_FILENO);
    become(program, folder, arguments);
  }
  if (wait_to_interrupt) {
    wait_to_interrupt();
    ::kill(child, SIGINT);
  }
  Finished finished;
  finished.exit_code = exit_code_of(child);
  finished.out = content_of(out.get());
  finished.err = content_of(err.get());
  return finished;
}

}  // namespace

Desk::Desk() {
  std::string name = (std::filesystem::temp_directory_path() / "twinline-cli-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder can be made for the test");
  folder_ = name;
}

Desk::Desk(const std::string& scenario) : Desk() { write("s.yaml", scenario); }

Desk::~Desk() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Finished Desk::twinline(const std::vector<std::string>& arguments) const { return program(TWINLINE_BINARY, arguments); }

Finished Desk::program(const std::string& program, const std::vector<std::string>& arguments) const {
  return run(program, folder_, arguments, {});
}

Finished Desk::twinline_interrupted(const std::vector<std::string>& arguments, std::chrono::milliseconds after) const {
  return run(TWINLINE_BINARY, folder_, arguments, [after] { std::this_thread::sleep_for(after); });
}

Finished Desk::twinline_interrupted_at(const std::vector<std::string>& arguments, const std::string& file,
                                       std::uintmax_t bytes) const {
  return run(TWINLINE_BINARY, folder_, arguments, [&] {
    using namespace std::chrono_literals;
    const auto size = [&] {
      std::error_code not_there;
      const std::uintmax_t found = std::filesystem::file_size(folder_ / file, not_there);
      return not_there ? 0 : found;
    };
    for (int look = 0; size() <= bytes && look < 20000; ++look) std::this_thread::sleep_for(1ms);
  });
}

Finished Desk::twinline_on_terminal(const std::vector<std::string>& arguments, bool no_color) const {
  int terminal = -1;
  winsize size{};
  size.ws_col = 120;
  size.ws_row = 50;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) throw std::runtime_error("no terminal can be made");
  if (child == 0) {
    ::unsetenv("NO_COLOR");
    if (no_color) ::setenv("NO_COLOR", "1", 1);
    become(TWINLINE_BINARY, folder_, arguments);
  }
  Finished finished;
  char piece[4096];
  // A terminal whose program has ended gives an error, not an end of file.
  for (ssize_t count = 0; (count = ::read(terminal, piece, sizeof piece)) > 0;) {
    finished.out.append(piece, static_cast<std::size_t>(count));
  }
  ::close(terminal);
  finished.exit_code = exit_code_of(child);
  return finished;
}

void Desk::write(const std::string& name, const std::string& text) const {
  std::ofstream(folder_ / name, std::ios::binary) << text;
}

std::string Desk::read(const std::string& name) const {
  std::ifstream stream(folder_ / name, std::ios::binary);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> Desk::names(const std::string& inner) const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / inner))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string library(const std::string& name) { return (project() / "scenarios/library" / name).string(); }

}  // namespace twinline::cli_test
