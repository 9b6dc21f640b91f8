// Session timers (RFC 4028): a call whose peer has vanished without a BYE is found out. The stack has no more than the
// headers; who refreshes, when, and what follows if nobody does is decided here. Where the peer leaves it open, we
// refresh: then a peer without the extension is watched too.
#include <algorithm>

#include "live_bridge/sip/dialog.hpp"
#include "live_bridge/sip/jitter.hpp"
#include "live_bridge/sip/messages.hpp"
#include "live_bridge/sip/session_interval.hpp"

namespace twinline::live::sip {
namespace {

constexpr Duration retry_after_failure = 10s;
constexpr Duration retry_while_busy = 2s;

Duration seconds(unsigned long count) { return std::chrono::seconds(std::min(count, 86400UL)); }

Duration interval_in(const sip_t* message) {
  return message->sip_session_expires ? seconds(message->sip_session_expires->x_delta) : Duration{0};
}

bool refresher_is(const sip_t* message, const char* side) {
  const auto* header = message->sip_session_expires;
  return header && header->x_refresher && su_casematch(header->x_refresher, side);
}

}  // namespace

bool session_is_too_short(const sip_t* request) {
  return request->sip_session_expires && names(request->sip_supported, "timer") &&
         interval_in(request) < least_session_interval;
}

std::string Dialog::session_header(const char* refresher) const {
  if (session_expires_ == Duration{0}) return {};
  const auto count = std::chrono::ceil<std::chrono::seconds>(session_expires_).count();
  return std::to_string(count) + ";refresher=" + refresher;
}

/// 0 where the interval will do; −1 where it was refused.
int Dialog::check_session(nta_incoming_t* request, const sip_t* sip) const {
  if (!session_is_too_short(sip)) return 0;
  nta_incoming_treply(request, SIP_422_SESSION_TIMER_TOO_SMALL, SIPTAG_MIN_SE_STR(least_session_header), TAG_END());
  nta_incoming_destroy(request);
  return -1;
}

void Dialog::agree_on_session_as_server(const sip_t* request) {
  const Duration ours = shared_.settings.sip.session_expires;
  const Duration theirs = interval_in(request);
  const Duration least = request->sip_min_se ? seconds(request->sip_min_se->min_delta) : least_session_interval;
  session_expires_ = theirs == Duration{0} ? ours : std::max(std::min(theirs, ours), std::min(theirs, least));
  if (theirs == Duration{0} && request->sip_min_se) session_expires_ = std::max(ours, least);
  refreshes_ = !refresher_is(request, "uac");
}

void Dialog::agree_on_session_as_client(const sip_t* response) {
  if (const Duration theirs = interval_in(response); theirs > Duration{0}) session_expires_ = theirs;
  refreshes_ = !refresher_is(response, "uas");
}

void Dialog::raise_session_interval(const sip_t* response) {
  raised_session_ = true;
  if (!response || !response->sip_min_se) return;
  least_session_ = seconds(response->sip_min_se->min_delta);
  session_expires_ = std::max(session_expires_, least_session_);
}

void Dialog::arm_session() {
  if (session_expires_ == Duration{0}) return;
  session_ends_ = now() + session_expires_;
  // Who does not refresh gives up a little early (RFC 4028 §10).
  const Duration margin = std::min<Duration>(32s, session_expires_ / 3);
  session_timer_.set(refreshes_ ? now() + session_expires_ / 2 : session_ends_ - margin);
}

/// After a restart nobody knows when the last refresh was; it is made up for soon, not by all at once.
void Dialog::resume_session() {
  arm_session();
  if (session_expires_ == Duration{0} || !refreshes_) return;
  session_timer_.set(now() + jittered(call_id_, 0, 1s, std::max<Duration>(1s, session_expires_ / 8)));
}

void Dialog::on_session_timer() {
  if (phase_ != Phase::confirmed) return;
  if (!refreshes_ || now() >= session_ends_) {
    end({408, 102, "session expired"});
  } else if (offering_ || offered_ || waiting_offer_) {
    session_timer_.set(now() + retry_while_busy);
  } else {
    send_offer(local_sdp_, true);
    if (!offering_) on_refresh_failed();
  }
}

void Dialog::on_refresh_failed() { session_timer_.set(std::min(now() + retry_after_failure, session_ends_)); }

}  // namespace twinline::live::sip
