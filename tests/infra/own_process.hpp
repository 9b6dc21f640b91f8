// Runs something in a process of its own, for SimGrid's engine is one a process.
#pragma once

#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace twinline::infra {

/// The records that `compute()` returns, computed in a child of this process. Throws when the child ends badly, and
/// what the child says of it is on standard error.
template <class Compute>
auto in_own_process(Compute compute) {
  using Records = std::invoke_result_t<Compute>;
  static_assert(std::is_trivially_copyable_v<typename Records::value_type>);
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  std::fflush(nullptr);  // SimGrid flushes its copy when it goes
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no fork");
  const auto bytes_of = [](const Records& records) { return records.size() * sizeof(typename Records::value_type); };
  if (child == 0) {
    close(ends[0]);
    int status = 1;
    try {
      const Records records = compute();
      const char* from = reinterpret_cast<const char*>(records.data());
      std::size_t left = bytes_of(records);
      while (left > 0) {
        const ssize_t written = write(ends[1], from, left);
        if (written <= 0) break;
        from += written;
        left -= static_cast<std::size_t>(written);
      }
      status = left == 0 ? 0 : 1;
    } catch (const std::exception& error) {
      const std::string what = std::string("in a process of its own: ") + error.what() + "\n";
      if (write(STDERR_FILENO, what.data(), what.size()) < 0) status = 2;
    }
    _exit(status);
  }
  close(ends[1]);
  std::vector<char> received;
  char part[4096];
  for (ssize_t length; (length = read(ends[0], part, sizeof part)) > 0;)
    received.insert(received.end(), part, part + length);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("a process of its own ended badly");
  Records records;
  records.resize(received.size() / sizeof(typename Records::value_type));
  std::copy(received.begin(), received.end(), reinterpret_cast<char*>(records.data()));
  return records;
}

}  // namespace twinline::infra
