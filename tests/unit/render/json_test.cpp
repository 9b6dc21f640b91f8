#include "reports/render/json.hpp"

#include <limits>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/unit/render/sample_results.hpp"

namespace twinline::reports {
namespace {

TEST_CASE("a run's JSON keeps the order and the names of its contract") {
  RunResult result = samples::run();
  result.estimates = {result.estimates[1], result.estimates[6]};
  CHECK(to_json(result) == R"({
 "schema": "twinline.run/1",
 "scenario": {
  "name": "bank",
  "hash": "abc123"
 },
 "seed": 42,
 "replications": 40,
 "kpis": [
  {
   "name": "service_level",
   "definition": "Answered within 20 s over offered.",
   "unit": "share",
   "by": {},
   "mean": 0.841,
   "half_width": 0.0061,
   "n": 40
  },
  {
   "name": "service_level",
   "definition": "",
   "unit": "share",
   "by": {
    "interval": "2026-03-02T08:15:00+01:00",
    "queue": "retail"
   },
   "mean": null,
   "half_width": null,
   "n": 40
  }
 ]
}
)");
}

TEST_CASE("a comparison's JSON keeps the order and the names of its contract") {
  ComparisonResult result = samples::comparison();
  result.differences = {result.differences[3]};
  CHECK(to_json(result) == R"({
 "schema": "twinline.ab/1",
 "scenario": {
  "name": "bank",
  "hash": "abc123"
 },
 "seed": 42,
 "replications": 40,
 "arms": [
  {
   "name": "fifo",
   "overlays": {}
  },
  {
   "name": "skills",
   "overlays": {
    "policies.routing.name": "skill_priority",
    "trunks.main.lines": 90
   }
  }
 ],
 "guardrails": [
  {
   "a": "fifo",
   "b": "skills",
   "name": "service_level",
   "by": {
    "queue": "loans"
   },
   "limit": -0.01,
   "low": -0.02,
   "high": 0.01,
   "held": false,
   "method": "t"
  }
 ],
 "differences": [
  {
   "a": "fifo",
   "b": "skills",
   "name": "asa",
   "by": {
    "queue": "loans"
   },
   "mean": 4.0,
   "low": -1.0,
   "high": 9.0,
   "n": 40,
   "method": "t",
   "verdict": "undecided",
   "sides": "two",
   "p": null,
   "p_anytime": null,
   "adjusted": null,
   "variance_ratio": null
  }
 ],
 "method": "t",
 "stopped": null,
 "assumed": [],
 "build": {
  "version": "0.1.0",
  "model_version": "1",
  "policies": "d15c0"
 }
}
)");
}

TEST_CASE("JSON numbers read back as the doubles they were") {
  const double value = GENERATE(0.1 + 0.2, 1.0 / 3, 5e-324, 1.7976931348623157e308, 123456789.123456789);
  RunResult result = samples::run();
  result.estimates = {{"asa", "", {}, value, {}, 1}};
  CHECK(nlohmann::json::parse(to_json(result))["kpis"][0]["mean"].get<double>() == value);
}

TEST_CASE("infinities are null in JSON") {
  RunResult result = samples::run();
  const double unbounded = std::numeric_limits<double>::infinity();
  result.estimates = {{"asa", "", {}, unbounded, unbounded, 2}};
  const auto kpi = nlohmann::json::parse(to_json(result))["kpis"][0];
  CHECK(kpi["mean"].is_null());
  CHECK(kpi["half_width"].is_null());
}

TEST_CASE("a seed above 2^53 keeps its digits") {
  RunResult result = samples::run();
  result.identity.seed = 18446744073709551615ULL;
  CHECK(to_json(result).find("\"seed\": 18446744073709551615") != std::string::npos);
}

TEST_CASE("names that are not UTF-8 and overlays that are not JSON do not end the program") {
  ComparisonResult result = samples::comparison();
  result.identity.scenario_name = "caf\xE9";
  result.arms[1].overlays = {{"note", "not { json"}};
  const auto json = nlohmann::json::parse(to_json(result));
  CHECK(json["scenario"]["name"] == "caf\uFFFD");
  CHECK(json["arms"][1]["overlays"]["note"] == "not { json");
}

TEST_CASE("every verdict has the contract's words") {
  const auto words = [](Verdict verdict) {
    ComparisonResult result = samples::comparison();
    result.differences[0].verdict = verdict;
    return nlohmann::json::parse(to_json(result))["differences"][0]["verdict"].get<std::string>();
  };
  CHECK(words(Verdict::better) == "better");
  CHECK(words(Verdict::worse) == "worse");
  CHECK(words(Verdict::higher) == "higher");
  CHECK(words(Verdict::lower) == "lower");
  CHECK(words(Verdict::no_meaningful_difference) == "no meaningful difference");
  CHECK(words(Verdict::undecided) == "undecided");
}

}  // namespace
}  // namespace twinline::reports
