#include "reports/render/comparison_text.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "reports/render/method_sections.hpp"

namespace twinline::reports {
namespace {

std::string interval_note(const std::string& method) {
  if (method == "t_mixture") {
    return "Intervals are confidence sequences (t-mixture): they hold at every number of replications, whatever made "
           "one stop. Assumed: independent replications whose differences are about normal, as means of many are; "
           "ratios and quantiles are taken as linear around their estimates. Intervals of single arms are Student's t "
           "and only describe.";
  }
  if (method == "bootstrap") {
    return "Intervals are bootstrap intervals (BCa) over replications, for a number that was fixed beforehand; those "
           "of "
           "quantiles and of intervals of the day are Student's t.";
  }
  return "Intervals are Student's t over replications, for a number that was fixed beforehand.";
}

/// Sizes of the families in which questions were asked.
std::map<std::string, std::size_t> families_of(const ComparisonResult& result) {
  std::map<std::string, std::size_t> sizes;
  for (const Difference& difference : result.differences) {
    if (difference.adjustment) sizes[difference.adjustment->family] = difference.adjustment->size;
  }
  return sizes;
}

std::string family_note(const std::string& family, std::size_t size, const std::string& method) {
  const std::string questions = fmt::format("{} question{}", size, size == 1 ? "" : "s");
  const std::string by =
      method == "bootstrap" ? "intervals with 95 % confidence for all at once (Bonferroni)" : "p-values after Holm";
  if (family == "segments") return fmt::format("The named KPIs by segment are {}, a family of their own.", questions);
  return fmt::format(
      "Verdicts on the named KPIs, {} over all arms, go by {}: the chance of any false finding among them "
      "is at most 5 %.",
      questions, by);
}

}  // namespace

std::string p_text(const std::optional<double>& p) {
  if (!p) return "";
  return *p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", *p);
}

std::string adjusted_p_text(const Difference& difference) {
  return difference.adjustment ? p_text(difference.adjustment->p) : "";
}

std::string gain_text(const std::optional<double>& variance_ratio) {
  if (!variance_ratio) return "";
  return *variance_ratio < 100 ? fmt::format("{:.1f} ×", *variance_ratio) : fmt::format("{:.0f} ×", *variance_ratio);
}

std::string stop_reason_name(StopReason reason) {
  switch (reason) {
    case StopReason::decided: return "decided";
    case StopReason::futile: return "futile";
    case StopReason::budget: break;
  }
  return "budget";
}

std::string stopped_text(const Stopped& stopped) {
  std::string reason = "the budget is spent";
  if (stopped.reason == StopReason::decided) reason = "every named KPI is decided and every guardrail settled";
  if (stopped.reason == StopReason::futile) reason = "what is still open is unlikely to be decided within the budget";
  return fmt::format("Stopped after {} of at most {} replications: {}.", stopped.replications, stopped.budget, reason);
}

std::vector<std::string> method_notes(const ComparisonResult& result) {
  std::vector<std::string> notes;
  if (result.stopped) {
    notes.push_back(stopped_text(*result.stopped) +
                    fmt::format(" Looked at after the {}th and each that followed.", result.stopped->first_look));
  }
  notes.push_back(interval_note(result.method));
  const auto families = families_of(result);
  for (const auto& [family, size] : families) notes.push_back(family_note(family, size, result.method));
  if (!families.empty())
    notes.emplace_back("All other differences stand by themselves: of twenty that are nothing one excludes zero.");
  const auto has = [&](auto property) {
    return std::any_of(result.differences.begin(), result.differences.end(), property);
  };
  if (has([](const Difference& d) { return d.one_sided; })) {
    notes.emplace_back("A one-sided question is only whether an arm is better; its interval has one end.");
  }
  if (has([](const Difference& d) { return d.variance_ratio.has_value(); })) {
    notes.emplace_back(result.variance
                           ? "Gain: how many times as many replications of independent arms would be as sure as these."
                           : "Gain: how many times as many independent replications would be as sure as these pairs.");
  }
  for (std::string& note : variance_notes(result)) notes.push_back(std::move(note));
  return notes;
}

}  // namespace twinline::reports
