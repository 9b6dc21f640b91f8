#include "sim/lab/crew.hpp"

#include <map>
#include <memory>
#include <utility>

#include "sim/lab/replication.hpp"
#include "sim/lab/thread_team.hpp"

namespace twinline::sim {

void Crew::write_journal(const SeededModel& of, std::uint64_t index, const std::filesystem::path& journal) {
  Replicator(*of.model, reports::Detail::counts).run_journalled({of.seed, index}, journal);
}

bool ThreadCrew::perform(const Assignment& assignment) {
  using reports::ReplicationTotals;
  using Replicators = std::map<std::pair<const Model*, reports::Detail>, std::unique_ptr<Replicator>>;
  TeamWork<ReplicationTotals> work;
  work.tasks = assignment.tasks;
  work.make_worker = [&assignment]() -> TeamWork<ReplicationTotals>::Worker {
    return [&assignment, replicators = std::make_shared<Replicators>()](std::uint64_t number) {
      const Task task = assignment.task(number);
      auto& replicator = (*replicators)[{task.of.model, task.detail}];
      if (!replicator) replicator = std::make_unique<Replicator>(*task.of.model, task.detail);
      return replicator->run({task.of.seed, task.index});
    };
  };
  work.take = assignment.take;
  work.progress = assignment.progress;
  work.stop = assignment.stop;
  return ThreadTeam(work).perform(workers_);
}

}  // namespace twinline::sim
