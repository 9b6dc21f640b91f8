// What travels between the ranks of a job: tasks out, totals back. The only place that speaks MPI's language of buffers
// and tags; errors of MPI itself end the job, as MPI does unless told otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reports/kpi/totals.hpp"

namespace twinline::sim {

/// One task for a rank: `model` is a number in the list that all ranks have alike.
struct RankTask {
  std::uint64_t number = 0;  ///< of the task, which comes back with its totals
  std::uint64_t model = 0, seed = 0, index = 0;
  reports::Detail detail = reports::Detail::full;
};

/// What comes back: the totals as bytes (reports/shards), or why there are none.
struct RankAnswer {
  int rank = 0;
  std::uint64_t number = 0;
  bool failed = false;
  std::string bytes;
};

int own_rank();
int rank_count();

/// True where every rank says so. All ranks must call it.
bool all_ranks_agree(bool own);

void send_task(int rank, const RankTask& task);
void send_end(int rank);

/// From rank 0; nothing when there is no more to do.
std::optional<RankTask> receive_task();

void send_answer(std::uint64_t number, bool failed, const std::string& bytes);

/// From any rank.
RankAnswer receive_answer();

}  // namespace twinline::sim
