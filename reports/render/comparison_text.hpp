// What a comparison says beside its numbers, the same on the terminal and on the page: how sure it is and under which
// assumptions, why it ended, what pairing gained.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

/// "0.031", "< 0.001"; empty without one.
std::string p_text(const std::optional<double>& p);

/// The p-value that a verdict goes by: after Holm in a family of questions; empty outside of one.
std::string adjusted_p_text(const Difference& difference);

/// "4.2 ×": so many times as many independent replications would be as sure as these pairs. Empty without one.
std::string gain_text(const std::optional<double>& variance_ratio);

/// "decided", "futile" or "budget", as programs read it.
std::string stop_reason_name(StopReason reason);

/// "Stopped after 212 of at most 4000 replications: every named KPI is decided."
std::string stopped_text(const Stopped& stopped);

/// What the intervals, p-values and verdicts are and what they rest on, a sentence each.
std::vector<std::string> method_notes(const ComparisonResult& result);

}  // namespace twinline::reports
