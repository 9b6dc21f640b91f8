#include "live_bridge/sip/stack.hpp"

#include <utility>

#include <fmt/format.h>

#include "live_bridge/sip/dialog.hpp"
#include "live_bridge/sip/front_door.hpp"
#include "live_bridge/sip/gateways.hpp"
#include "live_bridge/sip/messages.hpp"
#include "live_bridge/sip/numbers.hpp"
#include "live_bridge/sip/phones.hpp"
#include "live_bridge/sip/registrations.hpp"
#include "live_bridge/sip/sofia_loop.hpp"
#include "live_bridge/sip/tls_peers.hpp"

namespace twinline::live::sip {

/// The parts, in the order in which they need each other.
class Stack::Engine {
 public:
  Engine(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::BridgeSettings& settings,
         const Centre& centre, Listener& listener)
      : events_(root_of(loop)),
        tls_peers_(settings.trunks),
        transports_(root_of(loop), settings.sip, on_message, this),
        shared_{settings,    centre,   clock,       timers, listener, events_, transports_.agent(),
                transports_, dialogs_, statistics_, 0,      {}},
        dialogs_(events_),
        digest_(settings.sip.domain, clock),
        phones_(count_lines(shared_), digest_),
        gateways_(shared_),
        registrations_(shared_),
        front_door_(shared_, digest_, phones_) {}

  Dialog* find(LegId leg) const { return dialogs_.find(leg); }
  std::optional<LegId> invite(const Outgoing& outgoing);
  LegId restore(const DialogRecord& record);
  Statistics statistics() const;
  Phones& phones() { return phones_; }
  void drain(bool draining) { front_door_.drain(draining); }
  std::uint32_t outbound_lines(TrunkIndex trunk) const { return shared_.outbound_lines[trunk.value]; }

 private:
  static int on_message(void* owner, nta_agent_t*, msg_t* message, sip_t* sip);
  static Shared& count_lines(Shared& shared) {
    shared.outbound_lines.resize(shared.centre.trunks.size());
    return shared;
  }
  std::optional<Call> call_of(const Outgoing& outgoing) const;

  Events events_;
  Statistics statistics_;
  TlsPeers tls_peers_;
  Transports transports_;
  Shared shared_;
  Dialogs dialogs_;
  ServerDigest digest_;
  Phones phones_;
  Gateways gateways_;
  Registrations registrations_;
  FrontDoor front_door_;
};

int Stack::Engine::on_message(void* owner, nta_agent_t* agent, msg_t* message, sip_t* sip) {
  if (sip->sip_request) {
    static_cast<Engine*>(owner)->front_door_.take(message, sip);
  } else if (sip->sip_status->st_status / 100 == 2 && sip->sip_cseq->cs_method == sip_method_invite) {
    if (Dialog::acknowledge_stray(agent, sip)) {
      nta_msg_discard(agent, message);
    } else {
      // Somebody took a call that nobody here knows any more: of a process that died, or given up long ago.
      nta_msg_ackbye(agent, message);
    }
  } else {
    nta_msg_discard(agent, message);
  }
  return 0;
}

std::optional<Call> Stack::Engine::call_of(const Outgoing& outgoing) const {
  Call call;
  if (outgoing.agent) {
    auto target = phones_.target_of(outgoing.agent);
    if (!target) return std::nullopt;
    call.to = fmt::format("<sip:{}@{}>", as_user(phones_.user_of(outgoing.agent)), shared_.settings.sip.domain);
    call.targets.push_back(std::move(*target));
    call.more_headers = phones_.auto_answer_of(outgoing.agent);
  } else {
    const auto* settings = scenarios::settings_of(shared_.settings, outgoing.trunk);
    if (!settings) return std::nullopt;
    const auto lines = shared_.outbound_lines[outgoing.trunk.value];
    if (settings->outbound_lines && lines >= settings->outbound_lines) return std::nullopt;
    call.targets = gateways_.targets_of(outgoing.trunk, outgoing.called);
    if (call.targets.empty()) return std::nullopt;
    call.to = fmt::format("<sip:{}@{}>", as_user(outgoing.called), shared_.settings.sip.domain);
    call.pass_over = true;
    call.digest = registrations_.digest_of(outgoing.trunk);
  }
  if (outgoing.caller.empty()) {
    call.from = "\"Anonymous\" <sip:anonymous@anonymous.invalid>";
    call.more_headers += (call.more_headers.empty() ? "" : "\r\n") + std::string("Privacy: id");
  } else {
    call.from = fmt::format("{}<sip:{}@{}>", outgoing.display.empty() ? "" : as_quoted(outgoing.display) + " ",
                            as_user(outgoing.caller), shared_.settings.sip.domain);
  }
  call.sdp = outgoing.sdp;
  call.ring_limit = outgoing.ring_limit;
  return call;
}

std::optional<LegId> Stack::Engine::invite(const Outgoing& outgoing) {
  auto call = call_of(outgoing);
  if (!call) return std::nullopt;
  auto made = std::make_unique<Dialog>(shared_, Party{false, outgoing.trunk, outgoing.agent});
  Dialog& dialog = *made;
  const LegId leg = dialogs_.add(std::move(made));
  dialog.set_leg(leg);
  if (!dialog.start(std::move(*call))) {
    dialog.hang_up({});
    return std::nullopt;
  }
  ++statistics_.invites_out;
  return leg;
}

LegId Stack::Engine::restore(const DialogRecord& record) {
  auto made = std::make_unique<Dialog>(shared_, Party{record.caller, record.trunk, record.agent});
  Dialog& dialog = *made;
  const LegId leg = dialogs_.add(std::move(made));
  dialog.set_leg(leg);
  std::string next = record.route.empty() ? record.target : record.route.front();
  if (next.starts_with('<')) next = next.substr(1, next.find('>') - 1);
  if (!dialog.resume(record, transports_.contact_towards(next))) dialog.hang_up({});
  return leg;
}

Statistics Stack::Engine::statistics() const {
  Statistics now = statistics_;
  now.legs = dialogs_.size();
  usize_t servers = 0, clients = 0;
  nta_agent_get_stats(shared_.agent, NTATAG_S_IRQ_HASH_USED_REF(servers), NTATAG_S_ORQ_HASH_USED_REF(clients),
                      TAG_END());
  now.server_transactions = servers;
  now.client_transactions = clients;
  return now;
}

Stack::Stack(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::BridgeSettings& settings,
             const Centre& centre, Listener& listener)
    : engine_(std::make_unique<Engine>(loop, timers, clock, settings, centre, listener)) {}

Stack::~Stack() = default;

void Stack::trying(LegId leg) {
  if (Dialog* dialog = engine_->find(leg)) dialog->trying();
}

void Stack::ring(LegId leg) {
  if (Dialog* dialog = engine_->find(leg)) dialog->ring();
}

void Stack::progress(LegId leg, const std::string& sdp) {
  if (Dialog* dialog = engine_->find(leg)) dialog->progress(sdp);
}

void Stack::answer(LegId leg, const std::string& sdp) {
  if (Dialog* dialog = engine_->find(leg)) dialog->answer(sdp);
}

void Stack::refuse(LegId leg, const Cause& cause, Duration retry_after) {
  if (Dialog* dialog = engine_->find(leg)) dialog->refuse(cause, retry_after);
}

std::optional<LegId> Stack::invite(const Outgoing& outgoing) { return engine_->invite(outgoing); }

void Stack::offer(LegId leg, const std::string& sdp) {
  if (Dialog* dialog = engine_->find(leg)) dialog->offer(sdp);
}

void Stack::accept_offer(LegId leg, const std::string& sdp) {
  if (Dialog* dialog = engine_->find(leg)) dialog->accept_offer(sdp);
}

void Stack::settle_answer(LegId leg, const std::string& sdp) {
  if (Dialog* dialog = engine_->find(leg)) dialog->settle_answer(sdp);
}

void Stack::refuse_offer(LegId leg, const Cause& cause) {
  if (Dialog* dialog = engine_->find(leg)) dialog->refuse_offer(cause);
}

void Stack::hang_up(LegId leg, const Cause& cause) {
  if (Dialog* dialog = engine_->find(leg)) dialog->hang_up(cause);
}

void Stack::report_referral(LegId leg, int status) {
  if (Dialog* dialog = engine_->find(leg)) dialog->report_referral(status);
}

std::uint32_t Stack::outbound_lines(TrunkIndex trunk) const { return engine_->outbound_lines(trunk); }

bool Stack::is_reachable(AgentIndex agent) const { return engine_->phones().is_reachable(agent); }

AgentIndex Stack::restore(const PhoneRecord& record) { return engine_->phones().restore(record); }

void Stack::drain(bool draining) { engine_->drain(draining); }

std::optional<DialogRecord> Stack::record(LegId leg) const {
  const Dialog* dialog = engine_->find(leg);
  return dialog ? dialog->record() : std::nullopt;
}

LegId Stack::restore(const DialogRecord& record) { return engine_->restore(record); }

std::uint32_t Stack::sequence(LegId leg) const {
  const Dialog* dialog = engine_->find(leg);
  return dialog ? dialog->sequence() : 0;
}

Statistics Stack::statistics() const { return engine_->statistics(); }

}  // namespace twinline::live::sip
