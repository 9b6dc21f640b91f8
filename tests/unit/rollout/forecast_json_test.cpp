#include "reports/rollout/forecast_json.hpp"

#include <catch2/catch.hpp>

#include "reports/json/json_reader.hpp"
#include "reports/statistics/undefined.hpp"

using namespace twinline;
using namespace twinline::rollout;

namespace {

RolloutForecast sample() {
  RolloutForecast forecast;
  forecast.identity = {"bank", std::string(64, 'a'), "1", "0.1.0", 42, 40, "Europe/Zurich", 30, std::string(64, 'b')};
  forecast.incumbent = {"as_is", {}};
  forecast.candidate = {"sooner", {{"policies.routing", R"({"name":"skill_priority"})"}}};
  forecast.split.ramp = {{0s, 0.01}, {90min, 0.1}};
  forecast.split.block = 20min;
  forecast.split.wash_out = 150s;
  forecast.truth = {{"service_level", reports::Unit::share, {-0.05, 0.002, 40}, 0.01},
                    {"mean_wait", reports::Unit::seconds, {4.5, std::nullopt, 1}, std::nullopt}};
  forecast.designs = {{SplitBy::call,
                       FreedAgent::drawn,
                       {{"service_level", {-0.07, 0.003, 40}, {-0.02, 0.002, 40}, Bias::biased, {0.4, 0.1, 40}}}},
                      {SplitBy::block, FreedAgent::longest_waiting, {}}};
  forecast.false_rollbacks = {0.025, 0.04, 40};
  forecast.exposure = {{1, 0, 40}, {0.02, 0.018, 0.031}, {2.5, 2.25, 4}};
  forecast.disagreement = {0.12, 0.01, 40};
  forecast.incumbent_bands = {{"2026-03-02T08:00:00+01:00", "service_level", 0.8, 0.7, 0.9, 120}};
  forecast.candidate_bands = {{"2026-03-02T08:00:00+01:00", "service_level", statistics::undefined,
                               statistics::undefined, statistics::undefined, 0}};
  forecast.advice = "By block.";
  forecast.assumptions = {"patience"};
  return forecast;
}

}  // namespace

TEST_CASE("a forecast survives its way through a file") {
  const std::string text = to_json(sample());
  CHECK(to_json(forecast_from_json(text, "f.json")) == text);
  const RolloutForecast read = forecast_from_json(text, "f.json");
  CHECK(read.split.ramp == sample().split.ramp);
  CHECK(read.candidate.overlays.at("policies.routing") == R"({"name":"skill_priority"})");
  CHECK(read.truth[0].limit == 0.01);
  CHECK_FALSE(read.truth[1].difference.half_width);
  CHECK(read.designs[0].kpis[0].verdict == Bias::biased);
  CHECK(read.exposure.share_exposed.p90 == 0.031);
  CHECK(read.incumbent_bands[0].offered == 120);
}

TEST_CASE("what is no forecast is refused with the place") {
  std::string text = to_json(sample());
  text.replace(text.find("\"biased\""), 8, "\"bent\"");
  CHECK_THROWS_WITH(forecast_from_json(text, "f.json"), Catch::Contains("designs[0].kpis[0].verdict"));
  CHECK_THROWS_AS(forecast_from_json(R"({"schema": "twinline.ab/1"})", "f.json"), reports::JsonReadError);
}
