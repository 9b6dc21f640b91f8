// When what goes down and comes back: the scenario's drills and its failures by chance as one sequence of changes. What
// a change means is decided by who takes it.
#pragma once

#include <cstddef>
#include <vector>

#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace twinline::infra {

class Outages {
 public:
  /// The scenario must outlive this.
  Outages(const scenarios::Scenario& scenario, random::StreamSeed seed);

  struct Change {
    std::size_t outage = 0;  ///< which entry of the scenario's outages
    bool down = true;
  };

  /// When the next change is; `never` after the last one. Failures by chance end with the horizon, repairs do not.
  Time next_time() const { return next_time_; }

  /// Takes the next change; of those at one instant, that of the entry which stands first.
  Change pop();

 private:
  struct Course {
    const scenarios::Outage* outage;
    random::Distribution after, lasts;
    std::vector<Time> drills;  ///< to come, the last first
    Time next = never;
    bool down = false;
    std::uint64_t failures = 0;
  };
  void plan_failure(std::size_t index, Time from);
  std::size_t first() const;
  Time find_next_time() const { return courses_.empty() ? never : courses_[first()].next; }

  const scenarios::Scenario* scenario_;
  std::vector<Course> courses_;
  random::StreamSeed seed_;
  Time next_time_ = never;
};

}  // namespace twinline::infra
