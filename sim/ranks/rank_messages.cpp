#include "sim/ranks/rank_messages.hpp"

#include <array>
#include <stdexcept>

#include <mpi.h>

namespace twinline::sim {
namespace {

enum Tag : int { task_tag = 1, end_tag, totals_tag, failure_tag, number_tag };

using TaskWords = std::array<std::uint64_t, 5>;

}  // namespace

int own_rank() {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

int rank_count() {
  int count = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &count);
  return count;
}

bool all_ranks_agree(bool own) {
  int mine = own ? 1 : 0, all = 0;
  MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return all == 1;
}

void send_task(int rank, const RankTask& task) {
  const TaskWords words{task.number, task.model, task.seed, task.index, static_cast<std::uint64_t>(task.detail)};
  MPI_Send(words.data(), static_cast<int>(words.size()), MPI_UINT64_T, rank, task_tag, MPI_COMM_WORLD);
}

void send_end(int rank) { MPI_Send(nullptr, 0, MPI_UINT64_T, rank, end_tag, MPI_COMM_WORLD); }

std::optional<RankTask> receive_task() {
  TaskWords words{};
  MPI_Status status;
  MPI_Recv(words.data(), static_cast<int>(words.size()), MPI_UINT64_T, 0, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
  if (status.MPI_TAG == end_tag) return std::nullopt;
  return RankTask{words[0], words[1], words[2], words[3], static_cast<reports::Detail>(words[4])};
}

void send_answer(std::uint64_t number, bool failed, const std::string& bytes) {
  MPI_Send(&number, 1, MPI_UINT64_T, 0, number_tag, MPI_COMM_WORLD);
  MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_CHAR, 0, failed ? failure_tag : totals_tag,
           MPI_COMM_WORLD);
}

RankAnswer receive_answer() {
  RankAnswer answer;
  MPI_Status status;
  MPI_Recv(&answer.number, 1, MPI_UINT64_T, MPI_ANY_SOURCE, number_tag, MPI_COMM_WORLD, &status);
  answer.rank = status.MPI_SOURCE;
  MPI_Probe(answer.rank, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
  answer.failed = status.MPI_TAG == failure_tag;
  int size = 0;
  MPI_Get_count(&status, MPI_CHAR, &size);
  answer.bytes.resize(static_cast<std::size_t>(size));
  MPI_Recv(answer.bytes.data(), size, MPI_CHAR, answer.rank, status.MPI_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return answer;
}

}  // namespace twinline::sim
