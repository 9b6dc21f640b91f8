// What carrying activities costs: a call's message and IVR work through Twinline's carrier, and in a whole centre with
// its people, policies and KPIs, against SimGrid with nothing around it; a crowd of jobs on one host by our
// processor-sharing server against SimGrid; and a day of a centre of three sites. CPU time, best of three in turns,
// each in a process of its own. Prints tables; exits with 1 where a target of docs/performance.md is missed.
#include <algorithm>
#include <ctime>
#include <limits>

#include <fmt/core.h>

#include "sim/infra/carrier.hpp"
#include "tests/bench/bare_simgrid.hpp"
#include "tests/bench/grid_day.hpp"
#include "tests/infra/own_process.hpp"
#include "tests/project_files.hpp"

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
  for (infra::Tag tag = 0; tag < crowd; ++tag) start(tag);
  std::vector<infra::Completion> ended;
  std::uint64_t done = 0;
  while (done < jobs) {
    ended.clear();
    carrier->advance(carrier->next_time(), ended);
    for (const infra::Completion& end : ended) start(end.tag);
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

/// Of two ways to do the same, the least of several rounds in turns.
struct Costs {
  double simgrid = std::numeric_limits<double>::infinity(), twinline = simgrid;

  template <class SimGrid, class Twinline>
  void add_round(SimGrid simgrid_work, Twinline twinline_work) {
    simgrid = std::min(simgrid, cost_of(simgrid_work));
    twinline = std::min(twinline, cost_of(twinline_work));
  }
  double ratio() const { return simgrid / twinline; }
};

bool reaches(double ratio, double target, const char* what) {
  if (ratio < target) fmt::print(stderr, "infra_bench: {}: {:.2f}, should be at least {}\n", what, ratio, target);
  return ratio >= target;
}

DayCost day_of(const char* scenario) { return cost_of_day(tests::project() / "tests/bench" / scenario); }

void print_calls(const char* what, double nanoseconds, double bare) {
  fmt::print("  {:<34}{:>10.0f} calls/s{:>9.0f} ns per call{:>8.2f} × bare\n", what, 1e9 / nanoseconds, nanoseconds,
             bare / nanoseconds);
}

bool bench_calls() {
  Costs costs;
  double centre = std::numeric_limits<double>::infinity();
  for (int round = 0; round < rounds; ++round) {
    costs.add_round([] { return carry_on_bare_simgrid(load); }, carry_on_twinline);
    const DayCost days = day_of("two_activities.yaml");
    centre = std::min(centre, days.cpu_seconds / static_cast<double>(days.calls) * 1e9);
  }
  fmt::print("Calls with a message and IVR work of their own, {} of them, low concurrency\n", load.calls);
  print_calls("bare co-simulation on SimGrid", costs.simgrid, costs.simgrid);
  print_calls("Twinline's carrier", costs.twinline, costs.simgrid);
  print_calls("a whole centre", centre, costs.simgrid);
  const bool carrier_is_good = reaches(costs.ratio(), 0.8, "calls/s through the carrier over those of the bare loop");
  return reaches(costs.simgrid / centre, 0.8, "calls/s of a whole centre over those of the bare loop") &&
         carrier_is_good;
}

bool bench_crowds() {
  fmt::print("Jobs on one host of {} cores, ns for each\n  at once   SimGrid  aggregated    ratio\n", ivr_cores);
  bool good = true;
  for (const std::uint32_t crowd : {1U, 10U, 100U, 300U, 1000U}) {
    const std::uint64_t jobs = 2'000'000 / (crowd + 20);  // SimGrid takes the longer for each, the more there are
    Costs costs;
    for (int round = 0; round < rounds; ++round) {
      costs.add_round([&] { return crowd_on_a_host(jobs, crowd, false); },
                      [&] { return crowd_on_a_host(10 * jobs, crowd, true); });
    }
    fmt::print("{:>9}{:>10.0f}{:>12.0f}{:>9.1f}\n", crowd, costs.simgrid, costs.twinline, costs.ratio());
    if (crowd == 300) good = reaches(costs.ratio(), 20, "the aggregated host's speed over SimGrid's at 300 jobs");
  }
  return good;
}

bool bench_three_sites() {
  DayCost day = day_of("three_sites.yaml");
  for (int round = 1; round < rounds; ++round) {
    day.cpu_seconds = std::min(day.cpu_seconds, day_of("three_sites.yaml").cpu_seconds);
  }
  const double times_real_time = day.simulated_hours * 3600 / day.cpu_seconds;
  fmt::print("Three sites, twenty hosts, {} calls in {:.0f} hours\n  {:.2f} s of CPU time, {:.0f} × real time\n",
             day.calls, day.simulated_hours, day.cpu_seconds, times_real_time);
  return reaches(times_real_time, 10'000, "three sites, simulated over real time");
}

}  // namespace
}  // namespace twinline::bench

int main() {
  using namespace twinline::bench;
  const bool are_good[] = {bench_calls(), bench_crowds(), bench_three_sites()};
  return std::all_of(std::begin(are_good), std::end(are_good), [](bool good) { return good; }) ? 0 : 1;
}
