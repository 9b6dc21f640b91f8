// Numbers and verdicts as people read them, the same on the terminal and on the page: shares in per cent,
// differences of shares in points, durations in seconds, as many decimals as the interval is worth. Text is
// UTF-8 with a true minus sign. Programs read json.hpp instead.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

/// "84.1 %", "21.4 s", "1204"; "–" when the value is not finite. `half_width` only chooses the decimals.
std::string value_text(Unit unit, double value, std::optional<double> half_width = {});

/// "± 0.6" in the unit of value_text and with its decimals; empty without a half width.
std::string half_width_text(Unit unit, double value, std::optional<double> half_width);

/// "84.1 % ± 0.6"; empty for nullptr.
std::string estimate_text(Unit unit, const Estimate* estimate);

/// "±1.0 points", the smallest difference that matters.
std::string least_effect_text(Unit unit, double least_effect);

/// "+6.8 points", "−9.0 s", "+12.3"; always signed, and never a signed zero.
std::string difference_text(Unit unit, double mean, double low, double high);

/// "[5.8, 7.8]", "[5.8, ∞)", in the unit and with the decimals of difference_text; empty where nothing is known.
std::string interval_text(Unit unit, double mean, double low, double high);

/// What stands above a column of values: "%", "s" or nothing.
std::string_view unit_text(Unit unit);

/// What programs read: "count", "seconds" or "share".
std::string_view unit_name(Unit unit);

/// The words of the contract: better, worse, higher, lower, no meaningful difference, undecided.
std::string_view verdict_text(Verdict verdict);

/// A title inside a sentence: without its capital, unless it opens with an abbreviation.
std::string in_sentence(std::string title);

/// "Service level, queue loans"
std::string guardrail_title(const ComparisonResult& result, const Guardrail& guardrail);

/// Whether the comparison is about this difference: named as a headline, or any total where none is named.
bool is_headline(const ComparisonResult& result, const Difference& difference);

/// The differences of a pair that a reader should see first: the headlines in their order, then all other totals.
std::vector<const Difference*> shown_differences(const ComparisonResult& result, std::string_view a,
                                                 std::string_view b);

/// "Service level, queue loans"
std::string placed_title(const std::vector<KpiDefinition>& kpis, const std::string& kpi, const Dimensions& by);

/// One sentence on arm b against arm a over the total KPIs, naming guardrails that broke.
std::string conclusion(const ComparisonResult& result, std::string_view a, std::string_view b);

/// `kind` is "", "paired " or "independent ":
/// "Scenario bank · 40 paired replications · seed 42 · Europe/Zurich · 15-minute intervals · twinline 0.1.0"
std::string identity_line(const RunIdentity& identity, std::string_view kind);

}  // namespace twinline::reports
