// The SIP side of the bridge: trunks, phones and dialogs, on sofia-sip's NTA layer. It speaks SIP correctly (forking,
// races, retransmission, authentication, session timers, sequence numbers) and decides nothing about calls: what
// arrives is told to a Listener, what is wished is asked of it here. Everything happens on the loop's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "live_bridge/sip/leg.hpp"
#include "live_bridge/sip/listener.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "live_bridge/wall/timers.hpp"
#include "policies/contract/centre.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live::sip {

/// The loop that sofia-sip brings along. Create it first and destroy it last.
std::unique_ptr<EventLoop> make_loop();

struct Statistics {
  std::uint64_t invites_in = 0, invites_out = 0, refused_for_overload = 0, unknown_source = 0, wrong_password = 0;
  std::size_t legs = 0;  ///< now
  std::size_t server_transactions = 0, client_transactions = 0;
};

class Stack {
 public:
  /// Binds the listeners. `loop` is of make_loop(). Settings and centre must outlive the stack. Throws
  /// std::runtime_error, naming address and reason, where one cannot be bound or a secret cannot be read.
  Stack(EventLoop& loop, Timers& timers, const Clock& clock, const scenarios::BridgeSettings& settings,
        const Centre& centre, Listener& listener);
  ~Stack();
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;

  // Incoming legs. Calls about a leg that is gone are ignored.
  void trying(LegId leg);                            ///< 100, first of all: the INVITE is not sent again then
  void ring(LegId leg);                              ///< 180
  void progress(LegId leg, const std::string& sdp);  ///< 183 with early media; reliable where the caller can (RFC 3262)
  void answer(LegId leg, const std::string& sdp);    ///< 200; `sdp` is an offer where the INVITE had none
  /// A final refusal. `retry_after` above 0 adds the header.
  void refuse(LegId leg, const Cause& cause, Duration retry_after = Duration{0});

  /// Calls a phone or a number. none: nobody can be reached there (no contact, every gateway down, no line free); a
  /// failure that shows later is told as on_refused. A gateway that answers 503, 408 or nothing for 2 s is passed over.
  std::optional<LegId> invite(const Outgoing& outgoing);

  // Within a dialog. Glare (491) is waited out and tried again (RFC 3261 §14.1). An offer that has to wait is replaced
  // by the next one, of which alone is told then.
  void offer(LegId leg, const std::string& sdp);
  void accept_offer(LegId leg, const std::string& sdp);  ///< empty: our side stays as it was
  /// Our side is this from now on, for record() and for accept_offer() with nothing new: so that what is kept of the
  /// dialog is true before the peer hears of it.
  void settle_answer(LegId leg, const std::string& sdp);
  void refuse_offer(LegId leg, const Cause& cause);

  /// CANCEL, BYE or a final response, as the state of the leg demands. Nothing is told of the leg afterwards.
  void hang_up(LegId leg, const Cause& cause);

  /// NOTIFY of a transfer's progress (RFC 3515): a status line of the call to the target; from 200 on it is final.
  void report_referral(LegId leg, int status);

  /// Calls of ours on the trunk now.
  std::uint32_t outbound_lines(TrunkIndex trunk) const;

  /// Whether the agent's phone has a contact that has not expired.
  bool is_reachable(AgentIndex agent) const;

  /// A registration that an earlier process kept holds again; nothing is told of it. none: it has expired, or is of
  /// nobody here.
  AgentIndex restore(const PhoneRecord& record);

  /// Calls above this many in a second are refused with 503; while draining all of them are.
  void drain(bool draining);

  /// The dialog as it must be kept, now; none before it is confirmed.
  std::optional<DialogRecord> record(LegId leg) const;
  /// A dialog of an earlier process goes on under a new name.
  LegId restore(const DialogRecord& record);
  /// The next own request in the dialog will have a sequence number above this (told before it is sent, to be kept).
  std::uint32_t sequence(LegId leg) const;

  Statistics statistics() const;

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace twinline::live::sip
