#include "live_bridge/rollout/canary_bias.hpp"

#include <catch2/catch.hpp>

#include "live_bridge/rollout/canary.hpp"
#include "policies/contract/centre.hpp"
#include "tests/unit/rollout/rollout_calls.hpp"
#include "tests/unit/rollout/samples.hpp"

namespace twinline::live::rollout {
namespace {

manifest::Design way(const std::string& by, const std::string& freed_agent, const std::string& verdict) {
  return {
      by, freed_agent, {{"service_level", -0.021, -0.025, -0.017, verdict}, {"mean_wait", 0.4, {}, {}, "negligible"}}};
}

manifest::Forecast forecast(std::vector<manifest::Design> ways) {
  manifest::Forecast forecast;
  forecast.file = "rollout.json";
  forecast.designs = manifest::Designs{{{0, 0.1}}, 1800, 0, std::move(ways)};
  return forecast;
}

SplitRule by_call(FreedAgent freed_agent) {
  SplitRule rule;
  rule.freed_agent = freed_agent;
  return rule;
}

TEST_CASE("canary bias: which ways are unbiased is said, and how much the one asked for is off", "[rollout]") {
  const auto told = forecast({way("call", "longest_waiting", "biased"), way("call", "drawn", "undecided"),
                              way("block", "drawn", "negligible")});
  const CanaryBias biased = canary_bias(told, by_call(FreedAgent::longest_waiting));
  CHECK(
      biased.lines ==
      std::vector<std::string>{
          "by rollout.json's simulation, unbiased here: by block of time",
          "asked for: by call, a freed agent going by the call that has waited longest, biased (service_level -2.1 pp "
          "(-2.5 pp to -1.7 pp), mean_wait 0.4 s (unknown to unknown); simulated at a share of 10 %)"});
  CHECK_THAT(biased.objection, Catch::Contains("waited longest is biased here: service_level -2.1 pp"));

  const CanaryBias undecided = canary_bias(told, by_call(FreedAgent::drawn));
  CHECK_THAT(undecided.lines.at(1), Catch::Contains("going by a draw, not shown to be unbiased (service_level"));
  CHECK(undecided.objection.empty());

  SplitRule blocks;
  blocks.by = SplitBy::block;
  CHECK_THAT(canary_bias(told, blocks).lines.at(1),
             Catch::Contains("by block of time, unbiased (") && Catch::Contains("; simulated in blocks of 30 min)"));
  CHECK(canary_bias(told, blocks).objection.empty());
  SplitRule queues;
  queues.by = SplitBy::queue;
  CHECK(canary_bias(told, queues).lines.at(1) == "asked for: by queue, which was not simulated");
}

TEST_CASE("canary bias: where nothing was computed, or nothing is unbiased, that is said", "[rollout]") {
  const SplitRule asked;
  for (const std::optional<manifest::Forecast>& none :
       {std::optional<manifest::Forecast>{}, std::optional(manifest::Forecast{}), std::optional(forecast({}))}) {
    const CanaryBias told = canary_bias(none, asked);
    REQUIRE(told.lines.size() == 1);
    CHECK_THAT(told.lines[0], Catch::Contains("unbiased here was not computed"));
    CHECK(told.objection.empty());
  }
  CHECK(canary_bias(forecast({way("call", "longest_waiting", "undecided")}), asked).lines.at(0) ==
        "by rollout.json's simulation, no way of dealing out calls is shown to be unbiased here");
}

TEST_CASE("canary bias: a canary that is known to be biased is refused until that is accepted", "[rollout]") {
  const Centre centre = reports::test::two_queue_centre();
  Promoted candidate = samples::promoted("round_robin");
  candidate.read.manifest.forecast = forecast({way("call", "longest_waiting", "biased")});
  const auto asked = [&](bool accepts_bias) {
    return canary_of({"random", 1, {}}, candidate, {{{"share", "10 %"}}, accepts_bias}, {}, {world_start, 7, centre});
  };
  CHECK(asked(false).against.size() == 1);
  CHECK(asked(false).notes.size() == 2);
  CHECK(asked(true).against.empty());
  CHECK(asked(true).notes == asked(false).notes);
}

}  // namespace
}  // namespace twinline::live::rollout
