// Several trunks: callers spread over them as the scenario says, stay with theirs, and find each full by itself.
#include <array>
#include <map>
#include <memory>

#include <catch2/catch.hpp>

#include "sim/people/caller_key.hpp"
#include "tests/laws/erlang.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {
namespace {

struct TrunkCounts {
  double attempts = 0, blocked = 0;
};

std::array<TrunkCounts, 2> counts_by_trunk(const sim::Model& model) {
  std::array<TrunkCounts, 2> counts;
  run_watched(model, {3, 0}, [&](const Occurrence& occurrence, const Outcome& outcome, const View&) {
    if (const auto* arrived = std::get_if<CallArrived>(&occurrence.fact)) ++counts.at(arrived->trunk.value).attempts;
    for (const Happening& happening : outcome.happenings) {
      if (const auto* blocked = std::get_if<CallBlocked>(&happening)) ++counts.at(blocked->trunk.value).blocked;
    }
  });
  return counts;
}

std::unique_ptr<const sim::Model> two_trunks(const char* trunks_of_calls) {
  return library_model("laws/erlang_b_14_10.yaml", {{"trunks", "{main: {lines: 14}, small: {lines: 2}}"},
                                                    {"groups.agents.scheduled", "16"},
                                                    {"calls.call.trunks", trunks_of_calls}});
}

}  // namespace

TEST_CASE("law: each trunk blocks by Erlang B of the load that comes over it") {
  const auto counts = counts_by_trunk(*two_trunks("{main: 90 %, small: 10 %}"));
  const double all = counts[0].attempts + counts[1].attempts;
  CHECK(counts[1].attempts / all == Approx(.1).margin(.005));
  CHECK(counts[0].blocked / counts[0].attempts == Approx(erlang_b(14, 9)).margin(.005));
  CHECK(counts[1].blocked / counts[1].attempts == Approx(erlang_b(2, 1)).margin(.02));
}

TEST_CASE("callers without shares spread in proportion to lines, and those with one trunk use no other") {
  const auto spread = counts_by_trunk(*two_trunks("[main, small]"));
  CHECK(spread[1].attempts / (spread[0].attempts + spread[1].attempts) == Approx(2.0 / 16).margin(.005));
  const auto single = counts_by_trunk(*two_trunks("small"));
  CHECK(single[0].attempts == 0);
  CHECK(single[1].attempts > 1000);
}

TEST_CASE("a caller who tries again comes over the same trunk, whatever the policy") {
  std::map<CallKey, TrunkIndex> trunk_of;
  int again = 0, differ = 0;
  for (const char* routing : {"longest_idle_agent", "random"}) {
    const auto model = library_model("quickstart.yaml",
                                     {{"trunks", "{a: {lines: 20}, b: {lines: 30}}"}, {"policies.routing", routing}});
    run_watched(*model, {5, 0}, [&](const Occurrence& occurrence, const Outcome&, const View&) {
      const auto* arrived = std::get_if<CallArrived>(&occurrence.fact);
      if (!arrived) return;
      again += arrived->attempt > 0;
      const auto [known, first] = trunk_of.emplace(sim::matter_of(arrived->key), arrived->trunk);
      differ += !first && known->second != arrived->trunk;
    });
  }
  CHECK(trunk_of.size() > 100);
  CHECK(again > 10);
  CHECK(differ == 0);
}

}  // namespace twinline::laws
