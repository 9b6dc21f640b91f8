// What goes down, or slow, and what goes down with it.
#include <algorithm>

#include "sim/infra/grid_world.hpp"

namespace twinline::infra {
namespace {

using scenarios::CallsOfFailedHost;
using scenarios::Outage;

/// Counts those who hold a thing down; true if that changes whether it is down.
bool changes(int& holders, bool down) {
  const bool was_down = holders > 0;
  holders += down ? 1 : -1;
  return was_down != (holders > 0);
}

/// Whether the centre has heard of the call; its table grows when it does.
bool knows(const View& view, CallId call) {
  return call && call.slot.value < view.calls.size() && view.call(call).id == call;
}

bool passes(const std::vector<LinkIndex>& links, LinkIndex link) {
  return std::find(links.begin(), links.end(), link) != links.end();
}

}  // namespace

void GridWorld::change(const Outages::Change& change, const View& view) {
  const Outage& outage = infrastructure_->outages[change.outage];
  if (outage.slows_to > 0) return slow_host(outage.which, outage.slows_to, change.down);
  switch (outage.of) {
    case Outage::Of::host: return set_host(outage.which, change.down, outage.of, view);
    case Outage::Of::link: return set_site_link(outage.which, change.down, outage.of, view);
    case Outage::Of::trunk: return set_trunk(outage.which, change.down, outage.of, view);
    case Outage::Of::site: return set_site(outage.which, change.down, view);
  }
}

/// Of several outages at once, the one that leaves least counts.
void GridWorld::slow_host(std::size_t host, double share, bool begins) {
  std::vector<double>& paces = paces_[host];
  if (begins) {
    paces.push_back(share);
  } else {
    paces.erase(std::find(paces.begin(), paces.end(), share));
  }
  carrier_->set_pace(grid_.host(host), paces.empty() ? 1.0 : *std::min_element(paces.begin(), paces.end()));
}

void GridWorld::set_host(std::size_t host, bool down, Outage::Of cause, const View& view) {
  if (!changes(hosts_down_[host], down)) return;
  services_.set_up(host, !down, now_);
  monitoring_.host_changed(host, down, now_);
  carrier_->switch_host(grid_.host(host), !down);
  if (!down) return;
  const scenarios::Steps& steps = infrastructure_->steps;
  const auto drops = [&](scenarios::ServiceIndex service) {
    return infrastructure_->services[service].calls == CallsOfFailedHost::dropped;
  };
  const bool with_signalling = steps.arrival && drops(steps.arrival->service);
  const bool with_media = steps.media && drops(steps.media->service);
  const auto goes_through = [&](const Call& call) -> std::optional<scenarios::ServiceIndex> {
    if (with_signalling && call.signalling == host) return steps.arrival->service;
    if (with_media && call.media == host) return steps.media->service;
    return std::nullopt;
  };
  for (const Call& call : calls_) {
    const auto service = goes_through(call);
    if (service && call.here && !call.cut_off) ++losses_.in_failover[*service];
  }
  drop_all([&](const Call& call) { return goes_through(call).has_value(); }, cause, view);
}

void GridWorld::set_site_link(std::size_t index, bool down, Outage::Of cause, const View& view) {
  if (!changes(links_down_[index], down)) return;
  const LinkIndex link = grid_.site_links[index];
  carrier_->switch_link(link, !down);
  if (!down) return;
  const auto concerned = [&](const Call& call) {
    return passes(call.line_links, link) || passes(call.talk_links, link);
  };
  drop_all(concerned, cause, view);
}

void GridWorld::set_trunk(std::size_t trunk, bool down, Outage::Of cause, const View& view) {
  if (!changes(trunks_down_[trunk], down)) return;
  carrier_->switch_link(grid_.access_links[trunk], !down);
  tell(TrunkChanged{TrunkIndex{trunk}, !down});
  if (down) drop_all([&](const Call& call) { return call.trunk == TrunkIndex{trunk}; }, cause, view);
}

void GridWorld::set_site(std::size_t site, bool down, const View& view) {
  if (!changes(sites_down_[site], down)) return;
  for (std::size_t trunk = 0; trunk < infrastructure_->access.size(); ++trunk) {
    if (infrastructure_->access[trunk].site == site) set_trunk(trunk, down, Outage::Of::site, view);
  }
  for (std::size_t link = 0; link < infrastructure_->links.size(); ++link) {
    const scenarios::SiteLink& joins = infrastructure_->links[link];
    if (joins.from == site || joins.to == site) set_site_link(link, down, Outage::Of::site, view);
  }
  for (std::size_t host = 0; host < infrastructure_->hosts.size(); ++host) {
    if (infrastructure_->hosts[host].site == site) set_host(host, down, Outage::Of::site, view);
  }
  set_agents(site, down, view);
}

/// As somebody who looks at it from outside finds it.
SiteState GridWorld::state_of_site(std::size_t site) const {
  if (sites_down_[site] > 0) return SiteState::down;
  bool joined = false, alone = true;
  for (std::size_t link = 0; link < infrastructure_->links.size(); ++link) {
    const scenarios::SiteLink& joins = infrastructure_->links[link];
    if (joins.from != site && joins.to != site) continue;
    const std::size_t other = joins.from == site ? joins.to : joins.from;
    if (sites_down_[other] > 0) continue;  // nobody is there
    joined = joined || links_down_[link] == 0;
    alone = false;
  }
  return joined || alone ? SiteState::up : SiteState::cut_off;
}

void GridWorld::look_around() {
  std::vector<SiteState> sites;
  for (std::size_t site = 0; site < sites_down_.size(); ++site) sites.push_back(state_of_site(site));
  monitoring_.look(now_, sites, told_);
}

/// Those who sit there have no phone any more, or have it back. Who is in a talk loses the call with it.
void GridWorld::set_agents(std::size_t site, bool down, const View& view) {
  const auto sits_there = [&](AgentIndex agent) {
    return agent && grid_.site_of_group[view.agent(agent).group.value] == site;
  };
  for (std::size_t agent = 0; agent < view.agents.size(); ++agent) {
    const AgentIndex index{agent};
    const AgentView& state = view.agent(index);
    if (!sits_there(index) || state.state == AgentState::logged_out) continue;
    if (down) {
      tell(AgentPresenceChanged{index, Presence::not_ready, NotReadyReason::phone_lost});
    } else if (state.state == AgentState::not_ready && state.reason == NotReadyReason::phone_lost) {
      tell(AgentPresenceChanged{index, Presence::ready, NotReadyReason::none});
    }
  }
  if (!down) return;
  for (Call& call : calls_) {
    if (!call.here || !knows(view, call.id)) continue;
    const CallView& seen = view.call(call.id);
    if (seen.state == CallState::offered && sits_there(seen.agent)) {
      const std::optional<Offer> offer = call.held_offer ? call.held_offer : call.offer;
      if (call.held_offer) {
        ring_late(call, false, view);
      } else if (offer) {
        fast_.perform_wish(WithdrawOffer{offer->offer, call.id}, view);
        tell(OfferRefused{offer->offer, OfferRefusal::unreachable});
      }
    } else if (seen.state == CallState::talking && sits_there(seen.agent)) {
      drop(call, Outage::Of::site, view);
    }
  }
}

template <class Concerned>
void GridWorld::drop_all(Concerned concerned, Outage::Of cause, const View& view) {
  for (Call& call : calls_) {
    if (call.here && concerned(call)) drop(call, cause, view);
  }
}

/// The call is cut off, wherever it is.
void GridWorld::drop(Call& call, Outage::Of cause, const View& view) {
  if (call.cut_off) return;
  call.cut_off = true;
  ++losses_.dropped[static_cast<std::size_t>(cause)];
  if (call.asks == Asks::arrival) {
    stop_line(call);
    return end_unheard(call);
  }
  // Not known to the centre yet, or told of a moment ago: what it hears next is that the caller is gone.
  if (!knows(view, call.id)) return tell(CallerHungUp{call.id});
  fast_.cut_off(call.id.slot, view);
}

}  // namespace twinline::infra
