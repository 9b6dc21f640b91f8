#include "live_bridge/world/switchboard.hpp"

#include "live_bridge/wall/log.hpp"
#include "live_bridge/world/sip_status.hpp"

namespace twinline::live {

Switchboard::Switchboard(Surroundings surroundings)
    : around_(std::move(surroundings)),
      roster_(around_.settings, around_.centre.agents.size(), around_.tell),
      outside_(around_.settings, around_.clock, around_.dialogs),
      awaited_callers_(around_.dialogs, around_.timers, around_.clock,
                       [this](const KeptArrival& arrival) { tell_lost(arrival); }),
      acd_timers_(around_.timers, [this](TimerId timer) { around_.tell(TimerFired{timer}); }),
      stack_(around_.loop, around_.timers, around_.clock, around_.settings, around_.centre, *this) {
  recall_registrations();
  const auto digit = [this](const media::MediaId& id, bool from_caller, char key) {
    LiveCall* call = call_of_media(id);
    if (call && from_caller) pressed(*call, key);
  };
  if (!around_.settings.media.direct) {
    media_ = std::make_unique<media::MediaServer>(around_.loop, around_.timers, around_.clock, around_.settings.media,
                                                  digit, [this](bool up) { media_health(up); });
  }
  consultations_.emplace(Consultations::Surroundings{
      stack_, media_.get(), around_.timers, around_.clock, around_.settings, roster_, outside_, around_.dialogs,
      around_.pseudonym, [this](AgentIndex agent) { return call_with(agent) != nullptr; },
      [this](AgentIndex agent) { return is_rung(agent); }});
}

Switchboard::~Switchboard() = default;

void Switchboard::start() {
  for (const scenarios::AgentAccount& account : around_.settings.agents) {
    roster_.set_phone(account.agent, stack_.is_reachable(account.agent));
  }
}

void Switchboard::remember(sip::LegId leg, const LiveCall& call, Side side) {
  if (leg.slot >= legs_.size()) legs_.resize(leg.slot + 1);
  legs_[leg.slot] = {leg, call.id, side};
}

void Switchboard::forget_leg(sip::LegId leg) {
  if (leg.slot < legs_.size() && legs_[leg.slot].leg == leg) legs_[leg.slot] = {};
}

LiveCall* Switchboard::call_of(sip::LegId leg, Side* side) {
  if (leg.slot >= legs_.size() || legs_[leg.slot].leg != leg) return nullptr;
  *side = legs_[leg.slot].side;
  return calls_.find(legs_[leg.slot].call);
}

LiveCall* Switchboard::call_of_media(const media::MediaId& id) {
  const auto found = media_ids_.find(id);
  return found == media_ids_.end() ? nullptr : calls_.find(found->second);
}

/// The ACD has done with the call: nothing of it stays.
void Switchboard::finish(LiveCall& call) {
  forget(call);
  drop_ringing(call);
  if (call.passing) drop_passing(call, sip_status::request_terminated);
  if (call.talking) stack_.hang_up(call.talking->leg, {});
  if (call.talking && call.talking->passed_on && call.talking->agent) roster_.disengage(call.talking->agent);
  call.talking.reset();
  settle_recording(call, "the call ended");
  if (around_.archivist) around_.archivist->recorded_now(call.media_id, false);
  if (call.caller != LiveCall::Caller::gone) stack_.hang_up(call.caller_leg, {});
  if (media_ && call.media != LiveCall::Media::none) {
    media_->close(call.media_id);
    media_ids_.erase(call.media_id);
  }
  calls_.free(call);
}

void Switchboard::on_phone(AgentIndex agent, bool reachable) { roster_.set_phone(agent, reachable); }

void Switchboard::on_trunk(TrunkIndex trunk, bool up) {
  log_warning("trunk {} is {}", around_.centre.trunks[trunk.value].name, up ? "up" : "down");
  around_.tell(TrunkChanged{trunk, up});
}

const std::vector<AskPeople>& Switchboard::requests(Time now) {
  std::erase_if(requests_, [now](const AskPeople& request) { return request.expires <= now; });
  return requests_;
}

std::vector<std::pair<AgentIndex, std::string>> Switchboard::numbers_in_hand() {
  std::vector<std::pair<AgentIndex, std::string>> numbers;
  calls_.each([&](const LiveCall& call) {
    if (call.number.empty()) return;
    if (call.ringing) numbers.emplace_back(call.ringing->offer.agent, call.number);
    if (call.talking && call.talking->agent) numbers.emplace_back(call.talking->agent, call.number);
  });
  return numbers;
}

}  // namespace twinline::live
