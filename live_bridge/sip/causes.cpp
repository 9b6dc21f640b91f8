#include "live_bridge/sip/causes.hpp"

#include <cstdlib>

#include "live_bridge/sip/messages.hpp"
#include "live_bridge/sip/numbers.hpp"

namespace twinline::live::sip {
namespace {

std::string with_text(std::string reason, const std::string& text) {
  return text.empty() ? reason : reason + ";text=" + as_quoted(text);
}

}  // namespace

int q850_of(int status) {
  switch (status) {
    case 200:
    case 487: return 16;
    case 404: return 1;
    case 410: return 22;
    case 403:
    case 401:
    case 402:
    case 407:
    case 603: return 21;
    case 486:
    case 600: return 17;
    case 480: return 18;
    case 484: return 28;
    case 408:
    case 504: return 102;
    case 415:
    case 488:
    case 606: return 79;
    case 405: return 63;
    case 420:
    case 421:
    case 481: return 127;
    case 482:
    case 483: return 25;
    case 500:
    case 503: return 41;
    case 501: return 79;
    case 502: return 38;
    case 604: return 1;
    default: return 31;
  }
}

Cause cause_of(int status, const sip_t* message) {
  Cause cause{status, status ? q850_of(status) : 16, {}};
  for (const sip_reason_t* reason = message ? message->sip_reason : nullptr; reason; reason = reason->re_next) {
    if (!su_casematch(reason->re_protocol, "Q.850") || !reason->re_cause) continue;
    const int told = std::atoi(reason->re_cause);
    if (told < 1 || told > 127) continue;
    cause.q850 = told;
    cause.text = unquoted(reason->re_text);
    break;
  }
  return cause;
}

std::string reason_of(const Cause& cause) { return with_text("Q.850;cause=" + std::to_string(cause.q850), cause.text); }

std::string cancel_reason_of(const Cause& cause) {
  if (cause.status == 200) return "SIP;cause=200;text=\"Call completed elsewhere\"";
  return reason_of(cause);
}

}  // namespace twinline::live::sip
