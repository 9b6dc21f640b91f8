// Offers within a dialog: re-INVITE both ways, UPDATE from them, and both at once (RFC 3261 §14, RFC 3311).
#include <utility>

#include "live_bridge/sip/causes.hpp"
#include "live_bridge/sip/dialog.hpp"
#include "live_bridge/sip/jitter.hpp"
#include "live_bridge/sip/messages.hpp"

namespace twinline::live::sip {
namespace {

constexpr int most_glares = 8;

}  // namespace

// Theirs.

int Dialog::handle_offer(nta_incoming_t* request, const sip_t* sip) {
  const bool update = sip->sip_request->rq_method == sip_method_update;
  if (phase_ != Phase::confirmed && !(update && !sip->sip_payload)) {
    // Before the ACK, or in an early dialog: come again.
    nta_incoming_treply(request, SIP_500_INTERNAL_SERVER_ERROR, SIPTAG_RETRY_AFTER_STR("1"), TAG_END());
    nta_incoming_destroy(request);
    return 0;
  }
  if (const int refused = check_session(request, sip)) return refused < 0 ? 0 : refused;
  nta_leg_server_route(leg_of_stack_, nullptr, sip->sip_contact);
  if (update && !sip->sip_payload) {
    agree_on_session_as_server(sip);
    const auto session = session_header(refreshes_ ? "uas" : "uac");
    nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(allowed()),
                        TAG_IF(!session.empty(), SIPTAG_SESSION_EXPIRES_STR(session.c_str())), TAG_END());
    nta_incoming_destroy(request);
    if (phase_ == Phase::confirmed) arm_session();
    return 0;
  }
  if (offering_) return 491;
  if (offered_) {
    const auto wait = jittered(call_id_, nta_incoming_cseq(request), 0s, 10s);
    const auto seconds = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(wait).count());
    nta_incoming_treply(request, SIP_500_INTERNAL_SERVER_ERROR, SIPTAG_RETRY_AFTER_STR(seconds.c_str()), TAG_END());
    nta_incoming_destroy(request);
    return 0;
  }
  agree_on_session_as_server(sip);
  offered_ = request;
  offered_answered_ = false;
  offered_by_us_ = !sip->sip_payload;
  if (!offered_by_us_) remote_sdp_ = sdp_of(sip);
  nta_incoming_bind(request, on_offer_followed, this);
  if (!update) nta_incoming_treply(request, SIP_100_TRYING, TAG_END());
  tell(&Listener::on_offered, sdp_of(sip));
  return 0;
}

void Dialog::settle_answer(const std::string& sdp) {
  if (phase_ == Phase::confirmed && offered_ && !offered_answered_) local_sdp_ = sdp;
}

void Dialog::accept_offer(const std::string& sdp) {
  if (phase_ != Phase::confirmed || !offered_ || offered_answered_) return;
  if (!sdp.empty()) local_sdp_ = sdp;
  const auto session = session_header(refreshes_ ? "uas" : "uac");
  offered_answered_ = true;
  nta_incoming_treply(offered_, SIP_200_OK, SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(allowed()),
                      SIPTAG_SUPPORTED_STR(supported_extensions),
                      TAG_IF(!session.empty(), SIPTAG_SESSION_EXPIRES_STR(session.c_str())),
                      TAG_IF(!session.empty() && !refreshes_, SIPTAG_REQUIRE_STR("timer")),
                      SIPTAG_CONTENT_TYPE_STR("application/sdp"), SIPTAG_PAYLOAD_STR(local_sdp_.c_str()), TAG_END());
  arm_session();
  if (nta_incoming_method(offered_) == sip_method_invite) return;  // its ACK is awaited
  nta_incoming_destroy(std::exchange(offered_, nullptr));
  send_waiting_offer();
}

void Dialog::refuse_offer(const Cause& cause) {
  if (!offered_ || offered_answered_) return;
  const int status = cause.status >= 400 && cause.status < 700 ? cause.status : 488;
  nta_incoming_treply(offered_, status, nullptr, TAG_END());
  nta_incoming_destroy(std::exchange(offered_, nullptr));
  send_waiting_offer();
}

int Dialog::on_offer_followed(void* owner, nta_incoming_t* invite, const sip_t* sip) {
  auto& dialog = *static_cast<Dialog*>(owner);
  if (dialog.offered_ != invite) return 0;
  if (!sip) {
    nta_incoming_destroy(std::exchange(dialog.offered_, nullptr));
    dialog.end({408, 102, "no acknowledgement"});  // RFC 3261 §14.2
    return 0;
  }
  if (sip->sip_request->rq_method == sip_method_cancel) {
    nta_incoming_treply(invite, SIP_487_REQUEST_TERMINATED, TAG_END());
  } else if (dialog.offered_by_us_) {
    dialog.remote_sdp_ = sdp_of(sip);
    dialog.tell(&Listener::on_offer_accepted, dialog.remote_sdp_);
  }
  nta_incoming_destroy(std::exchange(dialog.offered_, nullptr));
  dialog.send_waiting_offer();
  return 0;
}

// Ours.

void Dialog::offer(const std::string& sdp) {
  if (phase_ != Phase::confirmed && phase_ != Phase::answered) return;
  waiting_offer_ = sdp;
  if (!timer_.is_set()) send_waiting_offer();
}

/// The offer that had to wait, if there is one and nothing stands in its way any more.
void Dialog::send_waiting_offer() {
  if (phase_ != Phase::confirmed || offering_ || offered_ || !waiting_offer_) return;
  timer_.cancel();
  const auto sdp = std::exchange(waiting_offer_, std::nullopt);
  send_offer(*sdp, false);
}

void Dialog::send_offer(const std::string& sdp, bool refresh) {
  refreshing_ = refresh;
  offer_in_flight_ = sdp;
  const auto session = session_header(refreshes_ ? "uac" : "uas");
  const auto least = std::to_string(std::chrono::ceil<std::chrono::seconds>(least_session_).count());
  offering_ =
      send(SIP_METHOD_INVITE, &on_response<&Dialog::on_offer_response, Dialog>, SIPTAG_CONTACT_STR(contact_.c_str()),
           SIPTAG_ALLOW_STR(allowed()), SIPTAG_SUPPORTED_STR(supported_extensions),
           TAG_IF(!session.empty(), SIPTAG_SESSION_EXPIRES_STR(session.c_str())),
           TAG_IF(!session.empty() && least_session_ > Duration{0}, SIPTAG_MIN_SE_STR(least.c_str())),
           SIPTAG_CONTENT_TYPE_STR("application/sdp"), SIPTAG_PAYLOAD_STR(sdp.c_str()));
  if (!offering_ && !refresh) tell(&Listener::on_offer_refused, Cause{500, 41, {}});
}

void Dialog::on_offer_response(nta_outgoing_t* request, int status, const sip_t* response) {
  if (request != offering_ || status < 200) return;
  if (status < 300) acknowledge(response);
  nta_outgoing_destroy(std::exchange(offering_, nullptr));
  if (status < 300) {
    glares_ = 0;
    if (digest_) digest_->confirm();
    local_sdp_ = offer_in_flight_;
    nta_leg_client_reroute(leg_of_stack_, nullptr, response->sip_contact, 0);
    agree_on_session_as_client(response);
    arm_session();
    if (!refreshing_) {
      remote_sdp_ = sdp_of(response);
      tell(&Listener::on_offer_accepted, remote_sdp_);
    }
  } else if (status == 491 && ++glares_ <= most_glares) {
    if (!waiting_offer_ && !refreshing_) waiting_offer_ = offer_in_flight_;
    if (refreshing_) on_refresh_failed();
    // Who made the call waits longer (RFC 3261 §14.1).
    const bool ours = !party_.caller;
    const auto attempt = static_cast<std::uint64_t>(glares_);
    timer_.set(now() + (ours ? jittered(call_id_, attempt, 2100ms, 4s) : jittered(call_id_, attempt, 0ms, 2s)));
    return;
  } else if ((status == 401 || status == 407) && digest_ && digest_->take(response)) {
    send_offer(offer_in_flight_, refreshing_);
    return;
  } else if (status == 422 && !raised_session_) {
    raise_session_interval(response);
    send_offer(offer_in_flight_, refreshing_);
    return;
  } else if (status == 408 || status == 481) {
    end(cause_of(status, response));  // the dialog is gone (RFC 5057 §5.1)
    return;
  } else if (refreshing_) {
    on_refresh_failed();
  } else {
    tell(&Listener::on_offer_refused, cause_of(status, response));
  }
  send_waiting_offer();
}

void Dialog::drop_offers() {
  waiting_offer_.reset();
  if (offered_ && !offered_answered_) nta_incoming_treply(offered_, SIP_487_REQUEST_TERMINATED, TAG_END());
  nta_incoming_destroy(std::exchange(offered_, nullptr));
  if (offering_) {
    // Cancelled, so that the stack stays to acknowledge whatever still comes.
    nta_outgoing_cancel(offering_);
    nta_outgoing_destroy(std::exchange(offering_, nullptr));
  }
}

}  // namespace twinline::live::sip
