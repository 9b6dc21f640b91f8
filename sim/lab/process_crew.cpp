#include "sim/lab/process_crew.hpp"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <list>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <poll.h>

#include "reports/shards/totals_bytes.hpp"
#include "sim/lab/worker_process.hpp"

namespace twinline::sim {
namespace {

/// One perform(): the processes at work, and what came of those before.
class ProcessTeam {
 public:
  ProcessTeam(const Assignment& assignment, const ProcessCrew::Compute& compute, std::uint64_t workers)
      : assignment_(assignment), compute_(compute), workers_(workers) {}

  bool run() {
    start_more();
    while (!at_work_.empty()) {
      listen();
      start_more();
    }
    return over_ || done_ == assignment_.tasks;
  }

 private:
  struct Working {
    std::uint64_t number;
    Task task;
    WorkerProcess process;
  };

  void start_more() {
    while (at_work_.size() < workers_ && next_ < assignment_.tasks && !over_ && !assignment_.stopped()) {
      const Task task = assignment_.task(next_);
      at_work_.push_back({next_, task, WorkerProcess([&] { return shards::to_bytes(compute_(task)); })});
      ++next_;
    }
  }

  /// Waits until a process has something to say, and takes in what it and others have said.
  void listen() {
    std::vector<pollfd> ends;
    for (const Working& working : at_work_) ends.push_back({working.process.descriptor(), POLLIN, 0});
    if (poll(ends.data(), ends.size(), -1) < 0) {
      if (errno == EINTR) return;
      throw std::system_error(errno, std::generic_category(), "worker processes cannot be waited for");
    }
    auto working = at_work_.begin();
    for (const pollfd& end : ends) {
      const auto heard = working++;
      if (end.revents == 0 || heard->process.read()) continue;
      accept(*heard);
      at_work_.erase(heard);
      if (over_) return at_work_.clear();
    }
  }

  void accept(Working& finished) {
    reports::ReplicationTotals totals;
    try {
      totals = shards::from_bytes(finished.process.result());
    } catch (const std::exception& error) {
      throw std::runtime_error(fmt::format("replication {}: {}", finished.task.index, error.what()));
    }
    ++done_;
    over_ = !assignment_.take(finished.number, std::move(totals));
    if (assignment_.progress) assignment_.progress(done_, assignment_.tasks);
  }

  const Assignment& assignment_;
  const ProcessCrew::Compute& compute_;
  std::uint64_t workers_;
  std::list<Working> at_work_;
  std::uint64_t next_ = 0, done_ = 0;
  bool over_ = false;  // nothing more is needed
};

}  // namespace

bool ProcessCrew::perform(const Assignment& assignment) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return ProcessTeam(assignment, compute_, workers_ > 0 ? workers_ : cores).run();
}

void ProcessCrew::write_journal(const SeededModel& of, std::uint64_t index, const std::filesystem::path& journal) {
  computed_apart([&] {
    write_journal_({of, index, reports::Detail::counts}, journal);
    return std::string{};
  });
}

}  // namespace twinline::sim
