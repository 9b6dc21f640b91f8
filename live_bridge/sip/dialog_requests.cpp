// Requests within a dialog, either way.
#include <array>
#include <string_view>

#include "live_bridge/sip/causes.hpp"
#include "live_bridge/sip/dialog.hpp"
#include "live_bridge/sip/messages.hpp"

namespace twinline::live::sip {
namespace {

/// The key in an INFO body, in either of the two forms that phones send; '\0' where there is none.
char digit_in(std::string_view type, std::string_view body) {
  std::string_view key = body;
  if (type == "application/dtmf-relay") {
    const auto signal = body.find("Signal");
    if (signal == std::string_view::npos) return '\0';
    key = body.substr(signal + 6);
    const auto equals = key.find('=');
    if (equals == std::string_view::npos) return '\0';
    key = key.substr(equals + 1);
  }
  const auto first = key.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return '\0';
  key = key.substr(first);
  key = key.substr(0, key.find_first_of(" \t\r\n"));
  // Beyond 9 some send the code of the event (RFC 4733 §3.2), others the key itself.
  constexpr std::array<std::string_view, 6> codes{"10", "11", "12", "13", "14", "15"};
  constexpr std::string_view keys_of_codes = "*#ABCD";
  for (std::size_t place = 0; place < codes.size(); ++place) {
    if (key == codes[place]) return keys_of_codes[place];
  }
  constexpr std::string_view keys = "0123456789*#ABCD";
  return key.size() == 1 && keys.find(key[0]) != std::string_view::npos ? key[0] : '\0';
}

}  // namespace

const char* Dialog::allowed() const { return party_.agent ? allowed_methods_of_agents : allowed_methods; }

nta_outgoing_t* Dialog::dispatch(msg_t* message, nta_response_f* callback) {
  if (digest_) digest_->sign(message);
  const bool direct = !next_hop_.empty() && !sip_object(message)->sip_route;
  return shared_.transports.send(message, direct ? next_hop_ : std::string{}, callback, this);
}

void Dialog::acknowledge(const sip_t* response) {
  Home home;
  // ACK has the number of the INVITE, whatever was sent since.
  const sip_cseq_t* sequence = sip_cseq_create(home, response->sip_cseq->cs_seq, SIP_METHOD_ACK);
  // Nothing answers an ACK, so nothing else would ever free it; until its timer it repeats itself when 200 does.
  nta_outgoing_destroy(send(SIP_METHOD_ACK, nullptr, SIPTAG_CSEQ(sequence)));
}

bool Dialog::acknowledge_stray(nta_agent_t* agent, const sip_t* response) {
  const sip_from_t* own = response->sip_from;
  const sip_to_t* other = response->sip_to;
  if (!own->a_tag || !other->a_tag) return false;
  const nta_leg_t* leg =
      nta_leg_by_dialog(agent, nullptr, response->sip_call_id, other->a_tag, other->a_url, own->a_tag, own->a_url);
  auto* dialog = leg ? static_cast<Dialog*>(nta_leg_magic(leg, on_request)) : nullptr;
  if (!dialog || dialog->phase_ != Phase::confirmed) return false;
  dialog->acknowledge(response);
  return true;
}

int Dialog::on_request(void* owner, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
  return static_cast<Dialog*>(owner)->handle(request, sip);
}

/// The status to answer with; 0 where an answer was sent or will be.
int Dialog::handle(nta_incoming_t* request, const sip_t* sip) {
  const sip_method_t method = sip->sip_request->rq_method;
  if (method == sip_method_ack) return 0;
  if (phase_ == Phase::over) return 481;
  switch (method) {
    case sip_method_bye: return handle_bye(request, sip);
    case sip_method_invite:
    case sip_method_update: return handle_offer(request, sip);
    case sip_method_info: return handle_info(sip);
    case sip_method_refer: return handle_refer(request, sip);
    case sip_method_options: return 200;
    case sip_method_notify: return 481;  // nothing was subscribed to
    default:
      nta_incoming_treply(request, SIP_405_METHOD_NOT_ALLOWED, SIPTAG_ALLOW_STR(allowed()), TAG_END());
      nta_incoming_destroy(request);
      return 0;
  }
}

int Dialog::handle_bye(nta_incoming_t* request, const sip_t* sip) {
  nta_incoming_treply(request, SIP_200_OK, TAG_END());
  nta_incoming_destroy(request);
  // A caller may say BYE before we have answered (RFC 3261 §15); the INVITE wants its own end then.
  if (invited_ && phase_ == Phase::invited) nta_incoming_treply(invited_, SIP_487_REQUEST_TERMINATED, TAG_END());
  tell_last(&Listener::on_ended, cause_of(0, sip));
  finish();
  return 0;
}

int Dialog::handle_info(const sip_t* sip) {
  if (!sip->sip_payload) return 200;
  const std::string type = sip->sip_content_type ? sip->sip_content_type->c_type : "";
  if (type != "application/dtmf-relay" && type != "application/dtmf") return 415;
  const char digit = digit_in(type, body_of(sip));
  if (digit == '\0') return 400;
  tell(&Listener::on_digit, digit);
  return 200;
}

}  // namespace twinline::live::sip
