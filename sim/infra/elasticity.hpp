// Elastic hosts: looks at each of them now and then, orders cores while it is crowded, puts them to work when they have
// been provisioned, and gives them back when the load has gone. It counts what was bought. What the requests on a host
// are, and what their time means to calls, is not its business.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policies/contract/time.hpp"
#include "scenarios/schema/infrastructure.hpp"
#include "sim/infra/carrier.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace twinline::infra {

/// The cores of one elastic host.
struct BoughtCores {
  scenarios::HostIndex host = 0;
  std::uint32_t cores = 0;    ///< that serve now
  std::uint32_t most = 0;     ///< that served at once
  std::uint64_t ordered = 0;  ///< in all
  Duration core_time{0};      ///< from when each served until it was given back
};

class Elasticity {
 public:
  /// Both must outlive it. The carrier's hosts are those of the infrastructure, in its order, and come first.
  Elasticity(const scenarios::Infrastructure& infrastructure, Carrier& carrier, random::StreamSeed seed);

  /// When an elastic host is looked at next, or gets cores; `never` where there is none.
  Time next_time() const;

  /// Does what is due at this instant, to which the carrier has been advanced.
  void advance(Time now);

  /// The core time of an elastic host up to `now`, which lies before next_time(); nothing for another host.
  std::optional<Duration> core_time(scenarios::HostIndex host, Time now) const;

  /// Of each elastic host, in the order of the infrastructure.
  std::vector<BoughtCores> bought(Time now) const;

 private:
  struct Order {
    Time ready;
    std::uint32_t cores = 0;
  };
  struct ElasticHost {
    const scenarios::Elastic* rules;
    std::uint32_t fewest;
    random::Distribution provisioning;
    BoughtCores bought;
    std::vector<Order> orders;  ///< under way, the next one to be ready first
    Time next_check, counted_until;
    Duration busy_at_check{0}, core_time_at_check{0};
    std::uint64_t orders_placed = 0;

    Time next_time() const;
    std::uint32_t on_order() const;
    void count_until(Time now);
  };
  void take_ready(ElasticHost& host, Time now);
  void check(ElasticHost& host, Time now);
  void order(ElasticHost& host, std::uint32_t cores, Time now);
  void set_cores(ElasticHost& host, std::uint32_t cores);

  Carrier* carrier_;
  random::StreamSeed seed_;
  std::vector<ElasticHost> hosts_;
};

}  // namespace twinline::infra
