#include "tests/infra/job_trace.hpp"

#include <algorithm>

#include "sim/random/standard_draws.hpp"
#include "sim/random/stream.hpp"

namespace twinline::infra {

Platform one_host(std::uint32_t cores, bool aggregated) {
  return {
      .hosts = {{.name = "ivr", .cores = cores, .speed = 1.0, .aggregated = aggregated}}, .links = {}, .routes = {}};
}

Sojourns sojourns(const Platform& platform, const std::vector<TracedJob>& jobs) {
  const auto carrier = make_carrier(platform);
  const HostIndex host{0U};
  std::vector<Completion> ended;
  Sojourns result;
  const auto start = [&](Tag tag) {
    carrier->advance(jobs[tag].at, ended);
    carrier->execute(host, jobs[tag].work, tag);
    result.most_running = std::max(result.most_running, carrier->load(host).running);
  };
  for (Tag tag = 0; tag < jobs.size(); ++tag) start(tag);
  for (Time next = carrier->next_time(); next != never; next = carrier->next_time()) carrier->advance(next, ended);

  result.seconds.assign(jobs.size(), -1.0);
  for (const Completion& end : ended) result.seconds[end.tag] = in_seconds(end.at - jobs[end.tag].at);
  return result;
}

std::vector<TracedJob> random_jobs(std::uint64_t seed, std::size_t jobs, std::uint32_t cores, double utilisation,
                                   double mean_work, std::size_t at_once) {
  const random::StreamSeed root{seed, 0};
  random::Stream gaps = root.stream(random::Purpose::interarrival, random::Entity{0});
  random::Stream works = root.stream(random::Purpose::ivr_time, random::Entity{0});
  const double gap = mean_work / (cores * utilisation), early_gap = 0.1 / static_cast<double>(at_once + 1);
  std::vector<TracedJob> trace;
  Time now = world_start;
  while (trace.size() < jobs) {
    now += from_seconds(random::standard_exponential(gaps) * (trace.size() < at_once ? early_gap : gap));
    trace.push_back({now, random::standard_exponential(works) * mean_work});
  }
  return trace;
}

}  // namespace twinline::infra
