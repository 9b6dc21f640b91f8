// Our INVITE: to a phone, or to one gateway after the other until one takes it. What answers after we have given up is
// acknowledged and hung up by the stack.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "live_bridge/sip/causes.hpp"
#include "live_bridge/sip/dialog.hpp"
#include "live_bridge/sip/gateways.hpp"
#include "live_bridge/sip/messages.hpp"

namespace twinline::live::sip {

bool Dialog::start(Call call) {
  call_ = std::make_unique<Call>(std::move(call));
  digest_ = std::move(call_->digest);
  session_expires_ = shared_.settings.sip.session_expires;
  refreshes_ = true;
  if (call_->ring_limit > Duration{0}) ring_until_ = now() + call_->ring_limit;
  return try_next_target();
}

/// A new dialog with the next target that an INVITE can be sent to.
bool Dialog::try_next_target() {
  while (next_target_ < call_->targets.size()) {
    const Target& target = call_->targets[next_target_++];
    nta_leg_destroy(std::exchange(leg_of_stack_, nullptr));
    Home home;
    const char* tag = nta_agent_newtag(home, nullptr, shared_.agent);
    local_ = fmt::format("{};tag={}", call_->from, tag);
    remote_ = call_->to;
    contact_ = target.contact;
    next_hop_ = target.next_hop;
    heard_ = false;
    // The From tag is there at birth: should the call find its way back to us, it is a new one.
    sip_call_id_t* call_id = sip_call_id_create(home, nullptr);
    call_id_ = call_id->i_id;
    leg_of_stack_ = nta_leg_tcreate(shared_.agent, on_request, this, SIPTAG_CALL_ID(call_id),
                                    SIPTAG_FROM_STR(local_.c_str()), SIPTAG_TO_STR(remote_.c_str()), TAG_END());
    if (leg_of_stack_ && send_invite()) return true;
  }
  return false;
}

bool Dialog::send_invite() {
  const Target& target = call_->targets[next_target_ - 1];
  const auto session = session_header("uac");
  const auto least = std::to_string(std::chrono::ceil<std::chrono::seconds>(least_session_).count());
  msg_t* message = nta_msg_create(shared_.agent, 0);
  const bool made =
      sip_add_tl(message, sip_object(message), SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(allowed()),
                 SIPTAG_SUPPORTED_STR("timer"), TAG_IF(!session.empty(), SIPTAG_SESSION_EXPIRES_STR(session.c_str())),
                 TAG_IF(!session.empty() && least_session_ > Duration{0}, SIPTAG_MIN_SE_STR(least.c_str())),
                 TAG_IF(!target.route.empty(), SIPTAG_ROUTE_STR(target.route.c_str())),
                 TAG_IF(!call_->more_headers.empty(), SIPTAG_HEADER_STR(call_->more_headers.c_str())),
                 SIPTAG_CONTENT_TYPE_STR("application/sdp"), SIPTAG_PAYLOAD_STR(call_->sdp.c_str()), TAG_END()) >= 0 &&
      nta_msg_request_complete(message, leg_of_stack_, SIP_METHOD_INVITE, as_url(target.uri.c_str())) >= 0;
  if (made && digest_) digest_->sign(message);
  if (!made) {
    msg_destroy(message);
    return false;
  }
  inviting_ =
      shared_.transports.send(message, next_hop_, &on_response<&Dialog::on_invite_response, Dialog>, this, true);
  if (!inviting_) return false;
  silent_until_ = call_->pass_over && !heard_ ? now() + gateway_silence : never;
  set_call_timer();
  return true;
}

void Dialog::on_invite_response(nta_outgoing_t* request, int status, const sip_t* response) {
  if (request != inviting_ || phase_ != Phase::calling) return;
  heard_ = true;
  silent_until_ = never;
  set_call_timer();
  if (status <= 100) return;
  if (status < 200) {
    tell(&Listener::on_ringing, status, sdp_of(response));
  } else if (status < 300) {
    on_invite_success(response);
  } else {
    nta_outgoing_destroy(std::exchange(inviting_, nullptr));
    on_invite_refused(status, response);
  }
}

void Dialog::on_invite_success(const sip_t* response) {
  phase_ = Phase::confirmed;
  timer_.cancel();
  nta_leg_rtag(leg_of_stack_, response->sip_to->a_tag);
  nta_leg_client_reroute(leg_of_stack_, response->sip_record_route, response->sip_contact, 1);
  remote_ = value_of(reinterpret_cast<const sip_header_t*>(response->sip_to));
  acknowledge(response);
  nta_outgoing_destroy(std::exchange(inviting_, nullptr));
  local_sdp_ = call_->sdp;
  call_.reset();
  if (digest_) digest_->confirm();
  remote_sdp_ = sdp_of(response);
  agree_on_session_as_client(response);
  arm_session();
  tell(&Listener::on_answered, remote_sdp_);
}

void Dialog::on_invite_refused(int status, const sip_t* response) {
  if ((status == 401 || status == 407) && digest_ && digest_->take(response)) {
    if (send_invite()) return;
  } else if (status == 422 && !raised_session_) {
    raise_session_interval(response);
    if (send_invite()) return;
  }
  const bool passes_over = call_->pass_over && (status == 503 || status == 408);
  if (passes_over && try_next_target()) return;
  tell_last(&Listener::on_refused, cause_of(status, response));
  finish();
}

void Dialog::set_call_timer() {
  const Time next = std::min(silent_until_, ring_until_);
  if (next == never) {
    timer_.cancel();
  } else {
    timer_.set(next);
  }
}

void Dialog::on_call_timer() {
  if (now() >= ring_until_) {
    // A phone that never made a sound cannot be reached; one that rang was not answered.
    const Cause cause = heard_ ? Cause{480, 19, "no answer"} : Cause{408, 102, "no response"};
    cancel_invite(cause);
    tell_last(&Listener::on_refused, cause);
    finish();
  } else if (now() >= silent_until_) {
    const Cause silent{408, 102, "no response"};
    cancel_invite(silent);
    if (try_next_target()) return;
    tell_last(&Listener::on_refused, silent);
    finish();
  } else {
    set_call_timer();
  }
}

/// Cancelled and forgotten: the stack sends CANCEL as soon as it may, and acknowledges and ends what answers anyway.
void Dialog::cancel_invite(const Cause& cause) {
  if (!inviting_) return;
  const auto reason = cancel_reason_of(cause);
  nta_outgoing_tcancel(inviting_, nullptr, nullptr, SIPTAG_REASON_STR(reason.c_str()), TAG_END());
  nta_outgoing_destroy(std::exchange(inviting_, nullptr));
}

}  // namespace twinline::live::sip
