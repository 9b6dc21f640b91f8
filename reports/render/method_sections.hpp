// What a result says of how its figures were come by, where that is more than independent replications: variance
// reduction and what it brought, the batches of a steady-state run and whether they can be trusted.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

/// For the terminal, each after an empty line. Empty where there is nothing to tell.
std::string variance_text(const RunResult& result, std::size_t width, bool colour);
std::string steady_state_text(const RunResult& result, std::size_t width);

/// What the reduction of a comparison was, and what share of the replications of independent arms the differences
/// that it is about needed: "service level 11 %". Nothing where there was none.
std::vector<std::string> variance_notes(const ComparisonResult& result);

/// Sections of the page.
std::string variance_section(const RunResult& result);
std::string steady_state_section(const RunResult& result);

}  // namespace twinline::reports
