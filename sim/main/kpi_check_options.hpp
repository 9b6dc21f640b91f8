// How `twinline kpi-check` is written on the command line.
#pragma once

#include "sim/main/options.hpp"

namespace CLI {
class App;
}

namespace twinline::cli {

/// Adds the command; what is given to it is parsed into the options.
CLI::App* add_kpi_check(CLI::App& app, KpiCheckOptions& options);

}  // namespace twinline::cli
