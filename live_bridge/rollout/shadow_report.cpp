#include "live_bridge/rollout/shadow_report.hpp"

#include <fmt/format.h>

#include "reports/json/json_reader.hpp"

namespace twinline::live::rollout {

std::optional<ShadowReport> read_shadow_report(std::string_view line) try {
  const std::string name = "the shadow";
  ShadowReport report;
  report.whole = reports::parse_json(line, name, "what a shadow says");
  const reports::JsonReader json{report.whole, name};
  json.require_schema("twinline.shadow/1");
  report.state = json.at("state").text();
  report.why = json.at("why").text();
  report.entries = json.at("entries").whole();
  report.occasions = json.at("occasions").whole();
  report.disagreements = json.at("disagreements").whole();
  report.share = json.at("disagreement_share").number_or_null();
  report.expected = json.at("expected_disagreement_share").number_or_null();
  const reports::JsonReader causes = json.at("by_cause");
  for (const auto& [cause, count] : causes.json.items()) report.by_cause.emplace_back(cause, causes.at(cause).whole());
  report.dropped_occasions = json.at("dropped").at("occasions").whole();
  report.dropped_entries = json.at("dropped").at("entries").whole();
  return report;
} catch (const reports::JsonReadError&) {
  return std::nullopt;
}

std::vector<std::string> in_words(const ShadowReport& report) {
  std::string seen =
      fmt::format("  shadow, {}: {} facts seen, asked {} times", report.state, report.entries, report.occasions);
  if (report.share) seen += fmt::format(", agreed in {:.2f} %", 100 * (1 - *report.share));
  seen += fmt::format(", would have decided otherwise {} times", report.disagreements);
  if (report.expected) seen += fmt::format(" (expected {:.2f} %)", 100 * *report.expected);
  std::vector<std::string> lines{seen};
  for (const auto& [cause, count] : report.by_cause) {
    if (count > 0) lines.push_back(fmt::format("    {}: {}", cause, count));
  }
  if (report.dropped_occasions + report.dropped_entries > 0) {
    lines.push_back(fmt::format("    behind: not asked {} times, {} facts left out", report.dropped_occasions,
                                report.dropped_entries));
  }
  if (!report.why.empty()) lines.push_back("    " + report.why);
  return lines;
}

}  // namespace twinline::live::rollout
