// Who computes replications. A crew is given tasks and hands back their totals in whatever order they are done; who
// asked puts them in the order of index. So threads of this process, ranks of an MPI job and files of earlier runs can
// stand in for each other, and the results are the same bytes. What is done with totals is not a crew's business.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>

#include "reports/kpi/totals.hpp"
#include "sim/lab/model.hpp"

namespace twinline::sim {

/// A model and the seed that its callers draw from.
struct SeededModel {
  const Model* model = nullptr;
  std::uint64_t seed = 1;
};

/// One replication to be computed.
struct Task {
  SeededModel of;
  std::uint64_t index = 0;
  reports::Detail detail = reports::Detail::full;
};

/// What a crew is asked for: tasks by their number, given out in that order.
struct Assignment {
  std::uint64_t tasks = 0;
  /// The task with this number; called from any thread.
  std::function<Task(std::uint64_t number)> task;
  /// Receives what came of it, from one thread at a time; false when nothing more is needed.
  std::function<bool(std::uint64_t number, reports::ReplicationTotals&& totals)> take;
  /// Called from one thread at a time with the number of tasks done.
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;
  /// When it becomes true the crew stops after the tasks that it is at.
  const std::atomic<bool>* stop = nullptr;

  bool stopped() const { return stop != nullptr && *stop; }
};

class Crew {
 public:
  virtual ~Crew() = default;

  /// Computes every task once, or as many as are needed. False when it was stopped before. What a task or `take` throws
  /// is thrown here.
  virtual bool perform(const Assignment& assignment) = 0;

  /// Computes one replication in full view: its journal goes into a file. Throws journal::JournalError, or what it is
  /// told of one.
  virtual void write_journal(const SeededModel& of, std::uint64_t index, const std::filesystem::path& journal);
};

/// Threads of this process; they take the next task as they become free.
class ThreadCrew final : public Crew {
 public:
  /// 0: one for each core.
  explicit ThreadCrew(unsigned workers) : workers_(workers) {}

  bool perform(const Assignment& assignment) override;

 private:
  unsigned workers_;
};

}  // namespace twinline::sim
