// What somebody who watches the grid of a live centre knows of it, and when. Sites and services are looked at by the
// clock; a failed host is also noticed when its service has detected it, and a standby when it serves. What is found is
// told as facts, and only where it is otherwise than before. Whoever watches changes nothing.
#pragma once

#include <span>
#include <vector>

#include "policies/contract/facts.hpp"
#include "scenarios/schema/infrastructure.hpp"
#include "sim/infra/carrier.hpp"
#include "sim/infra/requests.hpp"
#include "sim/infra/services.hpp"

namespace twinline::infra {

class Monitoring {
 public:
  /// All must outlive this.
  Monitoring(const scenarios::Infrastructure& infrastructure, const Services& services, const Requests& requests,
             const Carrier& carrier);

  /// When to look next; `never` where there is nothing to see.
  Time next_time() const;

  /// To be told when the requests' counts are about to begin anew.
  void before_counts_are_forgotten();

  /// To be told whenever a host goes down or comes back.
  void host_changed(scenarios::HostIndex host, bool down, Time now);

  /// Looks at the services, and at the sites, whose states are given; appends a fact of each that has changed.
  void look(Time now, std::span<const SiteState> sites, std::vector<Occurrence>& told);

 private:
  /// Of one service, since the world's start.
  struct Seen {
    std::uint64_t answered = 0, failed = 0;
    Duration response{0};
  };

  Seen seen_of(scenarios::ServiceIndex service) const;
  ServiceHealth health_of(scenarios::ServiceIndex service, Time now) const;

  const scenarios::Infrastructure* infrastructure_;
  const Services* services_;
  const Requests* requests_;
  const Carrier* carrier_;
  std::vector<SiteState> sites_;       ///< as told last
  std::vector<ServiceHealth> health_;  ///< likewise
  std::vector<Seen> seen_;             ///< until the last look
  std::vector<Seen> forgotten_;        ///< what the requests do not count any more
  std::vector<Time> detections_;       ///< to come
  Time by_the_clock_ = never;
};

}  // namespace twinline::infra
