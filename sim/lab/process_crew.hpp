// A crew of processes: each replication is computed in one of its own, so many at a time, and its totals come back
// through a pipe. It costs a fork for each, about a millisecond, and is for worlds that cannot share a process with
// another one: SimGrid's engine lives once, and its clock is never set back.
#pragma once

#include <filesystem>
#include <functional>
#include <utility>

#include "sim/lab/crew.hpp"

namespace twinline::sim {

class ProcessCrew final : public Crew {
 public:
  /// Both are called in a new process, one of them and once.
  using Compute = std::function<reports::ReplicationTotals(const Task&)>;
  using WriteJournal = std::function<void(const Task&, const std::filesystem::path& journal)>;

  /// 0 workers: one for each core.
  ProcessCrew(unsigned workers, Compute compute, WriteJournal write_journal)
      : workers_(workers), compute_(std::move(compute)), write_journal_(std::move(write_journal)) {}

  /// What goes wrong in a process is thrown here as std::runtime_error that names the replication, and the signal if
  /// one ended it. No process is left behind in any case.
  bool perform(const Assignment& assignment) override;

  void write_journal(const SeededModel& of, std::uint64_t index, const std::filesystem::path& journal) override;

 private:
  unsigned workers_;
  Compute compute_;
  WriteJournal write_journal_;
};

}  // namespace twinline::sim
