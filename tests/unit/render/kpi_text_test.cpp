#include "reports/render/kpi_text.hpp"

#include <limits>

#include <catch2/catch.hpp>

#include "tests/unit/render/sample_results.hpp"

namespace twinline::reports {
namespace {

const double unknown = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("values have their unit and the decimals that their interval is worth") {
  CHECK(value_text(Unit::share, 0.8412) == "84.1 %");
  CHECK(value_text(Unit::share, 0.8412, 0.0002) == "84.12 %");
  CHECK(value_text(Unit::seconds, 21.44) == "21.4 s");
  CHECK(value_text(Unit::seconds, 164.4) == "164 s");
  CHECK(value_text(Unit::seconds, 164.4, 0.3) == "164.4 s");
  CHECK(value_text(Unit::count, 71.4, 6) == "71");
  CHECK(value_text(Unit::count, 7.25) == "7.2");
  CHECK(value_text(Unit::share, unknown) == "–");
}

TEST_CASE("half widths share the decimals of their value") {
  CHECK(half_width_text(Unit::share, 0.8412, 0.0061) == "± 0.6");
  CHECK(half_width_text(Unit::seconds, 164.4, 5.2) == "± 5");
  CHECK(half_width_text(Unit::seconds, 164.4, {}).empty());
  CHECK(half_width_text(Unit::share, unknown, unknown).empty());
}

TEST_CASE("differences are signed, of shares in points, and zero has no sign") {
  CHECK(difference_text(Unit::share, 0.068, 0.058, 0.078) == "+6.8 points");
  CHECK(difference_text(Unit::seconds, -9, -12, -6) == "−9.0 s");
  CHECK(difference_text(Unit::share, -0.0001, -0.01, 0.01) == "0.0 points");
  CHECK(difference_text(Unit::count, unknown, unknown, unknown) == "–");
  CHECK(interval_text(Unit::share, 0.068, 0.058, 0.078) == "[+5.8, +7.8]");
  CHECK(interval_text(Unit::share, unknown, unknown, unknown).empty());
  CHECK(least_effect_text(Unit::share, 0.01) == "±1.0 points");
  CHECK(least_effect_text(Unit::seconds, 0) == "±0.0 s");
}

TEST_CASE("the conclusion of arms that do not differ says so") {
  ComparisonResult result = samples::comparison();
  result.guardrails.clear();
  for (Difference& difference : result.differences) difference.verdict = Verdict::undecided;
  CHECK(conclusion(result, "fifo", "skills") ==
        "skills is neither better nor worse than fifo; undecided: offered calls, service level and ASA.");
}

TEST_CASE("the conclusion names what got worse and what merely changed") {
  ComparisonResult result = samples::comparison();
  result.guardrails.clear();
  result.differences[0].verdict = Verdict::higher;
  result.differences[1].verdict = Verdict::worse;
  CHECK(conclusion(result, "fifo", "skills") ==
        "skills is better than fifo in ASA; worse in service level; offered calls is higher.");
  result.differences[2].verdict = Verdict::worse;
  CHECK(conclusion(result, "fifo", "skills") ==
        "skills is worse than fifo in service level and ASA; offered calls is higher.");
}

}  // namespace
}  // namespace twinline::reports
