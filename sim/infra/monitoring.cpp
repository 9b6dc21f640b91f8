#include "sim/infra/monitoring.hpp"

#include <algorithm>

namespace twinline::infra {

Monitoring::Monitoring(const scenarios::Infrastructure& infrastructure, const Services& services,
                       const Requests& requests, const Carrier& carrier)
    : infrastructure_(&infrastructure),
      services_(&services),
      requests_(&requests),
      carrier_(&carrier),
      sites_(infrastructure.sites.size(), SiteState::up),
      seen_(infrastructure.services.size()),
      forgotten_(infrastructure.services.size()) {
  for (const scenarios::Service& service : infrastructure.services) {
    ServiceHealth& health = health_.emplace_back();
    health.hosts_up = static_cast<std::uint32_t>(service.hosts.size());
  }
  if (sites_.size() > 1 || !health_.empty()) by_the_clock_ = world_start + infrastructure.monitoring_every;
}

Time Monitoring::next_time() const {
  return detections_.empty() ? by_the_clock_
                             : std::min(by_the_clock_, *std::min_element(detections_.begin(), detections_.end()));
}

void Monitoring::host_changed(scenarios::HostIndex host, bool down, Time now) {
  for (const scenarios::Service& service : infrastructure_->services) {
    if (std::find(service.hosts.begin(), service.hosts.end(), host) == service.hosts.end()) continue;
    detections_.push_back(down ? now + service.detection : now);
    if (down && service.switch_over > Duration{0}) detections_.push_back(now + service.detection + service.switch_over);
  }
}

Monitoring::Seen Monitoring::seen_of(scenarios::ServiceIndex service) const {
  const ServiceCounts& counts = requests_->counts()[service];
  const Seen& before = forgotten_[service];
  return {before.answered + counts.answered, before.failed + counts.failed, before.response + counts.response};
}

void Monitoring::before_counts_are_forgotten() {
  for (scenarios::ServiceIndex service = 0; service < forgotten_.size(); ++service) {
    forgotten_[service] = seen_of(service);
  }
}

void Monitoring::look(Time now, std::span<const SiteState> sites, std::vector<Occurrence>& told) {
  std::erase_if(detections_, [now](Time due) { return due <= now; });
  while (by_the_clock_ <= now) by_the_clock_ += infrastructure_->monitoring_every;
  for (std::size_t site = 0; site < sites.size(); ++site) {
    if (sites[site] == sites_[site]) continue;
    sites_[site] = sites[site];
    told.push_back({now, SiteReported{SiteIndex{site}, sites[site]}});
  }
  for (scenarios::ServiceIndex service = 0; service < health_.size(); ++service) {
    const ServiceHealth found = health_of(service, now);
    seen_[service] = seen_of(service);
    if (found == health_[service]) continue;
    health_[service] = found;
    told.push_back({now, ServiceReported{ServiceIndex{service}, found}});
  }
}

ServiceHealth Monitoring::health_of(scenarios::ServiceIndex service, Time now) const {
  const Seen now_seen = seen_of(service);
  const Seen& before = seen_[service];
  ServiceHealth health;
  health.up = services_->is_served(service, now);
  health.hosts_up = services_->known_up(service, now);
  for (const scenarios::HostIndex host : infrastructure_->services[service].hosts) {
    health.waiting += carrier_->load(HostIndex{host}).queue;
  }
  health.answered = static_cast<std::uint32_t>(now_seen.answered - before.answered);
  health.failed = static_cast<std::uint32_t>(now_seen.failed - before.failed);
  if (health.answered > 0) health.response = (now_seen.response - before.response) / health.answered;
  return health;
}

}  // namespace twinline::infra
