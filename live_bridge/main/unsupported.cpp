#include "live_bridge/main/unsupported.hpp"

#include <fmt/format.h>

namespace twinline::live {
namespace {

void add_flows(const Centre& centre, std::vector<std::string>& found) {
  for (const Flow& flow : centre.flows) {
    for (const Step& step : flow.steps) {
      if (step.kind != StepKind::look_up) continue;
      found.push_back(
          fmt::format("ivr.flows.{}.{}: a bridge asks no outside sources yet; remove the step", flow.name, step.name));
    }
  }
}

}  // namespace

std::vector<std::string> unsupported(const scenarios::Bridge& bridge) {
  const scenarios::BridgeSettings& settings = bridge.settings;
  std::vector<std::string> found;
  const auto refuse = [&](bool given, const char* key, const char* why) {
    if (given) found.push_back(fmt::format("bridge.{} is not supported yet: {}; remove it", key, why));
  };
  add_flows(bridge.scenario.centre, found);
  return found;
}

}  // namespace twinline::live
