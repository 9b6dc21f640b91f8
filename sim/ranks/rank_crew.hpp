// The ranks of an MPI job as a crew: rank 0 gives tasks out as the others become free, takes the totals in, and decides
// everything; the others compute what they are told and know nothing of what it is for. All ranks have loaded the same
// models from the same command line, so that a task is four numbers.
#pragma once

#include <utility>
#include <vector>

#include "sim/lab/crew.hpp"

namespace twinline::sim {

/// Rank 0's.
class RankCrew final : public Crew {
 public:
  /// At least two ranks; the others must be in serve_ranks() with the same models.
  explicit RankCrew(std::vector<const Model*> models) : models_(std::move(models)) {}

  /// Tells the other ranks that there is no more to do.
  ~RankCrew() override;
  RankCrew(const RankCrew&) = delete;
  RankCrew& operator=(const RankCrew&) = delete;

  bool perform(const Assignment& assignment) override;

 private:
  std::vector<const Model*> models_;
};

/// What every other rank does until rank 0 has no more tasks.
void serve_ranks(const std::vector<const Model*>& models);

}  // namespace twinline::sim
