// Their INVITE: from 100 to the ACK, and what may come in between.
#include <utility>

#include "live_bridge/sip/causes.hpp"
#include "live_bridge/sip/dialog.hpp"
#include "live_bridge/sip/messages.hpp"

namespace twinline::live::sip {

bool Dialog::take(nta_incoming_t* invite, const sip_t* sip, std::string contact, std::string next_hop) {
  Home home;
  // The leg gets its tag at birth: later requests without one, under a Call-ID used again, are then new calls.
  sip_to_t* local = sip_to_dup(home, sip->sip_to);
  if (!local || sip_to_tag(home, local, nta_agent_newtag(home, nullptr, shared_.agent)) < 0) return false;
  leg_of_stack_ = nta_leg_tcreate(shared_.agent, on_request, this, SIPTAG_CALL_ID(sip->sip_call_id), SIPTAG_FROM(local),
                                  SIPTAG_TO(sip->sip_from), NTATAG_REMOTE_CSEQ(sip->sip_cseq->cs_seq), TAG_END());
  if (!leg_of_stack_) return false;
  nta_leg_server_route(leg_of_stack_, sip->sip_record_route, sip->sip_contact);
  call_id_ = sip->sip_call_id->i_id;
  local_ = value_of(reinterpret_cast<const sip_header_t*>(local));
  remote_ = value_of(reinterpret_cast<const sip_header_t*>(sip->sip_from));
  contact_ = std::move(contact);
  next_hop_ = std::move(next_hop);
  remote_sdp_ = sdp_of(sip);
  offered_by_us_ = remote_sdp_.empty();
  agree_on_session_as_server(sip);
  invited_ = invite;
  nta_incoming_tag(invite, nta_leg_get_tag(leg_of_stack_));
  nta_incoming_bind(invite, on_invite_followed, this);
  return true;
}

void Dialog::trying() {
  if (phase_ == Phase::invited) nta_incoming_treply(invited_, SIP_100_TRYING, TAG_END());
}

void Dialog::ring() {
  if (phase_ != Phase::invited) return;
  nta_incoming_treply(invited_, SIP_180_RINGING, SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(allowed()),
                      TAG_END());
}

void Dialog::progress(const std::string& sdp) {
  if (phase_ != Phase::invited || reliable_) return;
  local_sdp_ = sdp;
  // Reliable where the caller can; the stack refuses where he cannot.
  reliable_ =
      nta_reliable_treply(invited_, on_prack, this, SIP_183_SESSION_PROGRESS, SIPTAG_CONTACT_STR(contact_.c_str()),
                          SIPTAG_ALLOW_STR(allowed()), SIPTAG_CONTENT_TYPE_STR("application/sdp"),
                          SIPTAG_PAYLOAD_STR(sdp.c_str()), TAG_END());
  if (reliable_) return;
  nta_incoming_treply(invited_, SIP_183_SESSION_PROGRESS, SIPTAG_CONTACT_STR(contact_.c_str()),
                      SIPTAG_ALLOW_STR(allowed()), SIPTAG_CONTENT_TYPE_STR("application/sdp"),
                      SIPTAG_PAYLOAD_STR(sdp.c_str()), TAG_END());
}

int Dialog::on_prack(void* owner, nta_reliable_t* reliable, nta_incoming_t* prack, const sip_t* sip) {
  auto& dialog = *static_cast<Dialog*>(owner);
  dialog.reliable_ = nullptr;
  if (prack) {
    const auto sdp = sdp_of(sip);
    // In a PRACK a description answers ours; where ours was the answer it would be one more offer, which is not taken.
    const bool unasked = !sdp.empty() && !dialog.offered_by_us_;
    if (dialog.offered_by_us_) dialog.answer_in_prack_ = sdp;
    dialog.answered_early_ = true;
    nta_incoming_treply(prack, unasked ? 488 : 200, nullptr, TAG_END());
    nta_incoming_destroy(prack);
  }
  nta_reliable_destroy(reliable);
  if (prack && dialog.answer_after_prack_) {
    const auto waiting = std::exchange(dialog.answer_after_prack_, std::nullopt);
    dialog.answer(*waiting);
  }
  return 0;
}

void Dialog::drop_reliable() { nta_reliable_destroy(std::exchange(reliable_, nullptr)); }

void Dialog::answer(const std::string& sdp) {
  if (phase_ != Phase::invited) return;
  // 200 must not overtake the acknowledgement of a description sent before (RFC 3262 §3).
  if (reliable_) {
    answer_after_prack_ = sdp;
    return;
  }
  // What was agreed on early is not agreed on again (RFC 6337 §3.1).
  const bool described = !answered_early_;
  if (described) local_sdp_ = sdp;
  const auto session = session_header(refreshes_ ? "uas" : "uac");
  phase_ = Phase::answered;
  nta_incoming_treply(invited_, SIP_200_OK, SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(allowed()),
                      SIPTAG_SUPPORTED_STR(supported_extensions),
                      TAG_IF(!session.empty(), SIPTAG_SESSION_EXPIRES_STR(session.c_str())),
                      TAG_IF(!session.empty() && !refreshes_, SIPTAG_REQUIRE_STR("timer")),
                      TAG_IF(described, SIPTAG_CONTENT_TYPE_STR("application/sdp")),
                      TAG_IF(described, SIPTAG_PAYLOAD_STR(sdp.c_str())), TAG_END());
}

void Dialog::refuse(const Cause& cause, Duration retry_after) {
  if (phase_ != Phase::invited) return;
  const int status = cause.status >= 400 && cause.status < 700 ? cause.status : 480;
  const auto reason = reason_of(cause);
  const auto seconds = std::to_string(std::chrono::ceil<std::chrono::seconds>(retry_after).count());
  nta_incoming_treply(invited_, status, nullptr, SIPTAG_REASON_STR(reason.c_str()),
                      TAG_IF(retry_after > Duration{0}, SIPTAG_RETRY_AFTER_STR(seconds.c_str())), TAG_END());
  shared_.dialogs.release(leg_);
  finish();
}

int Dialog::on_invite_followed(void* owner, nta_incoming_t*, const sip_t* sip) {
  auto& dialog = *static_cast<Dialog*>(owner);
  if (!sip) {
    dialog.handle_no_ack();
  } else if (sip->sip_request->rq_method == sip_method_cancel) {
    dialog.handle_cancel(sip);
  } else if (sip->sip_request->rq_method == sip_method_ack) {
    dialog.handle_ack(sip);
  }
  return 0;
}

void Dialog::handle_ack(const sip_t* ack) {
  if (phase_ != Phase::answered) return;
  nta_incoming_destroy(std::exchange(invited_, nullptr));
  phase_ = Phase::confirmed;
  if (hang_up_after_ack_) {
    bye(*hang_up_after_ack_);
    return;
  }
  std::string answered;
  if (offered_by_us_) answered = answered_early_ ? answer_in_prack_ : sdp_of(ack);
  if (offered_by_us_) remote_sdp_ = answered;
  tell(&Listener::on_confirmed, answered);
  arm_session();
  send_waiting_offer();
}

void Dialog::handle_cancel(const sip_t* cancel) {
  if (phase_ != Phase::invited) return;
  nta_incoming_treply(invited_, SIP_487_REQUEST_TERMINATED, TAG_END());
  tell_last(&Listener::on_ended, cause_of(487, cancel));
  finish();
}

/// Neither ACK nor PRACK came, for 64 times T1.
void Dialog::handle_no_ack() {
  const Cause lost{408, 102, "no acknowledgement"};
  if (phase_ == Phase::answered) {
    nta_incoming_destroy(std::exchange(invited_, nullptr));
    if (hang_up_after_ack_) {
      bye(*hang_up_after_ack_);
    } else {
      end(lost);
    }
  } else if (phase_ == Phase::invited) {
    nta_incoming_treply(invited_, SIP_504_GATEWAY_TIME_OUT, TAG_END());
    tell_last(&Listener::on_ended, lost);
    finish();
  }
}

}  // namespace twinline::live::sip
