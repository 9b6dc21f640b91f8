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

GridWorld::GridWorld(const scenarios::Scenario& scenario, const sim::ReplayLog& log, const sim::Draws& draws)
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
      hosts_down_(infrastructure_->hosts.size(), 0),
      links_down_(infrastructure_->links.size(), 0),
      trunks_down_(infrastructure_->access.size(), 0),
      sites_down_(infrastructure_->sites.size(), 0) {
  if (steps_.ringing) fast_.expect_late_ringing();
}

const Occurrence* GridWorld::next(const View& view) {
  for (;;) {
    if (next_told_ < told_.size()) return &told_[next_told_++];
    told_.clear();
    next_told_ = 0;
    const Time people = fast_.next_time();
    const Time earliest = std::min({requests_.next_time(), timers_.next_time(), outages_.next_time()});
    const Time own = std::max(earliest, now_);
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
  call.trunk = trunk_for(arrival.trunk, view);
  if (call.trunk) call.site = infrastructure_->access[call.trunk.value].site;
  call.held_attributes.assign(arrival.attributes.begin(), arrival.attributes.end());
  CallArrived held = arrival;
  held.trunk = call.trunk;
  call.held_fact = held;
  if (!steps_.arrival || (call.trunk && trunks_down_[call.trunk.value] > 0)) return admit(call);
  const HostIndex from = call.trunk ? grid_.carriers[call.trunk.value] : grid_.site_doors[0];
  begin_on_line(call, Asks::arrival, *steps_.arrival, from);
}

/// The carrier sees that a trunk is down or full, and goes on to the next one; from the last it does not come back.
TrunkIndex GridWorld::trunk_for(TrunkIndex wanted, const View& view) {
  const auto takes = [&](TrunkIndex trunk) {
    const std::uint32_t lines = scenario_->centre.trunks[trunk.value].lines;
    return trunks_down_[trunk.value] == 0 && (lines == 0 || view.trunks[trunk.value].busy_lines < lines);
  };
  TrunkIndex trunk = wanted;
  for (std::size_t tried = 0; trunk && tried < infrastructure_->access.size(); ++tried) {
    if (takes(trunk)) {
      if (trunk != wanted) ++losses_.overflowed;
      return trunk;
    }
    trunk = infrastructure_->access[trunk.value].overflow;
  }
  return wanted;
}

/// The centre hears of the call.
void GridWorld::admit(Call& call) {
  if (const auto& media = infrastructure_->steps.media) {
    call.media = services_.choose(media->service, now_);
    if (!call.media) {
      ++losses_.unreached;
      call.here = false;
      return fast_.lose(call.id.slot);
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

void GridWorld::hold_keys(const InputReceived& input) {
  Call& call = call_in(input.call.slot);
  call.held_fact = input;
  begin_on_line(call, Asks::keys, *steps_.keys, grid_.site_doors[call.site]);
}

void GridWorld::end_talk(const TalkEnded& ended, const View& view) {
  Call& call = call_in(ended.call.slot);
  requests_.cancel(slot_of(call, talk), now_);
  end_sound(call.talk_links);
  if (scenario_->centre.call_types[view.call(ended.call.slot).type.value].survey) return;
  end_sound(call.line_links);
}

/// What is due now: outages before answers before time-outs of callers.
void GridWorld::go_on(const View& view) {
  fast_.pass_to(now_);
  if (outages_.next_time() <= now_) requests_.reach(now_);
  while (outages_.next_time() <= now_) change(outages_.pop(), view);
  answers_.clear();
  if (requests_.next_time() <= now_) requests_.advance(now_, answers_);
  for (const Requests::Answer& answer : answers_) answered(answer, view);
  while (timers_.next_time() <= now_) fire(timers_.pop(), view);
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
      ++losses_.unreached;
      call.here = false;
      return fast_.lose(call.id.slot);
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
  ++losses_.gave_up_in_silence;
  const bool is_known = call.asks != Asks::arrival;
  stop_line(call);
  if (is_known) return tell(CallerHungUp{call.id});
  call.here = false;
  fast_.lose(call.id.slot);
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

}  // namespace twinline::infra
