// What twinline answers to --json, and what the tests of several commands ask of such answers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/desk.hpp"

namespace twinline::cli_test {

using Json = nlohmann::ordered_json;

/// Of the contract: every run and every comparison has these in total.
inline const std::vector<std::string> contract_kpis{
    "attempts",    "blocked",          "offered",       "answered", "abandoned", "short_abandoned",
    "answer_rate", "abandonment_rate", "service_level", "asa",      "mean_wait", "probability_of_wait",
    "wait_p50",    "wait_p90",         "wait_p99",      "aht",      "occupancy"};

/// The answer of a command that must end well.
inline Json json_of(const Desk& desk, std::vector<std::string> command) {
  command.emplace_back("--json");
  const Finished finished = desk.twinline(command);
  INFO(finished.err);
  REQUIRE(finished.exit_code == 0);
  return Json::parse(finished.out);
}

inline std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

/// What a command prints, which is the same twice, and with one worker and two.
inline std::string printed_alike(const Desk& desk, std::vector<std::string> command) {
  const auto printed = [&](const std::string& workers) {
    auto words = command;
    words.insert(words.end(), {"--workers", workers});
    const Finished finished = desk.twinline(words);
    CHECK(finished.exit_code == 0);
    CHECK(finished.err.empty());
    return finished.out;
  };
  std::string once = printed("1");
  CHECK_FALSE(once.empty());
  CHECK(printed("1") == once);
  CHECK(printed("2") == once);
  return once;
}

/// The difference in a KPI's total, of what `ab --json` says of two arms.
inline Json difference_in(const Json& comparison, const std::string& kpi) {
  for (const Json& difference : comparison["differences"]) {
    if (difference["name"] == kpi && difference["by"].empty()) return difference;
  }
  FAIL("no difference in " << kpi);
  return {};
}

}  // namespace twinline::cli_test
