// What carrying activities costs: a call's message and IVR work through Twinline's carrier against SimGrid with nothing
// around it, and a crowd of jobs on one host by our processor-sharing server against SimGrid. CPU time, best of three
// in turns, each in a process of its own. Prints a table; exits with 1 where a target of docs/performance.md is missed.
#include <algorithm>
#include <ctime>
#include <limits>

#include <fmt/core.h>

#include "sim/infra/carrier.hpp"
#include "tests/bench/bare_simgrid.hpp"
#include "tests/infra/own_process.hpp"

namespace twinline::bench {
namespace {

using infra::Carrier;
using infra::HostIndex;
using infra::in_own_process;
using infra::LinkIndex;

constexpr int rounds = 3;
constexpr CallLoad load{.calls = 200'000};

/// The platform of bare_simgrid.cpp, through the carrier.
class Carried {
 public:
  Carried()
      : carrier_(infra::make_carrier({.hosts = {{"provider"}, {"ivr", ivr_cores}},
                                      .links = {{"trunk", trunk_latency, trunk_bandwidth}},
                                      .routes = {{HostIndex{0U}, HostIndex{1U}, {LinkIndex{0U}}}}})) {}

  void send(Calendar::Node slot) {
    carrier_->send(HostIndex{0U}, HostIndex{1U}, message_bytes, std::uint64_t{slot} << 1 | 1);
  }
  void execute(Calendar::Node slot, double seconds) {
    carrier_->execute(HostIndex{1U}, seconds, std::uint64_t{slot} << 1);
  }
  Time next_time() { return carrier_->next_time(); }
  void advance(Time until, std::vector<Ended>& ended) {
    completed_.clear();
    carrier_->advance(until, completed_);
    for (const auto& end : completed_) ended.push_back({static_cast<Calendar::Node>(end.tag >> 1), (end.tag & 1) != 0});
  }

 private:
  std::unique_ptr<Carrier> carrier_;
  std::vector<infra::Completion> completed_;
};

std::uint64_t carry_on_twinline() {
  Carried carried;
  return CallLoop{carried, load}.run();
}

/// So many jobs on a host of eight cores, of which `crowd` run at any time: when one ends the next one starts.
std::uint64_t crowd_on_a_host(std::uint64_t jobs, std::uint32_t crowd, bool aggregated) {
  const auto carrier = infra::make_carrier({{{"ivr", ivr_cores, 1.0, aggregated}}, {}, {}});
  random::Stream work = random::StreamSeed{1, 0}.stream(random::Purpose::ivr_time, random::Entity{0});
  const auto start = [&](infra::Tag tag) { carrier->execute(HostIndex{0U}, random::standard_exponential(work), tag); };
  infra::Tag started = 0;
  while (started < crowd) start(started++);
  std::vector<infra::Completion> ended;
  std::uint64_t done = 0;
  while (done < jobs) {
    ended.clear();
    carrier->advance(carrier->next_time(), ended);
    for (std::size_t index = 0; index < ended.size(); ++index) start(started++);
    done += ended.size();
  }
  return done;
}

/// Nanoseconds of CPU time for each of the units that `work()` says it has done, in a process of its own.
template <class Work>
double cost_of(Work work) {
  return in_own_process([&] {
    const std::clock_t before = std::clock();
    const auto units = static_cast<double>(work());
    return std::vector<double>{static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC / units * 1e9};
  })[0];
}

struct Costs {
  double simgrid = std::numeric_limits<double>::infinity(), twinline = simgrid;

  template <class SimGrid, class Twinline>
  static Costs best_of(SimGrid simgrid_work, Twinline twinline_work) {
    Costs best;
    for (int round = 0; round < rounds; ++round) {
      best.simgrid = std::min(best.simgrid, cost_of(simgrid_work));
      best.twinline = std::min(best.twinline, cost_of(twinline_work));
    }
    return best;
  }
  double ratio() const { return simgrid / twinline; }
};

bool reaches(double ratio, double target, const char* what) {
  if (ratio < target) fmt::print(stderr, "infra_bench: {}: {:.2f}, should be at least {}\n", what, ratio, target);
  return ratio >= target;
}

bool bench_calls() {
  const Costs costs = Costs::best_of([] { return carry_on_bare_simgrid(load); }, carry_on_twinline);
  fmt::print("Calls with a message and IVR work of their own, {} of them, low concurrency\n", load.calls);
  fmt::print("  {:<34}{:>10.0f} calls/s{:>9.0f} ns per call\n", "bare co-simulation on SimGrid", 1e9 / costs.simgrid,
             costs.simgrid);
  fmt::print("  {:<34}{:>10.0f} calls/s{:>9.0f} ns per call{:>8.2f} × bare\n", "Twinline's carrier",
             1e9 / costs.twinline, costs.twinline, costs.ratio());
  return reaches(costs.ratio(), 0.8, "calls/s through the carrier over those of the bare loop");
}

bool bench_crowds() {
  fmt::print("Jobs on one host of {} cores, ns for each\n  at once   SimGrid  aggregated    ratio\n", ivr_cores);
  bool good = true;
  for (const std::uint32_t crowd : {1U, 10U, 100U, 300U, 1000U}) {
    const std::uint64_t jobs = 2'000'000 / (crowd + 20);  // SimGrid takes the longer for each, the more there are
    const Costs costs = Costs::best_of([&] { return crowd_on_a_host(jobs, crowd, false); },
                                       [&] { return crowd_on_a_host(10 * jobs, crowd, true); });
    fmt::print("{:>9}{:>10.0f}{:>12.0f}{:>9.1f}\n", crowd, costs.simgrid, costs.twinline, costs.ratio());
    if (crowd == 300) good = reaches(costs.ratio(), 20, "the aggregated host's speed over SimGrid's at 300 jobs");
  }
  return good;
}

}  // namespace
}  // namespace twinline::bench

int main() {
  const bool calls_are_good = twinline::bench::bench_calls(), crowds_are_good = twinline::bench::bench_crowds();
  return calls_are_good && crowds_are_good ? 0 : 1;
}
