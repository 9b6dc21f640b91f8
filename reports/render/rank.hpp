// A selection among systems as it is shown: on the terminal, to programs, as a page. Each says who is best, with what
// guarantee, and what the winner came to on callers that the selection has not seen.
#pragma once

#include <string>

#include "reports/kpi/rank_result.hpp"
#include "reports/render/terminal.hpp"

namespace twinline::reports {

std::string terminal_table(const RankResult& result, const TerminalStyle& style);

/// Schema "twinline.rank/1".
std::string to_json(const RankResult& result);

std::string html_report(const RankResult& result);

}  // namespace twinline::reports
