// What rank takes on the command line: its systems, its procedure and what that needs. What they mean is said in
// docs/ranking.md.
#pragma once

#include <CLI/CLI.hpp>

#include "sim/main/options.hpp"

namespace twinline::cli {

CLI::App* add_rank(CLI::App& app, RankOptions& options);

}  // namespace twinline::cli
