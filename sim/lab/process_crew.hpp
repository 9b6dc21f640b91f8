// A crew of processes: each replication is computed in one of its own, so many at a time, and its totals come back
// through a pipe. It costs a fork for each, about a millisecond, and is for worlds that cannot share a process with
// another one: SimGrid's engine lives once, and its clock is never set back.
#pragma once

#include <functional>
#include <utility>

#include "sim/lab/crew.hpp"

namespace twinline::sim {

class ProcessCrew final : public Crew {
 public:
  /// Called in the new process, once.
  using Compute = std::function<reports::ReplicationTotals(const Task&)>;

  /// 0 workers: one for each core.
  ProcessCrew(unsigned workers, Compute compute) : workers_(workers), compute_(std::move(compute)) {}

  /// What goes wrong in a process is thrown here as std::runtime_error that names the replication, and the signal if
  /// one ended it. No process is left behind in any case.
  bool perform(const Assignment& assignment) override;

 private:
  unsigned workers_;
  Compute compute_;
};

}  // namespace twinline::sim
