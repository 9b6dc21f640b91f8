// Changes of the frame in which the ACD works: forecasts, trunks, sites and services, another policy, another centre.
#include <stdexcept>
#include <utility>

#include "policies/acd/telling.hpp"

namespace twinline {
namespace {

bool takes_away(const Centre& present, const Centre& next) {
  return next.queues.size() < present.queues.size() || next.groups.size() < present.groups.size() ||
         next.agents.size() < present.agents.size() || next.trunks.size() < present.trunks.size() ||
         next.call_types.size() < present.call_types.size() || next.segments.size() < present.segments.size() ||
         next.skills.size() < present.skills.size() || next.sites.size() < present.sites.size() ||
         next.services.size() < present.services.size();
}

}  // namespace

void Acd::on(const ForecastIssued& fact) {
  if (fact.type.value >= forecasts_.size()) return;
  forecasts_[fact.type.value] = {fact.from, fact.until, fact.calls, fact.low, fact.high};
  emit(ForecastChanged{fact.type});
  ask_staffing(StaffingOccasion::Kind::forecast_changed, {});
  want(Occasion::Kind::forecast_changed);
}

void Acd::on(const TrunkChanged& fact) {
  if (fact.trunk.value < trunks_.size()) trunks_[fact.trunk.value].up = fact.up;
}

/// Whoever was held for a site, or kept from one, may have to go elsewhere now.
void Acd::on(const SiteReported& fact) {
  if (fact.site.value >= sites_.size() || sites_[fact.site.value].state == fact.state) return;
  sites_[fact.site.value] = {fact.state, now_};
  emit(SiteChanged{fact.site, fact.state});
  look_again_at_everything();
}

void Acd::on(const ServiceReported& fact) {
  if (fact.service.value >= services_.size()) return;
  ServiceView& service = services_[fact.service.value];
  if (service.health.up != fact.health.up) service.since = now_;
  service.health = fact.health;
  service.reported_at = now_;
  emit(ServiceChanged{fact.service});
}

std::uint32_t Acd::prepare(std::unique_ptr<RoutingPolicy> policy) {
  prepared_.push_back({std::move(policy), nullptr, nullptr, nullptr});
  return static_cast<std::uint32_t>(prepared_.size() - 1);
}

std::uint32_t Acd::prepare(std::unique_ptr<StaffingPolicy> policy) {
  prepared_.push_back({nullptr, std::move(policy), nullptr, nullptr});
  return static_cast<std::uint32_t>(prepared_.size() - 1);
}

std::uint32_t Acd::prepare(std::unique_ptr<IvrPolicy> policy) {
  prepared_.push_back({nullptr, nullptr, std::move(policy), nullptr});
  return static_cast<std::uint32_t>(prepared_.size() - 1);
}

std::uint32_t Acd::prepare(Centre centre) {
  if (takes_away(centre_, centre))
    throw std::invalid_argument("a centre in force may add to its tables at their ends, not take away");
  prepared_.push_back({nullptr, nullptr, nullptr, std::make_unique<Centre>(std::move(centre))});
  return static_cast<std::uint32_t>(prepared_.size() - 1);
}

void Acd::on(const PolicyPutInForce& fact) {
  if (fact.prepared >= prepared_.size()) return;
  Prepared& prepared = prepared_[fact.prepared];
  // What was in force stays in its place, so that going back is the same fact with the same number.
  switch (fact.kind) {
    case PolicyKind::routing:
      if (!prepared.routing) return;
      std::swap(policies_.routing, prepared.routing);
      routing_timers_.fill(never);
      break;
    case PolicyKind::staffing:
      if (!prepared.staffing) return;
      std::swap(policies_.staffing, prepared.staffing);
      staffing_timer_ = never;
      break;
    case PolicyKind::ivr:
      if (!prepared.ivr) return;
      std::swap(policies_.ivr, prepared.ivr);
      break;
  }
  update_interests();
  emit(PolicyChanged{fact.kind, fact.prepared});
  arm_policies_timer();
  if (fact.kind == PolicyKind::routing) look_again_at_everything();
  if (fact.kind == PolicyKind::staffing) ask_staffing(StaffingOccasion::Kind::start, {});
}

void Acd::on(const CentreReloaded& fact) {
  if (fact.prepared >= prepared_.size() || !prepared_[fact.prepared].centre) return;
  // One prepared before the present centre came into force may have become too small; the present one stays.
  if (takes_away(centre_, *prepared_[fact.prepared].centre)) return;
  centre_ = *prepared_[fact.prepared].centre;
  centre_.link();
  fit_tables();
  emit(CentreChanged{fact.prepared});
  // A group may allow its agents more or fewer calls at once.
  for (std::size_t agent = 0; agent < agents_.size(); ++agent) settle(AgentIndex{agent});
  for (CallView& call : calls_) {
    if (call.state == CallState::waiting) arm_timer(call);
  }
  look_again_at_everything();
}

}  // namespace twinline
