// Distributions as a scenario writes them, turned into ones that can be drawn from, and values that change over the
// day.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/random/distribution.hpp"

namespace twinline::sim {

/// Throws std::invalid_argument where the parameters are impossible; a scenario that was loaded has none such.
/// A distribution from the log is represented by what stands in for a silent log.
random::Distribution sampler(const scenarios::Distribution& written);

/// True when the replayed log is asked first.
inline bool reads_log(const scenarios::Distribution& written) {
  return written.kind == scenarios::Distribution::Kind::from_log;
}

/// One distribution for each period of the day.
class SamplerByPeriod {
 public:
  SamplerByPeriod() = default;
  explicit SamplerByPeriod(const scenarios::ByPeriod<scenarios::Distribution>& written);

  bool empty() const { return periods_.empty(); }
  bool changes() const { return periods_.size() > 1; }
  bool from_log(Duration time_of_day) const { return at(time_of_day).from_log; }
  const random::Distribution& distribution(Duration time_of_day) const { return at(time_of_day).distribution; }

 private:
  struct Entry {
    Duration from;
    random::Distribution distribution;
    bool from_log;
  };
  const Entry& at(Duration time_of_day) const {
    std::size_t position = periods_.size() - 1;
    while (position > 0 && periods_[position].from > time_of_day) --position;
    return periods_[position];
  }
  std::vector<Entry> periods_;
};

}  // namespace twinline::sim
