// What the people do, on its way to the centre, and what the grid does by itself.
#include "sim/infra/grid_world.hpp"

#include <algorithm>

#include "sim/people/sampler.hpp"

namespace twinline::infra {
namespace {

using scenarios::Outage;

std::optional<PreparedRequest> prepared(const std::optional<scenarios::Request>& request) {
  return request ? std::optional<PreparedRequest>{*request} : std::nullopt;
}

}  // namespace

GridWorld::PreparedSteps::PreparedSteps(const scenarios::Steps& written)
    : arrival(prepared(written.arrival)),
      prompt(prepared(written.prompt)),
      keys(prepared(written.keys)),
      ringing(prepared(written.ringing)),
      talk(prepared(written.talk)) {
  for (const auto& request : written.look_ups) look_ups.push_back(prepared(request));
  if (written.silence) silence = sim::sampler(*written.silence);
}

GridWorld::GridWorld(const scenarios::Scenario& scenario, const sim::ReplayLog& log, const sim::Draws& draws,
                     const std::optional<Booking>& booking)
    : scenario_(&scenario),
      infrastructure_(&*scenario.infrastructure),
      fast_(scenario, log, draws),
      seed_(draws.own()),
      grid_(lay_out(scenario)),
      carrier_(make_carrier(grid_.platform)),
      services_(*infrastructure_),
      requests_(*carrier_, services_, infrastructure_->services.size()),
      steps_(infrastructure_->steps),
      media_load_(*carrier_, grid_.platform.links.size(),
                  infrastructure_->steps.media ? infrastructure_->steps.media->bandwidth : 0),
      outages_(scenario, seed_),
      elasticity_(*infrastructure_, *carrier_, seed_),
      monitoring_(*infrastructure_, services_, requests_, *carrier_),
      paces_(infrastructure_->hosts.size()),
      hosts_down_(infrastructure_->hosts.size(), 0),
      links_down_(infrastructure_->links.size(), 0),
      trunks_down_(infrastructure_->access.size(), 0),
      sites_down_(infrastructure_->sites.size(), 0) {
  forget_counts();
  if (booking) book_.emplace(scenario, grid_, *carrier_, services_, elasticity_, *booking);
  if (steps_.ringing) fast_.expect_late_ringing();
}

const Occurrence* GridWorld::next(const View& view) {
  for (;;) {
    if (next_told_ < told_.size()) return &told_[next_told_++];
    told_.clear();
    next_told_ = 0;
    const Time people = fast_.next_time();
    const Time grid =
        std::min({requests_.next_time(), timers_.next_time(), outages_.next_time(), elasticity_.next_time()});
    if (std::min(grid, people) == never) return nullptr;  // who only watches keeps no world alive
    const Time own = std::max(std::min(grid, monitoring_.next_time()), now_);
    pass_to(std::min(own, people));
    if (own <= people) {
      if (fast_.is_over(own)) return nullptr;
      now_ = own;
      go_on(view);
      continue;
    }
    const Occurrence* occurrence = fast_.next(view);
    if (occurrence == nullptr) return nullptr;
    now_ = occurrence->at;
    if (const Occurrence* taken_up = take_up(*occurrence, view)) return taken_up;
  }
}

/// The fact as the centre hears of it now; null if it has to wait, or comes to nothing.
const Occurrence* GridWorld::take_up(const Occurrence& occurrence, const View& view) {
  if (const auto* arrival = std::get_if<CallArrived>(&occurrence.fact)) {
    take_in(*arrival, view);
    return nullptr;
  }
  if (const auto* input = std::get_if<InputReceived>(&occurrence.fact)) {
    if (!steps_.keys || input->outcome != InputOutcome::entered) return &occurrence;
    hold_keys(*input);
    return nullptr;
  }
  if (const auto* answer = std::get_if<LookUpEnded>(&occurrence.fact)) {
    cancel_timer(call_in(answer->call.slot), deadline);
  } else if (const auto* ended = std::get_if<TalkEnded>(&occurrence.fact)) {
    end_talk(*ended, view);
  } else if (const auto* transferred = std::get_if<CallTransferred>(&occurrence.fact)) {
    leave_agent(call_in(transferred->call.slot));
  } else if (const auto* change = std::get_if<AgentPresenceChanged>(&occurrence.fact)) {
    const std::size_t site = grid_.site_of_group[view.agent(change->agent).group.value];
    if (change->presence == Presence::ready && sites_down_[site] > 0) {
      passed_ = {now_, AgentPresenceChanged{change->agent, Presence::not_ready, NotReadyReason::phone_lost}};
      return &passed_;
    }
  }
  return &occurrence;
}

GridWorld::Call& GridWorld::call_in(CallSlot slot) {
  if (slot.value >= calls_.size()) {
    calls_.resize(std::max<std::size_t>(slot.value + 1, calls_.size() * 2));
    timers_.grow(calls_.size() * timers_per_call);
  }
  return calls_[slot.value];
}

void GridWorld::take_in(const CallArrived& arrival, const View& view) {
  Call& call = call_in(arrival.call.slot);
  call = Call{};
  call.id = arrival.call;
  call.key = arrival.key;
  call.here = true;
  call.trunk = trunk_for(call, arrival.trunk, view);
  if (call.trunk) call.site = infrastructure_->access[call.trunk.value].site;
  call.held_attributes.assign(arrival.attributes.begin(), arrival.attributes.end());
  CallArrived held = arrival;
  held.trunk = call.trunk;
  call.held_fact = held;
  if (!steps_.arrival || (call.trunk && trunks_down_[call.trunk.value] > 0)) return admit(call);
  const HostIndex from = call.trunk ? grid_.carriers[call.trunk.value] : grid_.site_doors[0];
  begin_on_line(call, Asks::arrival, *steps_.arrival, from);
}

/// The carrier sees that a trunk is down or full, and tries those that it overflows to, then those that these overflow
/// to. A call that nobody takes stays where it was sent.
TrunkIndex GridWorld::trunk_for(Call& call, TrunkIndex wanted, const View& view) {
  if (!wanted || is_taken_by(wanted, call, view)) return wanted;
  std::vector<TrunkIndex> tried{wanted};
  for (std::size_t next = 0; next < tried.size(); ++next) {
    for (const TrunkIndex other : infrastructure_->access[tried[next].value].overflow) {
      if (std::find(tried.begin(), tried.end(), other) != tried.end()) continue;
      ++trunk_attempts_[tried.back().value].overflowed;  // it had refused the call before
      if (is_taken_by(other, call, view)) {
        ++losses_.overflowed;
        return other;
      }
      tried.push_back(other);
    }
  }
  return wanted;
}

bool GridWorld::is_taken_by(TrunkIndex trunk, Call& call, const View& view) {
  reports::TrunkAttempts& attempts = trunk_attempts_[trunk.value];
  ++attempts.attempts;
  const std::uint32_t lines = scenario_->centre.trunks[trunk.value].lines;
  const bool is_down = trunks_down_[trunk.value] > 0;
  call.has_line = !is_down && (lines == 0 || view.trunks[trunk.value].busy_lines < lines);
  if (!call.has_line) ++(is_down ? attempts.down : attempts.full);
  return call.has_line;
}

/// The centre hears of the call.
void GridWorld::admit(Call& call) {
  if (const auto& media = infrastructure_->steps.media) {
    call.media = services_.choose(media->service, now_);
    if (!call.media) {
      lost(&CallLosses::unreached, media->service, now_);
      return end_unheard(call);
    }
    if (call.trunk) call.line_links.push_back(grid_.access_links[call.trunk.value]);
    const auto& inside = grid_.between_sites[call.site][infrastructure_->hosts[*call.media].site];
    call.line_links.insert(call.line_links.end(), inside.begin(), inside.end());
    add_sound(call.line_links);
  }
  CallArrived arrival = std::get<CallArrived>(call.held_fact);
  arrival.attributes = call.held_attributes;
  tell(arrival);
}

/// The centre never hears of the call.
void GridWorld::end_unheard(Call& call) {
  ++losses_.unheard;
  call.here = false;
  fast_.lose(call.id.slot);
}

void GridWorld::hold_keys(const InputReceived& input) {
  Call& call = call_in(input.call.slot);
  call.held_fact = input;
  begin_on_line(call, Asks::keys, *steps_.keys, grid_.site_doors[call.site]);
}

void GridWorld::end_talk(const TalkEnded& ended, const View& view) {
  Call& call = call_in(ended.call.slot);
  leave_agent(call);
  if (scenario_->centre.call_types[view.call(ended.call.slot).type.value].survey) return;
  end_sound(call.line_links);
}

/// The agent is out of the call, which goes on.
void GridWorld::leave_agent(Call& call) {
  requests_.cancel(slot_of(call, talk), now_);
  end_sound(call.talk_links);
}

/// Nothing happens before this instant.
void GridWorld::pass_to(Time now) {
  if (book_ && now != never && book_->pass_to(now)) forget_counts();
}

void GridWorld::forget_counts() {
  monitoring_.before_counts_are_forgotten();
  requests_.forget_counts();
  losses_ = {};
  losses_.in_failover.assign(infrastructure_->services.size(), 0);
  trunk_attempts_.assign(infrastructure_->access.size(), {});
}

/// What is due now: outages before cores that come and go, before answers, before time-outs of callers; what is seen of
/// it all comes last.
void GridWorld::go_on(const View& view) {
  fast_.pass_to(now_);
  if (outages_.next_time() <= now_) {
    requests_.reach(now_);
    if (book_) book_->before_change(now_);
    while (outages_.next_time() <= now_) change(outages_.pop(), view);
    if (book_) book_->after_change(now_, trunks_down_, sites_down_);
  }
  if (elasticity_.next_time() <= now_) {
    requests_.reach(now_);
    elasticity_.advance(now_);
  }
  answers_.clear();
  if (requests_.next_time() <= now_) requests_.advance(now_, answers_);
  for (const Requests::Answer& answer : answers_) answered(answer, view);
  while (timers_.next_time() <= now_) fire(timers_.pop(), view);
  if (monitoring_.next_time() <= now_) look_around();
}

void GridWorld::answered(const Requests::Answer& answer, const View& view) {
  Call& call = calls_[answer.slot / requests_per_call];
  switch (static_cast<RequestOf>(answer.slot % requests_per_call)) {
    case line: return line_answered(call, answer.ok, view);
    case ringing: return ring_late(call, answer.ok, view);
    case talk: return fast_.resume(call.id.slot, call.talk_left);  // an agent goes on without an answer, too
    case requests_per_call: break;
  }
}

void GridWorld::line_answered(Call& call, bool ok, const View& view) {
  const Asks asked = call.asks;
  call.asks = Asks::nothing;
  cancel_timer(call, silence);
  switch (asked) {
    case Asks::arrival:
      if (ok) {
        call.signalling = requests_.host_of(slot_of(call, line));
        return admit(call);
      }
      lost(&CallLosses::unreached, steps_.arrival->written.service, requests_.begin_of(slot_of(call, line)));
      return end_unheard(call);
    case Asks::keys: {
      InputReceived input = std::get<InputReceived>(call.held_fact);
      if (!ok) input = {call.id, InputOutcome::failed, 0, {}};
      return tell(input);
    }
    case Asks::prompt:
      if (ok) return fast_.perform_wish(*call.held_wish, view);
      if (std::holds_alternative<Collect>(*call.held_wish)) {
        return tell(InputReceived{call.id, InputOutcome::failed, 0, {}});
      }
      return tell(TreatmentEnded{call.id, TreatmentOutcome::failed});
    case Asks::look_up:
      if (ok) return fast_.perform_wish(*call.held_wish, view);
      cancel_timer(call, deadline);
      return tell(LookUpEnded{call.id, LookUpOutcome::failed, {}});
    case Asks::nothing: break;
  }
}

void GridWorld::fire(Calendar::Node node, const View& view) {
  Call& call = calls_[node / timers_per_call];
  if (node % timers_per_call == deadline) {
    if (call.held_offer) return ring_late(call, false, view);
    stop_line(call);
    fast_.perform_wish(StopPlaying{call.id}, view);
    return tell(LookUpEnded{call.id, LookUpOutcome::timed_out, {}});
  }
  const Requests::Slot request = slot_of(call, line);
  lost(&CallLosses::gave_up_in_silence, requests_.service_of(request), requests_.begin_of(request));
  const bool is_known = call.asks != Asks::arrival;
  stop_line(call);
  if (is_known) return tell(CallerHungUp{call.id});
  end_unheard(call);
}

/// A call is lost that had asked a service since then.
void GridWorld::lost(std::uint64_t CallLosses::*count, scenarios::ServiceIndex service, Time since) {
  ++(losses_.*count);
  if (services_.dealt_with(service) > since) ++losses_.in_failover[service];
}

/// The phone rings after all, or it is known that it will not.
void GridWorld::ring_late(Call& call, bool reached, const View& view) {
  Offer offer = *call.held_offer;
  call.held_offer.reset();
  cancel_timer(call, deadline);
  requests_.cancel(slot_of(call, ringing), now_);
  if (!reached) return tell(OfferRefused{offer.offer, OfferRefusal::unreachable});
  offer.ring_limit = call.ring_until - now_;
  call.offer = offer;
  fast_.perform_wish(offer, view);
}

reports::InfrastructureTotals GridWorld::totals() {
  reports::InfrastructureTotals totals = book_->finish(end());
  for (std::size_t trunk = 0; trunk < trunk_attempts_.size(); ++trunk) {
    totals.trunks[trunk].attempts = trunk_attempts_[trunk];
  }
  for (std::size_t service = 0; service < totals.services.size(); ++service) {
    const ServiceCounts& counts = requests_.counts()[service];
    reports::ServiceTotals& of_service = totals.services[service];
    of_service.answered = counts.answered;
    of_service.failed = counts.failed;
    of_service.tries = counts.tries;
    of_service.timed_out = counts.timed_out;
    of_service.lost = counts.lost;
    of_service.response.add(counts.response);
    of_service.longest_response = counts.longest;
    of_service.calls_lost = losses_.in_failover[service];
  }
  totals.calls = {losses_.dropped, losses_.gave_up_in_silence, losses_.unreached};
  return totals;
}

bool GridWorld::is_empty() const {
  const auto is_gone = [](const Call& call) {
    return !call.here && call.line_links.empty() && call.talk_links.empty();
  };
  const auto is_idle = [&](auto index) { return carrier_->load(index).running == 0; };
  for (std::size_t host = 0; host < grid_.platform.hosts.size(); ++host) {
    if (!is_idle(HostIndex{host})) return false;
  }
  for (std::size_t link = 0; link < grid_.platform.links.size(); ++link) {
    if (!is_idle(LinkIndex{link})) return false;
  }
  return requests_.under_way() == 0 && timers_.next_time() == never && next_told_ == told_.size() &&
         std::all_of(calls_.begin(), calls_.end(), is_gone);
}

}  // namespace twinline::infra
