// A degraded mode of the IVR. Calls go through the flow that their type names as long as a service that it needs is
// well; while it is down or overloaded, calls that come go past it, into the queue or through a flow of their own. Who
// is under way goes on. What it knows of the service is what monitoring reports.
//
// It is a circuit breaker (Nygard 2018, Release It!, section on stability patterns): a while after the service is well
// again the flow is tried anew, and a service that is asked by nobody is soon well.
#pragma once

#include <string>

#include "policies/contract/ivr_policy.hpp"
#include "policies/contract/registry.hpp"
#include "policies/ivr/flow_policy.hpp"

namespace twinline {

class IvrBypass final : public IvrPolicy {
 public:
  static constexpr PolicyInfo info{"ivr_bypass", 1,
                                   "As flow, but past it, or through a shorter one, while a service is down or "
                                   "overloaded."};
  struct Params {
    std::string service{};
    std::string flow{};
    std::int64_t waiting_above = 100;
    Duration response_above = 5s;
    double failed_above = 0.5;
    Duration recovered_for = 60s;
  };
  static constexpr auto schema = fields(
      field("service", &Params::service, {}, "The service that the flow needs; must be given."),
      field("flow", &Params::flow, {}, "The flow that calls go through meanwhile; empty: straight to the queue."),
      field("waiting_above", &Params::waiting_above, between<std::int64_t>(0, 1'000'000),
            "Overloaded when more requests than this wait on its hosts."),
      field("response_above", &Params::response_above, between(Duration{1ms}, Duration{1h}),
            "Overloaded when answers take longer than this on average."),
      field("failed_above", &Params::failed_above, between(0.0, 1.0),
            "Overloaded when a greater share of its requests gets no answer."),
      field("recovered_for", &Params::recovered_for, between(Duration{0}, Duration{24h}),
            "How long it has to be well before calls go through their flow again."));

  /// Throws std::invalid_argument for a service or flow that the centre does not have.
  IvrBypass(const Centre& centre, const Params& params);

  IvrDecision decide(const View& view, const IvrOccasion& occasion) const override;
  HappeningSet interests() const override { return HappeningSet::of<ServiceChanged>(); }
  void learn(const Happening& happening, const View& view) override;
  void save(StateWriter& writer) const override;
  void restore(StateReader& reader) override;

 private:
  bool is_well(const ServiceHealth& health) const;

  FlowPolicy flows_;
  ServiceIndex service_;
  FlowIndex meanwhile_;
  Params params_;
  Time bypassed_until_ = world_start;  ///< `never` while the service is not well
};

}  // namespace twinline
