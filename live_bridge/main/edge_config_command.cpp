#include <cstdio>

#include <fmt/format.h>

#include "live_bridge/edge/edge_config.hpp"
#include "live_bridge/main/commands.hpp"
#include "live_bridge/main/configuration.hpp"

namespace twinline::live {

int edge_config(const CommandOptions& options) {
  const auto bridge = usable(options.file);
  if (!bridge) return bad_input;
  fmt::print("{}", edge::edge_config(bridge->settings, bridge->scenario.centre));
  return fine;
}

}  // namespace twinline::live
