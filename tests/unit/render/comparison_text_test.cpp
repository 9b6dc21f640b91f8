#include "reports/render/comparison_text.hpp"

#include <limits>

#include <catch2/catch.hpp>

#include "reports/render/kpi_text.hpp"
#include "reports/render/terminal.hpp"
#include "tests/unit/render/sample_results.hpp"

namespace twinline::reports {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string all_notes(const ComparisonResult& result) {
  std::string text;
  for (const std::string& note : method_notes(result)) text += note + '\n';
  return text;
}

TEST_CASE("p-values and gains as people read them") {
  CHECK(p_text(0.0314) == "0.031");
  CHECK(p_text(0.0) == "< 0.001");
  CHECK(p_text({}).empty());
  CHECK(gain_text(4.23) == "4.2 ×");
  CHECK(gain_text(1204.0) == "1204 ×");
  CHECK(gain_text({}).empty());
}

TEST_CASE("an interval with one end") {
  CHECK(interval_text(Unit::seconds, 5, 2, infinity) == "[+2.0, ∞)");
  CHECK(interval_text(Unit::seconds, -5, -infinity, -2) == "(−∞, −2.0]");
  CHECK(interval_text(Unit::seconds, 5, -infinity, infinity).empty());
}

TEST_CASE("why an experiment stopped") {
  CHECK(stopped_text({StopReason::decided, 212, 4000, 50}) ==
        "Stopped after 212 of at most 4000 replications: every named KPI is decided and every guardrail settled.");
  CHECK(stopped_text({StopReason::futile, 3000, 4000, 50}) ==
        "Stopped after 3000 of at most 4000 replications: what is still open is unlikely to be decided within the "
        "budget.");
  CHECK(stopped_text({StopReason::budget, 4000, 4000, 50}) ==
        "Stopped after 4000 of at most 4000 replications: the budget is spent.");
}

TEST_CASE("a comparison says which method it used and what that assumes") {
  ComparisonResult result = samples::comparison();
  CHECK(all_notes(result) == "Intervals are Student's t over replications, for a number that was fixed beforehand.\n");
  result.method = "bootstrap";
  CHECK(samples::contains(all_notes(result), "BCa"));
  result.method = "t_mixture";
  result.stopped = Stopped{StopReason::decided, 212, 4000, 50};
  result.differences[1].adjustment = Adjustment{"kpis", 3, 0.004, 0.05, 0.09};
  result.differences[1].variance_ratio = 8.4;
  result.differences[2].one_sided = true;
  for (const char* part :
       {"Stopped after 212", "after the 50th", "about normal", "3 questions", "Holm", "one-sided", "Gain:"}) {
    CAPTURE(part);
    CHECK(samples::contains(all_notes(result), part));
  }
}

TEST_CASE("the terminal shows adjusted p-values and gains where there are any") {
  ComparisonResult result = samples::comparison();
  CHECK_FALSE(samples::contains(terminal_table(result, {false, 120}), "p (Holm)"));
  result.differences[1].adjustment = Adjustment{"kpis", 3, 0.004, 0.05, 0.09};
  result.differences[1].variance_ratio = 8.4;
  const std::string text = terminal_table(result, {false, 120});
  CHECK(samples::contains(text, "p (Holm)"));
  CHECK(samples::contains(text, "0.004  8.4 ×  better"));
}

}  // namespace
}  // namespace twinline::reports
