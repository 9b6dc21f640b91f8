#include <fmt/format.h>

#include "reports/render/html_text.hpp"
#include "reports/render/kpi_check.hpp"
#include "reports/render/kpi_check_words.hpp"
#include "reports/render/kpi_text.hpp"

namespace twinline::reports {
namespace {

/// Text for XML 1.0, which has no place for control characters, escaped or not.
std::string xml_text(std::string_view text) {
  std::string printable;
  for (const char letter : text) {
    const bool is_control = static_cast<unsigned char>(letter) < 0x20 && letter != '\t' && letter != '\n';
    printable += is_control ? "\uFFFD" : std::string{letter};
  }
  return escaped(printable);
}

struct Tally {
  std::size_t tests = 0, failures = 0, skipped = 0;
};

bool is_failure(const KpiCheckResult& result, CheckVerdict verdict) {
  return verdict == CheckVerdict::worse || (verdict == CheckVerdict::undecided && result.undecided_counts);
}

std::string outcome_of(const KpiCheckResult& result, const CheckedScenario& scenario, const CheckedKpi& kpi) {
  if (kpi.verdict == CheckVerdict::within) return "/>\n";
  const std::string message = fmt::format("{}: {}", kpi_check_words::verdict_name(kpi.verdict),
                                          kpi_check_words::change_in_words(scenario, kpi));
  if (!is_failure(result, kpi.verdict)) {
    return fmt::format(">\n   <skipped message=\"{}\"/>\n  </testcase>\n", xml_text(message));
  }
  return fmt::format(">\n   <failure type=\"{}\" message=\"{}\"/>\n  </testcase>\n",
                     kpi_check_words::verdict_name(kpi.verdict), xml_text(message));
}

/// One suite, and what it adds to the tally.
std::string suite_of(const KpiCheckResult& result, const CheckedScenario& scenario, Tally& all) {
  Tally tally;
  std::string cases;
  for (const CheckedArm& arm : scenario.arms) {
    const std::string name = scenario.identity.scenario_name + (arm.name.empty() ? "" : "." + arm.name);
    for (const CheckedKpi& kpi : arm.kpis) {
      ++tally.tests;
      const bool has_failed = is_failure(result, kpi.verdict);
      if (has_failed) ++tally.failures;
      if (kpi.verdict == CheckVerdict::undecided && !has_failed) ++tally.skipped;
      cases += fmt::format("  <testcase classname=\"{}\" name=\"{}\"{}", xml_text(name),
                           xml_text(placed_title(scenario.kpis, kpi.kpi, kpi.by)), outcome_of(result, scenario, kpi));
    }
  }
  all.tests += tally.tests;
  all.failures += tally.failures;
  all.skipped += tally.skipped;
  return fmt::format(
      " <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{} </testsuite>\n",
      xml_text(scenario.file), tally.tests, tally.failures, tally.skipped, cases);
}

}  // namespace

std::string junit(const KpiCheckResult& result) {
  Tally tally;
  std::string suites;
  for (const CheckedScenario& scenario : result.scenarios) suites += suite_of(result, scenario, tally);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"twinline kpi-check\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n"
      "{}</testsuites>\n",
      tally.tests, tally.failures, tally.skipped, suites);
}

}  // namespace twinline::reports
