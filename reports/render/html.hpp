// Results as one self-contained page: no request leaves it, it opens from a disk, prints, and follows the
// reader's light or dark scheme. All texts and tables are static HTML written here; the embedded script
// (reports/web) only draws charts into the page's figures, each from the data that its table shows. Without
// the script the page is plain tables.
#pragma once

#include <string>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

/// The page of one run: KPI cards, the day by interval, a heat map where the horizon has days, tables by
/// dimension, definitions, and what it takes to repeat the run.
std::string html_report(const RunResult& result);

/// The page of a comparison: as above with one line per arm, and for every compared pair the conclusion in
/// words, a forest plot of the differences and a heat map of the change in service level.
std::string html_report(const ComparisonResult& result);

}  // namespace twinline::reports
