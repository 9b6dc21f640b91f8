#include "sim/infra/services.hpp"

#include <algorithm>

namespace twinline::infra {

using scenarios::Redundancy;
using scenarios::Service;

Services::Services(const scenarios::Infrastructure& infrastructure)
    : infrastructure_(&infrastructure),
      hosts_(infrastructure.hosts.size()),
      turns_(infrastructure.services.size(), 0),
      dealt_with_(infrastructure.services.size(), world_start) {}

void Services::set_up(scenarios::HostIndex host, bool up, Time now) {
  for (scenarios::ServiceIndex service = 0; service < infrastructure_->services.size(); ++service) {
    const auto& hosts = infrastructure_->services[service].hosts;
    if (std::find(hosts.begin(), hosts.end(), host) != hosts.end()) go_by(service, host, now);
  }
  hosts_[host] = {up, now};
}

/// A host of the service is about to go down, or to come back.
void Services::go_by(scenarios::ServiceIndex index, scenarios::HostIndex changed, Time now) {
  const Service& service = infrastructure_->services[index];
  const Duration takes =
      service.redundancy == Redundancy::active_standby ? service.detection + service.switch_over : service.detection;
  if (hosts_[changed].up) {
    if (is_used(service, changed, now)) dealt_with_[index] = std::max(dealt_with_[index], now + takes);
    return;
  }
  dealt_with_[index] = std::min(dealt_with_[index], now);
  for (const scenarios::HostIndex host : service.hosts) {
    if (host == changed || hosts_[host].up) continue;
    dealt_with_[index] = std::max(dealt_with_[index], hosts_[host].since + takes);
  }
}

bool Services::seems_up(const Service& service, scenarios::HostIndex host, Time now) const {
  return hosts_[host].up || now < found_down(service, host);
}

/// Whether requests of this instant may be sent there.
bool Services::is_used(const Service& service, scenarios::HostIndex host, Time now) const {
  if (service.redundancy == Redundancy::active_active) return seems_up(service, host, now);
  const auto first = std::find_if(service.hosts.begin(), service.hosts.end(),
                                  [&](scenarios::HostIndex other) { return seems_up(service, other, now); });
  return first != service.hosts.end() && *first == host;
}

bool Services::serves(scenarios::ServiceIndex index, Time now) const {
  const Service& service = infrastructure_->services[index];
  for (const scenarios::HostIndex host : service.hosts) {
    if (hosts_[host].up) return true;
    const bool is_waited_for = now < found_down(service, host) + service.switch_over;
    if (service.redundancy == Redundancy::active_standby && is_waited_for) return false;
  }
  return false;
}

bool Services::is_impaired(scenarios::ServiceIndex index, Time now) const {
  if (!serves(index, now)) return true;
  const Service& service = infrastructure_->services[index];
  return std::any_of(service.hosts.begin(), service.hosts.end(),
                     [&](scenarios::HostIndex host) { return !hosts_[host].up && is_used(service, host, now); });
}

Time Services::next_change(scenarios::ServiceIndex index, Time now) const {
  const Service& service = infrastructure_->services[index];
  Time next = never;
  for (const scenarios::HostIndex host : service.hosts) {
    if (hosts_[host].up) continue;
    for (const Time change : {found_down(service, host), found_down(service, host) + service.switch_over}) {
      if (change > now) next = std::min(next, change);
    }
  }
  return next;
}

/// Of an active_standby service.
std::optional<scenarios::HostIndex> Services::first_in_line(const Service& service, Time now) const {
  for (const scenarios::HostIndex host : service.hosts) {
    if (seems_up(service, host, now)) return host;
    // The next one in line takes its time, counted from when this one was found to be down.
    if (now < found_down(service, host) + service.switch_over) return std::nullopt;
  }
  return std::nullopt;
}

std::uint32_t Services::known_up(scenarios::ServiceIndex index, Time now) const {
  const Service& service = infrastructure_->services[index];
  const auto up = std::count_if(service.hosts.begin(), service.hosts.end(),
                                [&](scenarios::HostIndex host) { return seems_up(service, host, now); });
  return static_cast<std::uint32_t>(up);
}

bool Services::is_served(scenarios::ServiceIndex index, Time now) const {
  const Service& service = infrastructure_->services[index];
  if (service.redundancy == Redundancy::active_standby) return first_in_line(service, now).has_value();
  return known_up(index, now) > 0;
}

std::optional<scenarios::HostIndex> Services::choose(scenarios::ServiceIndex index, Time now) {
  const Service& service = infrastructure_->services[index];
  if (service.redundancy == Redundancy::active_standby) return first_in_line(service, now);
  for (std::size_t tried = 0; tried < service.hosts.size(); ++tried) {
    const scenarios::HostIndex host = service.hosts[turns_[index]++ % service.hosts.size()];
    if (seems_up(service, host, now)) return host;
  }
  return std::nullopt;
}

}  // namespace twinline::infra
