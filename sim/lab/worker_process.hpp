// One computation in a process of its own, forked from this one: it has all that this process had loaded, and what it
// does to its memory, or dies of, ends with it. For what can live only once in a process, as SimGrid's engine does. Who
// computes what, and how many at a time, is the business of who starts it (process_crew.hpp).
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include <sys/types.h>

namespace twinline::sim {

/// The computation came to nothing; what() says why.
class WorkerFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class WorkerProcess {
 public:
  /// Begins to compute. The process leaves interrupts and requests to terminate to this one, and ends when this one
  /// does, however it does. Throws std::system_error where there can be no more processes.
  explicit WorkerProcess(const std::function<std::string()>& compute);
  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&&) = delete;

  /// Ends the process if it is still at work.
  ~WorkerProcess();

  /// Readable when read() has something to do: for poll().
  int descriptor() const { return answer_end_; }

  /// Takes in what has been computed so far, and waits for it where that is nothing. False at the end.
  bool read();

  /// What `compute` returned, once read() has come to the end. Throws WorkerFailed with what it threw, or with how the
  /// process ended.
  std::string result();

 private:
  pid_t process_ = -1;  ///< -1: there is none to wait for
  int answer_end_ = -1;
  std::string answer_;
};

/// Waits for one computation in a process of its own. As WorkerProcess.
std::string computed_apart(const std::function<std::string()>& compute);

}  // namespace twinline::sim
