// Mean sojourns on a host that its jobs share, against queueing theory. Jobs come as a Poisson process; each figure is
// the mean of batches that are long beside the time in which the host forgets.
#include <cmath>

#include <catch2/catch.hpp>

#include "reports/statistics/t_interval.hpp"
#include "sim/random/standard_draws.hpp"
#include "sim/random/stream.hpp"
#include "tests/infra/job_trace.hpp"
#include "tests/infra/own_process.hpp"
#include "tests/laws/erlang.hpp"

namespace twinline::infra {
namespace {

constexpr std::size_t batches = 20;

/// The mean of `of(job)` over the jobs that `counts(job)` accepts, with its interval over batches. The first batch is
/// left out, for the host starts empty.
template <class Of, class Counts>
statistics::Interval batch_means(std::size_t jobs, Of of, Counts counts) {
  std::vector<double> means;
  const std::size_t length = jobs / (batches + 1);
  for (std::size_t batch = 1; batch <= batches; ++batch) {
    double sum = 0, n = 0;
    for (std::size_t job = batch * length; job < (batch + 1) * length; ++job) {
      if (!counts(job)) continue;
      sum += of(job);
      ++n;
    }
    means.push_back(sum / n);
  }
  double mean = 0, squares = 0;
  for (const double one : means) mean += one / batches;
  for (const double one : means) squares += (one - mean) * (one - mean);
  return statistics::t_interval({mean, squares / (batches - 1) / batches, batches, batches - 1}, 0.99);
}

bool always(std::size_t) { return true; }

void check_covers(const statistics::Interval& interval, double exact, double precision) {
  INFO(interval.estimate << " ± " << interval.half_width.value() << ", exactly " << exact);
  CHECK(std::abs(interval.estimate - exact) <= interval.half_width.value());
  CHECK(interval.half_width.value() <= precision * exact);
}

}  // namespace

TEST_CASE("M/M/c-PS: the mean sojourn is that of M/M/c, on the aggregated host") {
  // Processor sharing leaves the number in the system what it is with a queue, if work is exponential; so, by Little,
  // the mean sojourn too.
  const std::uint32_t cores = GENERATE(1U, 4U, 16U);
  CAPTURE(cores);
  const double utilisation = 0.8, mean_work = 10.0;
  const auto jobs = random_jobs(cores, 210'000, cores, utilisation, mean_work);
  const auto stayed = sojourns(one_host(cores, true), jobs).seconds;
  const auto exact = mean_work + laws::erlang_c({utilisation * cores / mean_work, mean_work, cores}, 0).mean_wait;
  check_covers(batch_means(
                   jobs.size(), [&](std::size_t job) { return stayed[job]; }, always),
               exact, 0.06);
}

TEST_CASE("M/M/c-PS: the mean sojourn is that of M/M/c, on a host that SimGrid carries") {
  const double utilisation = 0.7, mean_work = 10.0;
  const auto jobs = random_jobs(4, 105'000, 4, utilisation, mean_work);
  const auto stayed = in_own_process([&] { return sojourns(one_host(4, false), jobs).seconds; });
  const auto exact = mean_work + laws::erlang_c({utilisation * 4 / mean_work, mean_work, 4}, 0).mean_wait;
  check_covers(batch_means(
                   jobs.size(), [&](std::size_t job) { return stayed[job]; }, always),
               exact, 0.06);
}

TEST_CASE("M/G/1-PS: a job of size x stays x / (1 − ρ) on average, whatever the distribution") {
  // Two sizes: one job of ten is twenty times as long as the others.
  const double short_work = 1.0, long_work = 20.0, share_of_long = 0.1;
  const double mean_work = short_work * (1 - share_of_long) + long_work * share_of_long, utilisation = 0.7;
  auto jobs = random_jobs(11, 420'000, 1, utilisation, mean_work);
  random::Stream sizes = random::StreamSeed{11, 0}.stream(random::Purpose::ivr_choice, random::Entity{0});
  for (TracedJob& job : jobs) job.work = sizes.chance(share_of_long) ? long_work : short_work;
  const auto stayed = sojourns(one_host(1, true), jobs).seconds;

  for (const double size : {short_work, long_work}) {
    CAPTURE(size);
    const auto of_this_size = [&](std::size_t job) { return jobs[job].work == size; };
    const auto interval = batch_means(
        jobs.size(), [&](std::size_t job) { return stayed[job]; }, of_this_size);
    check_covers(interval, size / (1 - utilisation), 0.06);
  }
}

}  // namespace twinline::infra
