// The sentences of a selection, the same on the terminal and on the page.
#pragma once

#include <string>
#include <string_view>

#include "reports/kpi/rank_result.hpp"

namespace twinline::reports {

/// "selected", "not told apart", "eliminated", "behind"
std::string_view standing_text(Standing standing);

/// "kn", "ocba" or "search", as the command line has it.
std::string_view procedure_name(RankProcedure procedure);

/// "Service level, queue loans"
std::string observed_title(const RankResult& result);

/// Who is best, or among whom the best is.
std::string finding(const RankResult& result);

/// What the procedure promises and under which assumptions.
std::string guarantee(const RankResult& result);

/// What the selected system came to on fresh callers.
std::string fresh_sentence(const RankResult& result);

/// What is being ranked, since it is not quite what a run reports.
std::string estimand_sentence(const RankResult& result);

}  // namespace twinline::reports
