#include "policies/acd/defect.hpp"

#include <cmath>

namespace twinline::acd {
namespace {

using Defect = std::optional<std::string>;

Defect beyond(const char* what, std::uint64_t number, std::uint64_t size) {
  return std::string{what}.append(" ").append(std::to_string(number)).append(" of ").append(std::to_string(size));
}

/// What a fact names has to be there.
class Gate {
 public:
  explicit Gate(const View& view) : view_(&view), centre_(view.centre) {}

  Defect operator()(const CallArrived& fact) const {
    if (auto defect = present("call type", fact.type, centre_->call_types.size())) return defect;
    if (auto defect = present_or_none("segment", fact.segment, centre_->segments.size())) return defect;
    if (auto defect = present_or_none("trunk", fact.trunk, centre_->trunks.size())) return defect;
    if (auto defect = of(fact.attributes)) return defect;
    if (!fact.call) return "a call without a slot";
    if (auto defect = of(fact.call)) return defect;
    if (!std::isfinite(fact.value)) return "a call's value that is no number";
    const std::uint32_t slot = fact.call.slot.value;
    const bool taken = slot < view_->calls.size() && view_->calls[slot].state != CallState::gone;
    if (taken && view_->calls[slot].id != fact.call)
      return std::string{"a call in slot "}.append(std::to_string(slot)).append(", whose call has not ended");
    return std::nullopt;
  }
  Defect operator()(const OfferAnswered& fact) const { return of(fact.offer.agent); }
  Defect operator()(const OfferRefused& fact) const { return of(fact.offer.agent); }
  Defect operator()(const TalkEnded& fact) const {
    if (fact.hold < Duration{0}) return "a hold time below zero";
    if (fact.hold > latest_time - world_start) return "a hold time longer than any world";
    return of(fact.call);
  }
  Defect operator()(const TimerFired& fact) const {
    switch (fact.timer.owner) {
      case TimerId::Owner::call: return of(CallId{CallSlot{fact.timer.position}, fact.timer.generation});
      case TimerId::Owner::agent: return of(AgentIndex{fact.timer.position});
      case TimerId::Owner::policies: break;
    }
    return std::nullopt;
  }
  Defect operator()(const AgentPresenceChanged& fact) const { return of(fact.agent); }
  Defect operator()(const AgentMoved& fact) const {
    if (auto defect = of(fact.agent)) return defect;
    return present("agent group", fact.group, centre_->groups.size());
  }
  Defect operator()(const CallTransferred& fact) const {
    if (auto defect = of(fact.call)) return defect;
    return present_or_none("call type", fact.type, centre_->call_types.size());
  }
  Defect operator()(const AttributesLearned& fact) const { return of(fact.call, fact.attributes); }
  Defect operator()(const LookUpEnded& fact) const { return of(fact.call, fact.attributes); }
  Defect operator()(const RequestAnswered& fact) const { return of(fact.agent); }
  Defect operator()(const ForecastIssued& fact) const {
    if (!std::isfinite(fact.calls) || !std::isfinite(fact.low) || !std::isfinite(fact.high))
      return "a forecast that is no number";
    return present("call type", fact.type, centre_->call_types.size());
  }
  Defect operator()(const WaitingReleased& fact) const { return present("queue", fact.queue, centre_->queues.size()); }
  Defect operator()(const TrunkChanged& fact) const { return present("trunk", fact.trunk, centre_->trunks.size()); }
  Defect operator()(const SiteReported& fact) const { return present("site", fact.site, centre_->sites.size()); }
  Defect operator()(const ServiceReported& fact) const {
    if (fact.health.response < Duration{0}) return "a response time below zero";
    return present("service", fact.service, centre_->services.size());
  }
  Defect operator()(const PolicyPutInForce&) const { return std::nullopt; }  // the ACD knows what it was given
  Defect operator()(const CentreReloaded&) const { return std::nullopt; }

  /// Everything else names a call and nothing more.
  template <class OfACall>
  Defect operator()(const OfACall& fact) const {
    return of(fact.call);
  }

 private:
  template <class Place>
  static Defect present(const char* what, Place index, std::size_t size) {
    if (index.value < size) return std::nullopt;
    return index ? beyond(what, index.value, size) : Defect{std::string{"no "}.append(what)};
  }
  template <class Place>
  static Defect present_or_none(const char* what, Place index, std::size_t size) {
    return index ? present(what, index, size) : std::nullopt;
  }
  Defect of(AgentIndex agent) const { return present("agent", agent, centre_->agents.size()); }
  static Defect of(CallId call) { return present_or_none("call slot", call.slot, most_call_slots); }
  Defect of(Attributes attributes) const {
    if (attributes.size() > max_attributes) return beyond("attributes,", attributes.size(), max_attributes);
    for (const Attribute& attribute : attributes) {
      if (auto defect = present("attribute", attribute.name, centre_->attributes.size())) return defect;
    }
    return std::nullopt;
  }
  Defect of(CallId call, Attributes attributes) const {
    if (auto defect = of(call)) return defect;
    return of(attributes);
  }

  const View* view_;
  const Centre* centre_;
};

}  // namespace

std::optional<std::string> defect_of(const Occurrence& occurrence, const View& view) {
  if (occurrence.at < view.now) return "a time before that of the last fact";
  if (occurrence.at > latest_time) return "a time beyond the end of any world";
  return std::visit(Gate(view), occurrence.fact);
}

}  // namespace twinline::acd
