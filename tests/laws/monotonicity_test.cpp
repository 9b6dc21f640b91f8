// More of what helps never hurts. For calls served first come, first served without abandonment this holds for every
// single call (Kiefer and Wolfowitz: no component of the agents' workload can grow), so it is checked call by call;
// with impatient callers it holds on average, and is checked over pairs of replications.
#include <map>

#include <catch2/catch.hpp>

#include "reports/statistics/replication_estimates.hpp"
#include "reports/statistics/t_interval.hpp"
#include "sim/lab/experiment.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {
namespace {

using Waits = std::map<CallKey, Duration>;

Waits waits_of(const sim::Model& model) {
  Waits waits;
  run_watched(model, {3, 0}, [&](const Occurrence&, const Outcome& outcome, const View&) {
    for (const Happening& happening : outcome.happenings) {
      if (const auto* wait = std::get_if<WaitEnded>(&happening)) waits.emplace(wait->key, wait->waited);
    }
  });
  return waits;
}

struct Comparison {
  std::size_t longer = 0, shorter = 0, lost = 0;
};

/// Waits under b against those of the same calls under a.
Comparison compare(const Waits& a, const Waits& b) {
  Comparison result;
  for (const auto& [key, wait] : a) {
    const auto other = b.find(key);
    if (other == b.end()) {
      ++result.lost;
    } else {
      result.longer += other->second > wait;
      result.shorter += other->second < wait;
    }
  }
  return result;
}

/// Mean of b minus a over pairs of replications of a figure per replication.
statistics::Interval difference(const sim::Model& a, const sim::Model& b,
                                std::uint64_t (*figure)(const reports::CallCounts&)) {
  sim::Effort effort;
  effort.replications = 30;
  effort.detail = reports::Detail::counts;
  const std::vector<sim::SeededModel> arms{{&a, 1}, {&b, 1}};
  std::vector<double> figures[2];
  const auto totals = sim::replicate(arms, effort);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    for (const auto& of_replication : totals[arm]) {
      figures[arm].push_back(static_cast<double>(figure(of_replication.total.counts)));
    }
  }
  return statistics::t_interval(statistics::paired_mean_difference(figures[0], figures[1]));
}

const scenarios::Overlays one_day{{"horizon.duration", "24 h"}};

scenarios::Overlays one_day_with(const char* path, const char* value) {
  scenarios::Overlays overlays = one_day;
  overlays.emplace_back(path, value);
  return overlays;
}

}  // namespace

TEST_CASE("no call waits longer for one agent more") {
  const Waits fourteen = waits_of(*library_model("laws/erlang_c_14.yaml", one_day));
  const Waits fifteen =
      waits_of(*library_model("laws/erlang_c_14.yaml", one_day_with("groups.agents.scheduled", "15")));
  const Comparison comparison = compare(fourteen, fifteen);
  CHECK(comparison.longer == 0);
  CHECK(comparison.lost == 0);
  CHECK(comparison.shorter > 200);
}

TEST_CASE("no call waits longer when every call is shorter") {
  const Waits long_calls = waits_of(*library_model("laws/erlang_c_14.yaml", one_day));
  const Waits short_calls = waits_of(
      *library_model("laws/erlang_c_14.yaml", one_day_with("calls.call.handling.talk", "{exponential: 170 s}")));
  const Comparison comparison = compare(long_calls, short_calls);
  CHECK(comparison.longer == 0);
  CHECK(comparison.lost == 0);
  CHECK(comparison.shorter > 200);
}

TEST_CASE("more agents answer more calls in time") {
  const auto two_fewer = library_model("laws/mmcab.yaml", {{"groups.agents.scheduled", "10"}});
  const auto as_it_is = library_model("laws/mmcab.yaml");
  const auto in_time = [](const reports::CallCounts& calls) { return calls.answered_in_threshold; };
  CHECK(difference(*two_fewer, *as_it_is, in_time).low() > 0);
}

TEST_CASE("patient callers give up less") {
  const auto as_it_is = library_model("laws/mmcab.yaml");
  const auto patient = library_model("laws/mmcab.yaml", {{"calls.call.patience", "{exponential: 3 min}"}});
  const auto abandoned = [](const reports::CallCounts& calls) { return calls.abandoned; };
  CHECK(difference(*as_it_is, *patient, abandoned).high() < 0);
}

TEST_CASE("more lines block fewer calls") {
  const auto fourteen = library_model("laws/erlang_b_14_10.yaml", one_day);
  const auto fifteen = library_model("laws/erlang_b_14_10.yaml", one_day_with("trunks.main.lines", "15"));
  const auto blocked = [](const reports::CallCounts& calls) { return calls.blocked; };
  // With fourteen agents the fifteenth caller waits, but is let in.
  CHECK(difference(*fourteen, *fifteen, blocked).high() < 0);
}

}  // namespace twinline::laws
