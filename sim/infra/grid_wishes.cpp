// What the centre wishes, on its way to the people.
#include <algorithm>

#include "sim/infra/grid_world.hpp"

namespace twinline::infra {

void GridWorld::perform(const Occurrence&, const Outcome& outcome, const View& view) {
  fast_.pass_to(now_);
  fast_.begin_waits(outcome, view);
  perform_wishes(outcome, view);
  if (outcome.told.has<CallEnded>()) {
    for (const Happening& happening : outcome.happenings) {
      const auto* ended = std::get_if<CallEnded>(&happening);
      if (ended == nullptr) continue;
      if (ended->outcome == CallOutcome::blocked) refused(call_in(ended->call.slot));
      leave(ended->call.slot);
    }
  }
  fast_.end_calls(outcome, view);
  if (!book_) return;
  for (std::size_t trunk = 0; trunk < view.trunks.size(); ++trunk) {
    book_->set_busy_lines(trunk, view.trunks[trunk].busy_lines, now_);
  }
}

/// The line that the carrier saw free was taken, or the trunk cut, while the arrival was taking its time.
void GridWorld::refused(Call& call) {
  if (!call.has_line) return;
  call.has_line = false;
  reports::TrunkAttempts& attempts = trunk_attempts_[call.trunk.value];
  ++(trunks_down_[call.trunk.value] > 0 ? attempts.down : attempts.full);
}

void GridWorld::perform_wishes(const Outcome& outcome, const View& view) {
  for (const Wish& wish : outcome.wishes) perform(wish, view);
}

void GridWorld::perform(const Wish& wish, const View& view) {
  if (const auto* play = std::get_if<Play>(&wish)) {
    if (steps_.prompt) return hold_wish(call_in(play->call.slot), Asks::prompt, *steps_.prompt, wish);
  } else if (const auto* collect = std::get_if<Collect>(&wish)) {
    if (steps_.prompt) return hold_wish(call_in(collect->call.slot), Asks::prompt, *steps_.prompt, wish);
  } else if (const auto* look_up = std::get_if<LookUp>(&wish)) {
    if (const auto& request = steps_.look_ups[look_up->source.value]) {
      Call& call = call_in(look_up->call.slot);
      set_timer(call, deadline, now_ + look_up->deadline);
      return hold_wish(call, Asks::look_up, *request, wish);
    }
  } else if (const auto* stop = std::get_if<StopPlaying>(&wish)) {
    stop_line(call_in(stop->call.slot));
  } else if (const auto* offer = std::get_if<Offer>(&wish)) {
    Call& call = call_in(offer->call.slot);
    if (steps_.ringing || !is_heard_by(call, offer->offer.agent, view)) return hold_offer(call, *offer, view);
    call.offer = *offer;
  } else if (const auto* withdrawal = std::get_if<WithdrawOffer>(&wish)) {
    Call& call = call_in(withdrawal->call.slot);
    if (call.held_offer) {
      call.held_offer.reset();
      cancel_timer(call, deadline);
      requests_.cancel(slot_of(call, ringing), now_);
      return;
    }
  } else if (const auto* connection = std::get_if<Connect>(&wish)) {
    fast_.perform_wish(wish, view);
    return connect(*connection, view);
  }
  fast_.perform_wish(wish, view);
}

void GridWorld::hold_wish(Call& call, Asks asks, const PreparedRequest& request, const Wish& wish) {
  stop_line(call);
  call.held_wish = wish;
  begin_on_line(call, asks, request, grid_.site_doors[call.site]);
}

/// Whether every link that the sound would pass is up.
bool GridWorld::is_heard_by(const Call& call, AgentIndex agent, const View& view) const {
  const std::size_t from = call.media ? infrastructure_->hosts[*call.media].site : call.site;
  const auto& links = grid_.between_sites[from][grid_.site_of_group[view.agent(agent).group.value]];
  return std::all_of(links.begin(), links.end(), [this](LinkIndex link) { return carrier_->is_on(link); });
}

/// The phone rings when the step's request is answered; never where nothing could be heard, which is known at once.
void GridWorld::hold_offer(Call& call, const Offer& offer, const View& view) {
  call.held_offer = offer;
  call.offer.reset();
  call.ring_until = now_ + offer.ring_limit;
  if (!is_heard_by(call, offer.offer.agent, view)) return set_timer(call, deadline, now_);
  set_timer(call, deadline, call.ring_until);
  begin(call, ringing, *steps_.ringing, door_of(offer.offer.agent, view));
}

/// The talk begins; it stands still while the agent waits for what the screen should show.
void GridWorld::connect(const Connect& wish, const View& view) {
  Call& call = call_in(wish.call.slot);
  if (call.media) {
    const std::size_t agents_site = grid_.site_of_group[view.agent(wish.offer.agent).group.value];
    call.talk_links = grid_.between_sites[infrastructure_->hosts[*call.media].site][agents_site];
    add_sound(call.talk_links);
  }
  if (!steps_.talk) return;
  call.talk_left = fast_.pause(wish.call.slot);
  begin(call, talk, *steps_.talk, door_of(wish.offer.agent, view));
}

/// Nothing of the call is left on the grid.
void GridWorld::leave(CallSlot slot) {
  Call& call = call_in(slot);
  if (!call.here) return;
  call.here = false;
  stop_line(call);
  cancel_timer(call, deadline);
  for (const RequestOf request : {ringing, talk}) requests_.cancel(slot_of(call, request), now_);
  end_sound(call.line_links);
  end_sound(call.talk_links);
}

void GridWorld::add_sound(const std::vector<LinkIndex>& links) {
  if (!media_load_.is_load()) return;
  requests_.reach(now_);
  media_load_.add(links);
}

void GridWorld::end_sound(std::vector<LinkIndex>& links) {
  if (media_load_.is_load() && !links.empty()) {
    requests_.reach(now_);
    media_load_.remove(links);
  }
  links.clear();
}

HostIndex GridWorld::door_of(AgentIndex agent, const View& view) const {
  return grid_.site_doors[grid_.site_of_group[view.agent(agent).group.value]];
}

/// Keyed by the call, what the request is for, and the how-manieth of the call it is.
random::Stream GridWorld::work_of(Call& call, RequestOf which) {
  const random::Entity entity(call.key, std::uint64_t{which}, call.requests++);
  return seed_.stream(random::Purpose::request_work, entity);
}

void GridWorld::begin(Call& call, RequestOf which, const PreparedRequest& request, HostIndex from) {
  requests_.begin(slot_of(call, which), request, from, work_of(call, which), now_);
}

void GridWorld::begin_on_line(Call& call, Asks asks, const PreparedRequest& request, HostIndex from) {
  call.asks = asks;
  begin(call, line, request, from);
  if (!steps_.silence) return;
  random::Stream stream = seed_.stream(random::Purpose::silence, random::Entity(call.key, call.requests));
  const Duration borne = from_seconds(steps_.silence->sample(stream));
  if (borne < never - now_) set_timer(call, silence, now_ + borne);
}

void GridWorld::stop_line(Call& call) {
  call.asks = Asks::nothing;
  requests_.cancel(slot_of(call, line), now_);
  cancel_timer(call, silence);
}

void GridWorld::set_timer(const Call& call, TimerOf which, Time at) { timers_.schedule(node_of(call, which), at); }

void GridWorld::cancel_timer(const Call& call, TimerOf which) {
  if (call.id) timers_.cancel(node_of(call, which));
}

}  // namespace twinline::infra
