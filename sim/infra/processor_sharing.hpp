// A server with several cores that all its jobs share equally: none gets more than one core, and k jobs on c < k cores
// get c/k of a core each. The same model as SimGrid's for a host, in O(log k) for each start and end however many run.
// It knows neither why a job came nor that the server may fail.
//
// All jobs receive service at one rate, so a job is done when the service that every job has received since the server
// was last idle reaches a level fixed at the job's start. Only the next level matters (attained-service virtual time;
// see for example Kleinrock, Queueing Systems II, section 4.4, on processor sharing).
#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "policies/contract/time.hpp"

namespace twinline::infra {

class ProcessorSharingServer {
 public:
  /// A small number that its starter chooses; free again when the job has ended.
  using Job = std::uint32_t;

  explicit ProcessorSharingServer(std::uint32_t cores) : cores_(cores) {}

  /// `now` never goes back, here and below. `core_seconds` is the time that the job takes on a core of its own.
  void start(Time now, Job job, double core_seconds);
  /// From now on the jobs share so many cores, at least one.
  void set_cores(Time now, std::uint32_t cores);
  /// From now on a core does so much of a core second in a second, above 0.
  void set_pace(Time now, double pace);
  /// Takes away a job that runs.
  void remove(Time now, Job job);

  /// When the next job ends if nothing starts before; `never` if none runs.
  Time next_time() const { return next_time_; }
  /// Appends the jobs that have ended by `now`, which is no later than next_time().
  void take_finished(Time now, std::vector<Job>& finished);

 private:
  void attain(Time now);
  void foresee();

  std::uint32_t cores_;
  double pace_ = 1;
  std::set<std::pair<double, Job>> by_final_level_;
  std::vector<double> final_level_;  ///< by job
  double level_ = 0;                 ///< core seconds that each job would have received since the server was last idle
  double rate_ = 0;                  ///< of a core, for each job
  Time now_ = world_start, next_time_ = never;
};

}  // namespace twinline::infra
