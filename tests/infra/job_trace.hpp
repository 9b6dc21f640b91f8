// Jobs that come to one host, and how long each of them stays there.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/infra/carrier.hpp"

namespace twinline::infra {

struct TracedJob {
  Time at;
  double work = 0;  ///< seconds on a core of its own
};

struct Sojourns {
  std::vector<double> seconds;  ///< by job
  std::uint32_t most_running = 0;
};

/// A platform of one host of speed 1.
Platform one_host(std::uint32_t cores, bool aggregated);

/// Sends all jobs, in order of time, to the only host of a new carrier, and waits for the last one's end.
Sojourns sojourns(const Platform& platform, const std::vector<TracedJob>& jobs);

/// Exponential gaps and exponential work, so that the load on the cores is `cores × utilisation`; the first `at_once`
/// jobs come within the first tenth of a second.
std::vector<TracedJob> random_jobs(std::uint64_t seed, std::size_t jobs, std::uint32_t cores, double utilisation,
                                   double mean_work, std::size_t at_once = 0);

}  // namespace twinline::infra
