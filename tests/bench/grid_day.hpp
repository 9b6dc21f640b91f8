// A whole centre on its grid, as `twinline run` computes it: people, decisions, policies, KPIs, and a worker process
// for the replication. What that costs, for benches that ask.
#pragma once

#include <cstdint>
#include <filesystem>

namespace twinline::bench {

struct DayCost {
  std::uint64_t calls = 0;     ///< that entered a queue
  double cpu_seconds = 0;      ///< of the worker process, from its beginning to its end
  double simulated_hours = 0;  ///< in which the site is open
};

/// One replication of a scenario with an infrastructure. Throws std::runtime_error for one that cannot be loaded.
DayCost cost_of_day(const std::filesystem::path& scenario);

}  // namespace twinline::bench
