#include "sim/infra/services.hpp"

namespace twinline::infra {

using scenarios::Redundancy;
using scenarios::Service;

Services::Services(const scenarios::Infrastructure& infrastructure)
    : infrastructure_(&infrastructure),
      hosts_(infrastructure.hosts.size()),
      turns_(infrastructure.services.size(), 0) {}

void Services::set_up(scenarios::HostIndex host, bool up, Time now) { hosts_[host] = {up, now}; }

bool Services::seems_up(const Service& service, scenarios::HostIndex host, Time now) const {
  const HostState& state = hosts_[host];
  return state.up || now < state.since + service.detection;
}

std::optional<scenarios::HostIndex> Services::choose(scenarios::ServiceIndex index, Time now) {
  const Service& service = infrastructure_->services[index];
  if (service.redundancy == Redundancy::active_standby) {
    for (const scenarios::HostIndex host : service.hosts) {
      if (seems_up(service, host, now)) return host;
      // The next one in line takes its time, counted from when this one was found to be down.
      if (now < hosts_[host].since + service.detection + service.switch_over) return std::nullopt;
    }
    return std::nullopt;
  }
  for (std::size_t tried = 0; tried < service.hosts.size(); ++tried) {
    const scenarios::HostIndex host = service.hosts[turns_[index]++ % service.hosts.size()];
    if (seems_up(service, host, now)) return host;
  }
  return std::nullopt;
}

}  // namespace twinline::infra
