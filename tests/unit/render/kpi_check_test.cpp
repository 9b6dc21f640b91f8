#include "reports/render/kpi_check.hpp"

#include <limits>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/unit/render/sample_results.hpp"

namespace twinline::reports {
namespace {

/// One KPI of each verdict, in an arm whose name is awkward.
KpiCheckResult checked() {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  CheckedScenario scenario{"bank.yaml", samples::identity(), samples::kpis(), {}};
  CheckedArm arm{"a <b> | c", {}};
  arm.kpis.push_back({"service_level", {}, 0.81, 0.81, 0, 0, 0, 0.005, 300, CheckVerdict::within});
  arm.kpis.push_back({"asa", {{"queue", "loans"}}, 20, 23, 3, 1.5, 4.5, 0.5, 64, CheckVerdict::worse});
  arm.kpis.push_back({"asa", {}, 20, 20.25, 0.25, nan, nan, 0.5, 600, CheckVerdict::undecided});
  scenario.arms.push_back(arm);
  return {{scenario}, 3, false};
}

KpiCheckResult checked_without(CheckVerdict verdict) {
  KpiCheckResult result = checked();
  std::erase_if(result.scenarios[0].arms[0].kpis, [&](const CheckedKpi& kpi) { return kpi.verdict == verdict; });
  result.questions = 2;
  return result;
}

TEST_CASE("a check passes where nothing got worse; what is undecided fails it where that counts") {
  CHECK_FALSE(passes(checked()));
  KpiCheckResult open = checked_without(CheckVerdict::worse);
  CHECK(passes(open));
  open.undecided_counts = true;
  CHECK_FALSE(passes(open));
  KpiCheckResult settled = checked_without(CheckVerdict::undecided);
  settled.undecided_counts = true;
  CHECK_FALSE(passes(settled));
}

TEST_CASE("a check on the terminal") {
  CHECK(terminal_table(checked(), {false, 110}) ==
        R"(bank.yaml · bank · at most 40 replications, seed 42 · model version 1

Arm        KPI               Baseline     Now      Change  Bounds          Tolerated    n  Verdict
─────────  ────────────────  ────────  ──────  ──────────  ────────────  ───────────  ───  ─────────
a <b> | c  Service level       81.0 %  81.0 %  0.0 points  [0.0, 0.0]    −0.5 points  300  within
a <b> | c  ASA, queue loans    20.0 s  23.0 s      +3.0 s  [+1.5, +4.5]       +0.5 s   64  worse
a <b> | c  ASA                 20.0 s  20.2 s      +0.2 s                     +0.5 s  600  undecided

Fails: 1 of 3 KPIs got worse.
Undecided: 1 of 3 KPIs, neither shown to be worse nor to be within its tolerance; that does not count as
failed. A larger budget (--update --budget) or a larger tolerance decides.

Replications now are paired with those of the baseline by their random numbers. Bounds are confidence
sequences (t-mixture) that hold at every number of replications, with 95 % for all 3 at once.
)");
  KpiCheckResult open = checked_without(CheckVerdict::worse);
  CHECK(terminal_table(open, {}).find("Passes: none of 2 KPIs got worse.") != std::string::npos);
  open.undecided_counts = true;
  CHECK(terminal_table(open, {}).find("Fails: none of 2 KPIs got worse, but not all of them are decided.") !=
        std::string::npos);
  open.scenarios[0].arms[0].name = "";
  CHECK(terminal_table(open, {}).find("Arm") == std::string::npos);
}

TEST_CASE("a check as JSON") {
  const auto json = nlohmann::ordered_json::parse(to_json(checked()));
  CHECK(json["schema"] == "twinline.kpi-check/1");
  CHECK(json["passes"] == false);
  CHECK(json["worse"] == 1);
  CHECK(json["within"] == 1);
  CHECK(json["undecided"] == 1);
  const auto& scenario = json["scenarios"][0];
  CHECK(scenario["file"] == "bank.yaml");
  CHECK(scenario["scenario"]["hash"] == "abc123");
  CHECK(scenario["arms"][0]["kpis"][1].dump() ==
        R"({"name":"asa","by":{"queue":"loans"},"unit":"seconds","baseline":20.0,"now":23.0,"change":3.0,"low":1.5,)"
        R"("high":4.5,"tolerance":0.5,"n":64,"verdict":"worse"})");
  CHECK(scenario["arms"][0]["kpis"][2]["low"].is_null());
}

TEST_CASE("a check as JUnit") {
  CHECK(junit(checked()) == R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="twinline kpi-check" tests="3" failures="1" errors="0" skipped="1">
 <testsuite name="bank.yaml" tests="3" failures="1" errors="0" skipped="1">
  <testcase classname="bank.a &lt;b&gt; | c" name="Service level"/>
  <testcase classname="bank.a &lt;b&gt; | c" name="ASA, queue loans">
   <failure type="worse" message="worse: ASA, queue loans changed by +3.0 s, [+1.5, +4.5], of which +0.5 s are tolerated"/>
  </testcase>
  <testcase classname="bank.a &lt;b&gt; | c" name="ASA">
   <skipped message="undecided: ASA changed by +0.2 s, of which +0.5 s are tolerated"/>
  </testcase>
 </testsuite>
</testsuites>
)");
  KpiCheckResult strict = checked();
  strict.undecided_counts = true;
  strict.scenarios[0].arms[0].name = "bell\x07";
  const std::string text = junit(strict);
  CHECK(text.find("failures=\"2\" errors=\"0\" skipped=\"0\"") != std::string::npos);
  CHECK(text.find("<failure type=\"undecided\"") != std::string::npos);
  CHECK(text.find("bank.bell\uFFFD") != std::string::npos);
}

TEST_CASE("a check as Markdown shows names as they are") {
  const std::string page = markdown(checked());
  CHECK(page.starts_with("# KPI check\n\nFails: 1 of 3 KPIs got worse.\n\nUndecided: 1 of 3 KPIs"));
  CHECK(page.find("## bank.yaml\n\nbank · at most 40 replications, seed 42 · model version 1\n\n| Arm |") !=
        std::string::npos);
  CHECK(
      page.find("| a &lt;b&gt; \\| c | ASA, queue loans | 20.0 s | 23.0 s | +3.0 s | \\[+1.5, +4.5\\] | +0.5 s | 64 | "
                "**worse** |\n") != std::string::npos);
  CHECK(page.find(" | 300 | within |\n") != std::string::npos);
}

}  // namespace
}  // namespace twinline::reports
