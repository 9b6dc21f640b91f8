#include "reports/render/baseline_json.hpp"

#include <catch2/catch.hpp>

namespace twinline::reports {
namespace {

/// Two KPIs over 300 replications that repeat every three.
Baseline kept_baseline() {
  BaselineKpi share{"service_level", {}}, wait{"loans.asa", {}};
  for (int n = 0; n < 100; ++n) {
    share.parts.insert(share.parts.end(), {{80, 100}, {90, 110}, {70, 90}});
    wait.parts.insert(wait.parts.end(), {{1234.567890123, 10}, {0, 0}, {12.5, 3}});
  }
  BaselineArm arm{
      "late \"shift\"", "abc", {{"horizon", "123"}, {"queues.loans", "456"}}, {{"routing", "random 1"}}, {share, wait}};
  return {"bank", "1", 42, 300, {arm}};
}

std::string refusal_of(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  try {
    read_baseline(text, "b.json");
  } catch (const BaselineError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("a baseline is read back as it was written, to the same bytes") {
  const std::string text = to_json(kept_baseline());
  const Baseline read = read_baseline(text, "b.json");
  CHECK(to_json(read) == text);
  CHECK(read.seed == 42);
  CHECK(read.replications == 300);
  REQUIRE(find_arm(read, "late \"shift\"") != nullptr);
  const BaselineArm& arm = read.arms.front();
  CHECK(arm.policies.at("routing") == "random 1");
  CHECK(arm.fingerprints.at("queues.loans") == "456");
  REQUIRE(find_kpi(arm, "loans.asa") != nullptr);
  CHECK(find_kpi(arm, "loans.asa")->parts[0].numerator == 1234.567890123);
  CHECK(find_kpi(arm, "asa") == nullptr);
}

TEST_CASE("a person can read it: a value with its interval, and numbers in lines") {
  const std::string text = to_json(kept_baseline());
  CHECK(text.starts_with("{\n \"schema\": \"twinline.kpi-baseline/1\",\n \"scenario\": \"bank\",\n"));
  CHECK(text.find("     \"mean\": 0.8,\n     \"half_width\": 0.0") != std::string::npos);
  CHECK(text.find("\"numerators\": [\n      80,90,70,80,") != std::string::npos);
  for (std::size_t start = 0, end = 0; (end = text.find('\n', start)) != std::string::npos; start = end + 1) {
    CHECK(end - start <= 120);
  }
}

TEST_CASE("what is no baseline is refused with the place") {
  const std::string text = to_json(kept_baseline());
  CHECK(refusal_of(text, "\"seed\": 42", "\"seed\": ") ==
        "b.json:5:10: is no JSON; expected a baseline that kpi-check --update wrote");
  CHECK(refusal_of(text, "baseline/1", "baseline/2") ==
        "b.json: schema is 'twinline.kpi-baseline/2'; expected 'twinline.kpi-baseline/1'");
  CHECK(refusal_of(text, "\"seed\": 42", "\"seed\": -1") == "b.json: seed is no whole number");
  CHECK(refusal_of(text, "\"seed\": 42,", "") == "b.json: seed is missing");
  CHECK(refusal_of(text, "\"replications\": 300", "\"replications\": 299") ==
        "b.json: replications is 299; it must be at least 300");
  CHECK(refusal_of(text, "80,90,70,", "90,70,") ==
        "b.json: arms[0].kpis[0].numerators has 299 values; expected 300, one of each replication");
  CHECK(refusal_of(text, "80,90,70,", "80,\"many\",70,") == "b.json: arms[0].kpis[0].numerators[1] is no number");
  CHECK(refusal_of(text, "\"random 1\"", "1") == "b.json: arms[0].policies.routing is no text");
  CHECK(refusal_of(text, text, "[]") == "b.json: all of it is no object");
}

}  // namespace
}  // namespace twinline::reports
