#include "live_bridge/sip/dialog.hpp"

#include <utility>

#include "live_bridge/sip/causes.hpp"
#include "live_bridge/sip/messages.hpp"

namespace twinline::live::sip {
namespace {

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const auto& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

}  // namespace

Dialog::Dialog(Shared& shared, const Party& party)
    : shared_(shared),
      party_(party),
      phase_(party.caller ? Phase::invited : Phase::calling),
      timer_(shared.timers, [this](Time) { phase_ == Phase::calling ? on_call_timer() : send_waiting_offer(); }),
      session_timer_(shared.timers, [this](Time) { on_session_timer(); }) {
  if (party.caller) {
    line_.emplace(shared.callers);
  } else if (party.trunk) {
    line_.emplace(shared.outbound_lines[party.trunk.value]);
  }
}

Dialog::~Dialog() { let_go(); }

// Lets go of all that the stack might still call back about.
void Dialog::let_go() {
  phase_ = Phase::over;
  timer_.cancel();
  session_timer_.cancel();
  drop_offers();
  drop_reliable();
  nta_incoming_destroy(std::exchange(invited_, nullptr));
  if (inviting_) cancel_invite({});
  nta_leg_destroy(std::exchange(leg_of_stack_, nullptr));
  line_.reset();
}

void Dialog::finish() {
  if (phase_ == Phase::over) return;
  let_go();
  shared_.dialogs.bury(*this);
}

void Dialog::bye(const Cause& cause) {
  const auto reason = reason_of(cause);
  // Nobody waits for its response: a peer that does not take a BYE is gone all the same.
  send(SIP_METHOD_BYE, nullptr, SIPTAG_REASON_STR(reason.c_str()), TAG_END());
  finish();
}

/// The dialog ends by itself and the listener hears of it.
void Dialog::end(const Cause& cause) {
  tell_last(&Listener::on_ended, cause);
  bye(cause);
}

void Dialog::hang_up(const Cause& cause) {
  shared_.dialogs.release(leg_);
  switch (phase_) {
    case Phase::invited: refuse(cause, Duration{0}); break;
    // BYE has to wait for the ACK (RFC 3261 §15).
    case Phase::answered: hang_up_after_ack_ = cause; break;
    case Phase::calling:
      cancel_invite(cause);
      finish();
      break;
    case Phase::confirmed: bye(cause); break;
    case Phase::over: break;
  }
}

std::optional<DialogRecord> Dialog::record() const {
  if (phase_ != Phase::confirmed) return std::nullopt;
  DialogRecord record;
  record.leg = leg_;
  record.caller = party_.caller;
  record.trunk = party_.trunk;
  record.agent = party_.agent;
  record.call_id = call_id_;
  record.local = local_;
  record.remote = remote_;
  const sip_route_t* route = nullptr;
  const sip_contact_t* target = nullptr;
  nta_leg_get_route(leg_of_stack_, &route, &target);
  record.route = values_of(reinterpret_cast<const sip_header_t*>(route));
  if (target) record.target = text_of(target->m_url);
  record.local_sequence = nta_leg_get_seq(leg_of_stack_);
  record.remote_sequence = nta_leg_get_rseq(leg_of_stack_);
  record.refreshes_session = refreshes_;
  record.session_expires = session_expires_;
  record.local_sdp = local_sdp_;
  record.remote_sdp = remote_sdp_;
  return record;
}

bool Dialog::resume(const DialogRecord& record, std::string contact) {
  Home home;
  sip_cseq_t* sequence = sip_cseq_create(home, record.local_sequence, SIP_METHOD_INVITE);
  leg_of_stack_ = nta_leg_tcreate(shared_.agent, on_request, this, SIPTAG_CALL_ID_STR(record.call_id.c_str()),
                                  SIPTAG_FROM_STR(record.local.c_str()), SIPTAG_TO_STR(record.remote.c_str()),
                                  SIPTAG_CSEQ(sequence), NTATAG_REMOTE_CSEQ(record.remote_sequence), TAG_END());
  if (!leg_of_stack_) return false;
  // As a server's route, for the record has it in the order of use; given to the leg at once it would be a strict one.
  sip_route_t* route = nullptr;
  if (!record.route.empty()) route = sip_route_make(home, joined(record.route).c_str());
  nta_leg_server_route(leg_of_stack_, route, sip_contact_make(home, ("<" + record.target + ">").c_str()));
  call_id_ = record.call_id;
  local_ = record.local;
  remote_ = record.remote;
  contact_ = std::move(contact);
  local_sdp_ = record.local_sdp;
  remote_sdp_ = record.remote_sdp;
  refreshes_ = record.refreshes_session;
  session_expires_ = record.session_expires;
  phase_ = Phase::confirmed;
  resume_session();
  return true;
}

bool Dialog::is(std::string_view call_id, std::string_view local_tag, std::string_view remote_tag) const {
  if (!leg_of_stack_ || call_id != call_id_) return false;
  const char* local = nta_leg_get_tag(leg_of_stack_);
  const char* remote = nta_leg_get_rtag(leg_of_stack_);
  return local && remote && local_tag == local && remote_tag == remote;
}

}  // namespace twinline::live::sip
