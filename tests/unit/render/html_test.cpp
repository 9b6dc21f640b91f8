#include "reports/render/html.hpp"

#include <regex>

#include <catch2/catch.hpp>

#include "reports/render/html_text.hpp"
#include "tests/unit/kpi/grid_hour.hpp"
#include "tests/unit/render/sample_results.hpp"

namespace twinline::reports {
namespace {

const std::string attack = "</script><script>alert('x')</script>\"&";

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++times;
  return times;
}

/// The page without its embedded script, which is not what these tests look at.
std::string without_charts(std::string page) {
  const auto begin = page.rfind("</main>");
  return page.substr(0, begin);
}

TEST_CASE("text is escaped for elements and attributes") {
  CHECK(escaped("<a href=\"x\">'&'</a>") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  CHECK(escaped("naïve − 8") == "naïve − 8");
}

TEST_CASE("JSON inside a page cannot end its element") {
  CHECK(script_safe(R"({"name":"</script><!--&"})") == R"({"name":"\u003c/script\u003e\u003c!--\u0026"})");
}

TEST_CASE("names from a scenario are shown, never run") {
  ComparisonResult result = samples::comparison();
  result.identity.scenario_name = attack;
  result.arms[1].name = attack;
  result.arms[1].overlays = {{attack, attack}};
  for (auto& difference : result.differences) difference.b = attack;
  for (auto& guardrail : result.guardrails) guardrail.b = guardrail.by["queue"] = attack;
  for (auto& arm : result.estimates) {
    for (auto& estimate : arm) {
      if (estimate.by.count("queue")) estimate.by["queue"] = attack;
    }
    arm.push_back({"asa", attack, {{"queue", attack}}, 1, 0.1, 40});
  }
  for (auto& kpi : result.kpis) kpi.title = kpi.definition = attack;
  result.assumptions = {attack};
  const std::string page = without_charts(html_report(result));
  CHECK_FALSE(samples::contains(page, "<script>"));
  CHECK_FALSE(samples::contains(page, attack));
  CHECK(samples::contains(page, "&lt;script&gt;alert(&#39;x&#39;)"));
  CHECK(count(page, "</script>") == count(page, "<script type=\"application/json\">"));
}

TEST_CASE("what the calls ran on is drawn where the scenario says it, for each arm") {
  const std::string drawing = "data-chart=\"topology\"", map = "data-chart=\"load_map\"";
  CHECK(count(without_charts(html_report(samples::run())), drawing) == 0);
  ComparisonResult result = samples::comparison();
  for (auto& arm : result.estimates) {
    result.infrastructures.emplace_back(test::grid_layout());
    result.infrastructures.back()->hosts[0].name = attack;
    for (const char* kpi : {"availability", "utilisation", "saturation"}) {
      arm.push_back({kpi, "", {{"interval", samples::eight}, {"host", attack}}, 0.5, 0.1, 40});
      arm.push_back({kpi, "", {{"host", attack}}, 0.75, 0.1, 40});
    }
  }
  const std::string page = without_charts(html_report(result));
  CHECK(count(page, drawing) == 2);
  CHECK(count(page, map) == 2);
  CHECK_FALSE(samples::contains(page, attack));
  CHECK(samples::contains(page, "saturated 50.0 % · down 50.0 %"));
  result.infrastructures[0].reset();
  CHECK(count(without_charts(html_report(result)), drawing) == 1);
}

TEST_CASE("every figure stands in a section with a table") {
  const std::string page = without_charts(html_report(samples::comparison()));
  const std::regex section{"<section[\\s\\S]*?</section>"};
  std::size_t figures = 0;
  for (auto match = std::sregex_iterator{page.begin(), page.end(), section}; match != std::sregex_iterator{}; ++match) {
    if (!samples::contains(match->str(), "<figure")) continue;
    ++figures;
    CHECK(samples::contains(match->str(), "<table>"));
  }
  CHECK(figures == 2);
}

TEST_CASE("a page says what it takes to repeat it, and how its KPIs are defined") {
  const std::string page = html_report(samples::run());
  for (const char* text : {"abc123", "<dd>42</dd>", "twinline 0.1.0", "Answered within 20 s over offered."}) {
    CHECK(samples::contains(page, text));
  }
}

TEST_CASE("a page asks nobody for anything") {
  const std::string page = without_charts(html_report(samples::comparison()));
  CHECK(samples::contains(page, "default-src 'none'"));
  CHECK_FALSE(samples::contains(page, "http://"));
  CHECK_FALSE(samples::contains(page, "https://"));
  CHECK_FALSE(samples::contains(page, " src="));
}

TEST_CASE("a heat map needs two days") {
  RunResult result = samples::run();
  const auto add = [&](const std::string& interval) {
    result.estimates.push_back({"service_level", "", {{"interval", interval}}, 0.8, 0.01, 40});
  };
  add("2026-03-02T08:00:00+01:00");
  CHECK_FALSE(samples::contains(html_report(result), "data-chart=\"heat_map\""));
  add("2026-03-03T08:00:00+01:00");
  CHECK(samples::contains(html_report(result), "data-chart=\"heat_map\""));
}

TEST_CASE("on the day the clock goes back both hours have their place in the heat map") {
  RunResult result = samples::run();
  for (const char* interval : {"2026-10-24T02:00:00+02:00", "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"}) {
    result.estimates.push_back({"service_level", "", {{"interval", interval}}, 0.8, 0.01, 40});
  }
  const std::string page = html_report(result);
  CHECK(samples::contains(page, "<th scope=\"row\" class=\"words\">02:00</th>"));
  CHECK(samples::contains(page, "<th scope=\"row\" class=\"words\">02:00 +01:00</th>"));
}

TEST_CASE("a result without estimates is still a page") {
  RunResult result = samples::run();
  result.estimates.clear();
  CHECK(samples::contains(html_report(result), "<h2>Definitions</h2>"));
  ComparisonResult nothing;
  nothing.kpis = samples::kpis();
  CHECK(samples::contains(html_report(nothing), "</html>"));
}

}  // namespace
}  // namespace twinline::reports
