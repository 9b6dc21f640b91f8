// What the SIP side tells: each event once, on the loop's thread, never from within a call to Stack. Of a leg that
// ended or was hung up nothing more is heard.
#pragma once

#include <string>

#include "live_bridge/sip/leg.hpp"
#include "live_bridge/sip/phone_record.hpp"

namespace twinline::live::sip {

class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;

  /// A call. Trunk and entry rules, digest and overload have been seen to. Wants trying as soon as it would not be
  /// forgotten, and ring, progress, answer or refuse.
  virtual void on_invited(const Invitation& invitation) = 0;
  /// ACK for our 200. `sdp` is the answer to an offer that we made in it; else empty.
  virtual void on_confirmed(LegId leg, const std::string& sdp) = 0;
  /// A provisional response above 100 to our INVITE.
  virtual void on_ringing(LegId leg, int status, const std::string& sdp) = 0;
  /// 200 to our INVITE; it has been acknowledged.
  virtual void on_answered(LegId leg, const std::string& sdp) = 0;
  /// A final refusal of our INVITE; 408 where nothing was heard at all; 480 with cause 19 where it rang for as long as
  /// it may. The leg is gone.
  virtual void on_refused(LegId leg, const Cause& cause) = 0;
  /// BYE, CANCEL, an ACK that never came, a session that was not refreshed. The leg is gone.
  virtual void on_ended(LegId leg, const Cause& cause) = 0;
  /// A new offer within the dialog. Wants accept_offer or refuse_offer. Empty: the peer wants an offer from us.
  virtual void on_offered(LegId leg, const std::string& sdp) = 0;
  /// The peer took our new offer; also the one that accept_offer made where the peer wanted it from us.
  virtual void on_offer_accepted(LegId leg, const std::string& sdp) = 0;
  /// The peer did not take our new offer; the leg goes on as it was.
  virtual void on_offer_refused(LegId leg, const Cause& cause) = 0;
  /// REFER from an agent's phone; it was accepted with 202. Wants report_referral until it is final.
  virtual void on_referred(LegId leg, const Referral& referral) = 0;
  /// A key pressed, by INFO.
  virtual void on_digit(LegId leg, char digit) = 0;
  /// An agent's phone can be reached, or no longer.
  virtual void on_phone(AgentIndex agent, bool reachable) = 0;
  /// A phone registered, or did so again. Told before the phone is answered, so that what it is promised has been kept:
  /// the one call from the midst of the stack's work, which must not ask anything of the stack.
  virtual void on_registered(AgentIndex agent, const PhoneRecord& record) = 0;
  /// The registration has ended, or is one that ends with this process. Likewise.
  virtual void on_unregistered(AgentIndex agent) = 0;
  /// All gateways of the trunk are silent, or one answers again.
  virtual void on_trunk(TrunkIndex trunk, bool up) = 0;
};

}  // namespace twinline::live::sip
