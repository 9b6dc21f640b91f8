#include "live_bridge/main/unsupported.hpp"

#include <fmt/format.h>

namespace twinline::live {
namespace {

void add_flows(const Centre& centre, std::vector<std::string>& found) {
  for (const Flow& flow : centre.flows) {
    for (const Step& step : flow.steps) {
      const bool looks_up = step.kind == StepKind::look_up;
      if (!looks_up && step.kind != StepKind::transfer) continue;
      found.push_back(fmt::format("ivr.flows.{}.{}: a bridge {} yet; remove the step", flow.name, step.name,
                                  looks_up ? "asks no outside sources" : "places no calls to the outside"));
    }
  }
}

}  // namespace

std::vector<std::string> unsupported(const scenarios::Bridge& bridge) {
  const scenarios::BridgeSettings& settings = bridge.settings;
  const scenarios::TollRules usual;
  std::vector<std::string> found;
  const auto refuse = [&](bool given, const char* key, const char* why) {
    if (given) found.push_back(fmt::format("bridge.{} is not supported yet: {}; remove it", key, why));
  };
  const char* no_calls_out = "the bridge places no calls to the outside";
  refuse(!settings.destinations.empty(), "destinations", no_calls_out);
  refuse(!settings.toll.allowed_prefixes.empty(), "toll.allowed_prefixes", no_calls_out);
  refuse(settings.toll.concurrent_per_agent != usual.concurrent_per_agent, "toll.concurrent_per_agent", no_calls_out);
  refuse(settings.toll.per_hour_per_agent != usual.per_hour_per_agent, "toll.per_hour_per_agent", no_calls_out);
  for (const scenarios::TrunkSettings& trunk : settings.trunks) {
    refuse(trunk.outbound_lines > 0, "trunks: outbound_lines", no_calls_out);
  }
  add_flows(bridge.scenario.centre, found);
  return found;
}

}  // namespace twinline::live
