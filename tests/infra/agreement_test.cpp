// Our processor-sharing server against SimGrid, job by job.
#include <algorithm>
#include <cmath>

#include <catch2/catch.hpp>

#include "tests/infra/job_trace.hpp"
#include "tests/infra/own_process.hpp"

namespace twinline::infra {
namespace {

/// The largest difference in units of what is allowed: 20 µs, or a millionth of the sojourn where that is more.
double worst_difference(const std::vector<double>& ours, const std::vector<double>& theirs) {
  double worst = 0;
  for (std::size_t job = 0; job < ours.size(); ++job) {
    const double allowed = std::max(2e-5, 1e-6 * theirs[job]);
    worst = std::max(worst, std::abs(ours[job] - theirs[job]) / allowed);
  }
  return worst;
}

}  // namespace

TEST_CASE("The aggregated server and SimGrid give every sojourn of the same job trace") {
  const std::size_t concurrent = GENERATE(10, 100, 500);
  CAPTURE(concurrent);
  // As many come as go, so that the crowd stays what it is, give or take.
  const auto jobs = random_jobs(concurrent, 4 * concurrent, 8, 1.0, 15.0, concurrent);
  const Sojourns ours = sojourns(one_host(8, true), jobs);
  CHECK(ours.most_running >= concurrent);
  const auto theirs = in_own_process([&] { return sojourns(one_host(8, false), jobs).seconds; });
  REQUIRE(theirs.size() == jobs.size());
  CHECK(*std::min_element(theirs.begin(), theirs.end()) > 0);
  CHECK(worst_difference(ours.seconds, theirs) <= 1);
}

TEST_CASE("The aggregated server and SimGrid agree to the end of a day of twelve hours that is never idle") {
  // Two cores at full load with a start of 50 jobs: the server's level is never set back.
  const auto jobs = random_jobs(7, 6000, 2, 1.0, 15.0, 50);
  REQUIRE(jobs.back().at > world_start + 12h);
  const Sojourns ours = sojourns(one_host(2, true), jobs);
  const auto theirs = in_own_process([&] { return sojourns(one_host(2, false), jobs).seconds; });
  REQUIRE(theirs.size() == jobs.size());
  CHECK(worst_difference(ours.seconds, theirs) <= 1);
}

}  // namespace twinline::infra
