// What headroom takes on the command line. What it means is said in docs/headroom.md.
#pragma once

#include <CLI/CLI.hpp>

#include "sim/main/options.hpp"

namespace twinline::cli {

CLI::App* add_headroom(CLI::App& app, HeadroomOptions& options);

}  // namespace twinline::cli
