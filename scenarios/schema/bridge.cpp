#include "scenarios/schema/bridge.hpp"

#include <algorithm>

namespace twinline::scenarios {

std::string to_string(const Endpoint& endpoint) {
  const bool is_ipv6 = endpoint.address.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + endpoint.address + "]" : endpoint.address;
  return host + ":" + std::to_string(endpoint.port);
}

const SipListener* listener_for_edge(const SipSettings& sip) {
  const auto fits = [](const SipListener& listener) {
    return listener.transport == SipTransport::udp && listener.at.address != "0.0.0.0" && listener.at.address != "::";
  };
  const auto found = std::find_if(sip.listen.begin(), sip.listen.end(), fits);
  return found == sip.listen.end() ? nullptr : &*found;
}

const TrunkSettings* settings_of(const BridgeSettings& settings, TrunkIndex trunk) {
  const auto found = std::find_if(settings.trunks.begin(), settings.trunks.end(),
                                  [trunk](const TrunkSettings& known) { return known.trunk == trunk; });
  return found == settings.trunks.end() ? nullptr : &*found;
}

}  // namespace twinline::scenarios
