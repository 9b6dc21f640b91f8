#include "sim/ranks/rank_crew.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "reports/shards/totals_bytes.hpp"
#include "sim/lab/replication.hpp"
#include "sim/ranks/rank_messages.hpp"

namespace twinline::sim {
namespace {

/// While one is computed the next waits with its rank, so that nobody is idle while totals travel.
constexpr std::size_t tasks_in_flight = 2;

/// One perform(): what was given out, what came back, and what went wrong.
class Dispatch {
 public:
  Dispatch(const std::vector<const Model*>& models, const Assignment& assignment)
      : models_(models), assignment_(assignment) {}

  bool run() {
    for (std::size_t round = 0; round < tasks_in_flight; ++round) {
      for (int rank = 1; rank < rank_count(); ++rank) give(rank);
    }
    while (in_flight_ > 0) {
      const RankAnswer answer = receive_answer();
      --in_flight_;
      if (!over_) accept(answer);
      give(answer.rank);
    }
    if (failure_) std::rethrow_exception(failure_);
    return over_ || done_ == assignment_.tasks;
  }

 private:
  void give(int rank) {
    if (next_ == assignment_.tasks || over_ || assignment_.stopped()) return;
    const Task task = assignment_.task(next_);
    const auto model = std::find(models_.begin(), models_.end(), task.of.model) - models_.begin();
    send_task(rank, {next_, static_cast<std::uint64_t>(model), task.of.seed, task.index, task.detail});
    ++next_;
    ++in_flight_;
  }

  void accept(const RankAnswer& answer) {
    try {
      if (answer.failed) throw std::runtime_error("rank " + std::to_string(answer.rank) + ": " + answer.bytes);
      ++done_;
      over_ = !assignment_.take(answer.number, shards::from_bytes(answer.bytes));
      if (assignment_.progress) assignment_.progress(done_, assignment_.tasks);
    } catch (...) {
      failure_ = std::current_exception();
      over_ = true;
    }
  }

  const std::vector<const Model*>& models_;
  const Assignment& assignment_;
  std::uint64_t next_ = 0, done_ = 0;
  std::size_t in_flight_ = 0;
  bool over_ = false;  // nothing more is needed, or something was thrown
  std::exception_ptr failure_;
};

}  // namespace

RankCrew::~RankCrew() {
  for (int rank = 1; rank < rank_count(); ++rank) send_end(rank);
}

bool RankCrew::perform(const Assignment& assignment) { return Dispatch(models_, assignment).run(); }

void serve_ranks(const std::vector<const Model*>& models) {
  std::map<std::pair<std::uint64_t, reports::Detail>, std::unique_ptr<Replicator>> replicators;
  while (const auto task = receive_task()) {
    try {
      auto& replicator = replicators[{task->model, task->detail}];
      if (!replicator) replicator = std::make_unique<Replicator>(*models.at(task->model), task->detail);
      send_answer(task->number, false, shards::to_bytes(replicator->run({task->seed, task->index})));
    } catch (const std::exception& error) {
      send_answer(task->number, true, error.what());
    }
  }
}

}  // namespace twinline::sim
