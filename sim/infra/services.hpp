// Who serves a request: which of a service's hosts it is sent to, as far as the centre knows what is up. What is down
// and not yet known to be is still sent to, and that is what detection costs. When hosts fail is decided elsewhere.
#pragma once

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

  /// To be told whenever a host goes down or comes back. What comes back is seen at once.
  void set_up(scenarios::HostIndex host, bool up, Time now);

 private:
  struct HostState {
    bool up = true;
    Time since;
  };
  bool seems_up(const scenarios::Service& service, scenarios::HostIndex host, Time now) const;

  const scenarios::Infrastructure* infrastructure_;
  std::vector<HostState> hosts_;
  std::vector<std::size_t> turns_;  ///< by service: whose turn it is
};

}  // namespace twinline::infra
