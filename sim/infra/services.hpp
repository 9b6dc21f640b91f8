// Who serves a request: which of a service's hosts it is sent to, as far as the centre knows what is up. What is down
// and not yet known to be is still sent to, and that is what detection costs. When hosts fail is decided elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policies/contract/time.hpp"
#include "scenarios/schema/infrastructure.hpp"

namespace twinline::infra {

class Services {
 public:
  /// The infrastructure must outlive this.
  explicit Services(const scenarios::Infrastructure& infrastructure);

  /// The host, by the scenario's index; nothing while nobody is known to serve. Takes turns, so it counts.
  std::optional<scenarios::HostIndex> choose(scenarios::ServiceIndex service, Time now);

  /// Whether choose() would find a host.
  bool is_served(scenarios::ServiceIndex service, Time now) const;

  /// How many of the service's hosts are known to work.
  std::uint32_t known_up(scenarios::ServiceIndex service, Time now) const;

  /// To be told whenever a host goes down or comes back. What comes back is seen at once.
  void set_up(scenarios::HostIndex host, bool up, Time now);

  /// Whether a request of this instant would meet a host that is up, if need be after another try.
  bool serves(scenarios::ServiceIndex service, Time now) const;

  /// Whether it does not, or a request may still be sent to a host that is down.
  bool is_impaired(scenarios::ServiceIndex service, Time now) const;

  /// When either may change next by itself, while no host goes down or comes back.
  Time next_change(scenarios::ServiceIndex service, Time now) const;

  /// When the latest failure of a host that was in use is, or was, dealt with: found, and a standby serves, or the host
  /// is back. The world's start if there has been none.
  Time dealt_with(scenarios::ServiceIndex service) const { return dealt_with_[service]; }

 private:
  struct HostState {
    bool up = true;
    Time since;
  };
  std::optional<scenarios::HostIndex> first_in_line(const scenarios::Service& service, Time now) const;
  bool seems_up(const scenarios::Service& service, scenarios::HostIndex host, Time now) const;
  bool is_used(const scenarios::Service& service, scenarios::HostIndex host, Time now) const;
  Time found_down(const scenarios::Service& service, scenarios::HostIndex host) const {
    return hosts_[host].since + service.detection;
  }
  void go_by(scenarios::ServiceIndex service, scenarios::HostIndex changed, Time now);

  const scenarios::Infrastructure* infrastructure_;
  std::vector<HostState> hosts_;
  std::vector<std::size_t> turns_;  ///< by service: whose turn it is
  std::vector<Time> dealt_with_;    ///< by service
};

}  // namespace twinline::infra
