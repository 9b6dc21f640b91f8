// Transfers that a phone asks for: REFER in its dialog, and the NOTIFYs that tell it what became of it (RFC 3515).
// Nobody but an agent may send calls elsewhere: the rest are refused, for that is how toll fraud is done.
#include <utility>

#include <fmt/format.h>

#include "live_bridge/sip/dialog.hpp"
#include "live_bridge/sip/messages.hpp"

namespace twinline::live::sip {
namespace {

/// The Replaces header that hides in a Refer-To URI; nullptr where there is none.
const sip_replaces_t* replaces_in(su_home_t* home, const url_t* target) {
  if (!target->url_headers) return nullptr;
  const char* lines = url_query_as_header_string(home, target->url_headers);
  if (!lines) return nullptr;
  const std::string text(lines);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    const auto colon = line.find(':');
    if (colon != std::string::npos && su_casematch(line.substr(0, colon).c_str(), "replaces")) {
      return sip_replaces_make(home, line.substr(colon + 1).c_str());
    }
    at = end + 1;
  }
  return nullptr;
}

}  // namespace

int Dialog::handle_refer(nta_incoming_t* request, const sip_t* sip) {
  if (!party_.agent) return 403;
  if (phase_ != Phase::confirmed) return 481;
  if (referring_) return 500;
  if (!sip->sip_refer_to) return 400;
  const url_t* target = sip->sip_refer_to->r_url;
  if (target->url_type != url_sip && target->url_type != url_sips && target->url_type != url_tel) return 416;

  Referral referral;
  referral.target = user_of(target);
  Home home;
  if (const auto* replaces = replaces_in(home, target)) {
    if (!replaces->rp_call_id || !replaces->rp_to_tag || !replaces->rp_from_tag) return 400;
    referral.replaces = shared_.dialogs.replaced_by(replaces->rp_call_id, replaces->rp_to_tag, replaces->rp_from_tag);
    if (!referral.replaces) return 481;
  }
  if (referral.target.empty() && !referral.replaces) return 400;

  // RFC 4488: who does not want to be notified says so.
  const sip_refer_sub_t* wanted = sip_refer_sub(sip);
  referral_told_ = !wanted || !su_casematch(wanted->rs_value, "false");
  referring_ = true;
  referral_event_ = fmt::format("refer;id={}", sip->sip_cseq->cs_seq);
  nta_incoming_treply(request, SIP_202_ACCEPTED, SIPTAG_CONTACT_STR(contact_.c_str()),
                      TAG_IF(!referral_told_, SIPTAG_HEADER_STR("Refer-Sub: false")), TAG_END());
  nta_incoming_destroy(request);
  notify(100);
  tell(&Listener::on_referred, referral);
  return 0;
}

void Dialog::report_referral(int status) {
  if (!referring_ || phase_ != Phase::confirmed || status < 100 || status > 699) return;
  if (status >= 200) referring_ = false;
  notify(status);
}

void Dialog::notify(int status) {
  if (!referral_told_) return;
  const char* phrase = sip_status_phrase(status);
  const auto fragment = fmt::format("SIP/2.0 {} {}\r\n", status, phrase ? phrase : "");
  send(SIP_METHOD_NOTIFY, nullptr, SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_EVENT_STR(referral_event_.c_str()),
       SIPTAG_SUBSCRIPTION_STATE_STR(status < 200 ? "active;expires=180" : "terminated;reason=noresource"),
       SIPTAG_CONTENT_TYPE_STR("message/sipfrag;version=2.0"), SIPTAG_PAYLOAD_STR(fragment.c_str()));
}

}  // namespace twinline::live::sip
