// One dialog of ours with a caller, a phone or a gateway: the transactions that open, change and end it (RFC 3261 §12
// to §15), and the races between them. It knows nothing of the call that it is part of. A dialog that is told to hang
// up, or hangs up itself, loses its name at once; the object stays until what is still on the wire has been seen to.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "live_bridge/sip/client_digest.hpp"
#include "live_bridge/sip/shared.hpp"

namespace twinline::live::sip {

/// Who is at the other end.
struct Party {
  bool caller = true;  ///< they called us
  TrunkIndex trunk;
  AgentIndex agent;
};

/// Somewhere a call of ours may be sent.
struct Target {
  std::string uri;       ///< of the request
  std::string next_hop;  ///< where it goes instead, if not empty; no Route header comes of it
  std::string route;     ///< a Route header to start with (RFC 3327), if not empty
  std::string contact;   ///< where we are to be reached
};

/// A call of ours.
struct Call {
  std::vector<Target> targets;  ///< tried in order; a phone has one
  std::string from;             ///< header value without tag
  std::string to;               ///< header value
  std::string more_headers;     ///< complete header lines
  std::string sdp;
  Duration ring_limit{0};                ///< 0: as long as the transaction lasts
  bool pass_over = false;                ///< a target that answers 503, 408 or nothing for 2 s is passed over
  std::unique_ptr<ClientDigest> digest;  ///< answers challenges; nullptr: they are refusals
};

class Dialog {
 public:
  Dialog(Shared& shared, const Party& party);
  ~Dialog();
  Dialog(const Dialog&) = delete;
  Dialog& operator=(const Dialog&) = delete;

  LegId leg() const { return leg_; }
  void set_leg(LegId leg) { leg_ = leg; }

  // How it begins: one of the three.

  /// Their INVITE. false: no dialog can be made of it.
  bool take(nta_incoming_t* invite, const sip_t* sip, std::string contact, std::string next_hop);
  /// Our INVITE. false: it cannot even be sent.
  bool start(Call call);
  /// A dialog of an earlier process. false: the record makes none.
  bool resume(const DialogRecord& record, std::string contact);

  // Their INVITE (dialog_incoming.cpp).
  void trying();
  void ring();
  void progress(const std::string& sdp);
  void answer(const std::string& sdp);
  void refuse(const Cause& cause, Duration retry_after);

  // Offers within the dialog (dialog_offers.cpp).
  void offer(const std::string& sdp);
  void accept_offer(const std::string& sdp);
  void settle_answer(const std::string& sdp);
  void refuse_offer(const Cause& cause);

  void hang_up(const Cause& cause);
  void report_referral(int status);

  /// none before it is confirmed.
  std::optional<DialogRecord> record() const;
  std::uint32_t sequence() const { return nta_leg_get_seq(leg_of_stack_); }
  bool is(std::string_view call_id, std::string_view local_tag, std::string_view remote_tag) const;

  /// A 2xx to an INVITE for which no transaction waits: sent again because our ACK was lost, or sent to a process that
  /// has died since. Where it belongs to a dialog that goes on it is acknowledged, once more; false: it does not.
  static bool acknowledge_stray(nta_agent_t* agent, const sip_t* response);

 private:
  enum class Phase : std::uint8_t {
    invited,    ///< their INVITE wants a final response
    answered,   ///< our 200 wants an ACK
    calling,    ///< our INVITE wants a final response
    confirmed,  ///< established
    over,       ///< nothing is sent or told any more
  };

  // Telling (dialog.cpp).
  template <class... Arguments, class... Values>
  void tell(void (Listener::*event)(LegId, Arguments...), Values... values);
  template <class... Arguments, class... Values>
  void tell_last(void (Listener::*event)(LegId, Arguments...), Values... values);
  void let_go();
  void finish();
  void bye(const Cause& cause);
  void end(const Cause& cause);

  // Requests within the dialog (dialog_requests.cpp).
  static int on_request(void* owner, nta_leg_t* leg, nta_incoming_t* request, const sip_t* sip);
  int handle(nta_incoming_t* request, const sip_t* sip);
  int handle_bye(nta_incoming_t* request, const sip_t* sip);
  int handle_info(const sip_t* sip);
  bool make_leg(const std::string& from, const std::string& to);
  template <class... Tags>
  nta_outgoing_t* send(sip_method_t method, const char* name, nta_response_f* callback, Tags... tags);
  nta_outgoing_t* dispatch(msg_t* message, nta_response_f* callback);
  void acknowledge(const sip_t* response);
  const char* allowed() const;
  Time now() const { return shared_.clock.now(); }

  // Their INVITE (dialog_incoming.cpp).
  static int on_invite_followed(void* owner, nta_incoming_t* invite, const sip_t* sip);
  static int on_prack(void* owner, nta_reliable_t* reliable, nta_incoming_t* prack, const sip_t* sip);
  void handle_ack(const sip_t* ack);
  void handle_cancel(const sip_t* cancel);
  void handle_no_ack();
  void drop_reliable();

  // Our INVITE (dialog_outgoing.cpp).
  bool try_next_target();
  bool send_invite();
  void on_invite_response(nta_outgoing_t* request, int status, const sip_t* response);
  void on_invite_success(const sip_t* response);
  void on_invite_refused(int status, const sip_t* response);
  void on_call_timer();
  void set_call_timer();
  void cancel_invite(const Cause& cause);

  // Offers within the dialog (dialog_offers.cpp).
  int handle_offer(nta_incoming_t* request, const sip_t* sip);
  static int on_offer_followed(void* owner, nta_incoming_t* invite, const sip_t* sip);
  void send_offer(const std::string& sdp, bool refresh);
  void on_offer_response(nta_outgoing_t* request, int status, const sip_t* response);
  void send_waiting_offer();
  void drop_offers();

  // Session timers (dialog_refresh.cpp).
  std::string session_header(const char* refresher) const;
  int check_session(nta_incoming_t* request, const sip_t* sip) const;
  void agree_on_session_as_server(const sip_t* request);
  void agree_on_session_as_client(const sip_t* response);
  void raise_session_interval(const sip_t* response);
  void arm_session();
  void resume_session();
  void on_session_timer();
  void on_refresh_failed();

  // Transfers (dialog_referral.cpp).
  int handle_refer(nta_incoming_t* request, const sip_t* sip);
  void notify(int status);

  Shared& shared_;
  const Party party_;
  LegId leg_;
  Phase phase_;
  nta_leg_t* leg_of_stack_ = nullptr;
  std::string call_id_, local_, remote_;  ///< the latter two as header values with their tags, once confirmed
  std::string contact_;                   ///< ours
  std::string next_hop_;                  ///< where requests go when there is no route set, if not to their target
  std::optional<Counted> line_;
  std::string local_sdp_, remote_sdp_;

  nta_incoming_t* invited_ = nullptr;  ///< their INVITE, until it is acknowledged
  nta_reliable_t* reliable_ = nullptr;
  std::optional<std::string> answer_after_prack_;
  bool offered_by_us_ = false;  ///< their INVITE came without an offer
  std::string answer_in_prack_;
  bool answered_early_ = false;  ///< a reliable 183 carried our description, and it was acknowledged
  std::optional<Cause> hang_up_after_ack_;

  nta_outgoing_t* inviting_ = nullptr;  ///< our INVITE
  std::unique_ptr<Call> call_;
  std::unique_ptr<ClientDigest> digest_;
  std::size_t next_target_ = 0;
  bool heard_ = false;  ///< from the present target
  bool raised_session_ = false;
  Time silent_until_ = never;  ///< then the present target is passed over
  Time ring_until_ = never;

  nta_incoming_t* offered_ = nullptr;   ///< their re-INVITE or UPDATE
  bool offered_answered_ = false;       ///< … waits for the ACK only
  nta_outgoing_t* offering_ = nullptr;  ///< our re-INVITE
  bool refreshing_ = false;             ///< … repeats what is agreed
  std::string offer_in_flight_;
  std::optional<std::string> waiting_offer_;
  int glares_ = 0;
  Timers::Timer timer_;  ///< of the call while it is calling, then of glare

  Duration session_expires_{0};  ///< 0: no timer
  Duration least_session_{0};    ///< what the peer bears, once it has said so
  bool refreshes_ = false;       ///< we do
  bool peer_has_timer_ = false;
  Time session_ends_ = never;
  Timers::Timer session_timer_;

  bool referring_ = false;      ///< progress of a REFER is awaited
  bool referral_told_ = false;  ///< … by NOTIFY
  std::string referral_event_;
};

template <class... Arguments, class... Values>
void Dialog::tell(void (Listener::*event)(LegId, Arguments...), Values... values) {
  shared_.events.post([&shared = shared_, leg = leg_, event, values...] {
    if (shared.dialogs.find(leg)) (shared.listener.*event)(leg, values...);
  });
}

template <class... Arguments, class... Values>
void Dialog::tell_last(void (Listener::*event)(LegId, Arguments...), Values... values) {
  shared_.events.post([&shared = shared_, leg = leg_, event, values...] {
    if (!shared.dialogs.find(leg)) return;
    shared.dialogs.release(leg);
    (shared.listener.*event)(leg, values...);
  });
}

/// A request within the dialog. Without a callback its response is awaited and thrown away.
template <class... Tags>
nta_outgoing_t* Dialog::send(sip_method_t method, const char* name, nta_response_f* callback, Tags... tags) {
  msg_t* message = nta_msg_create(shared_.agent, 0);
  if (sip_add_tl(message, sip_object(message), tags..., TAG_END()) < 0 ||
      nta_msg_request_complete(message, leg_of_stack_, method, name, nullptr) < 0) {
    msg_destroy(message);
    return nullptr;
  }
  return dispatch(message, callback);
}

}  // namespace twinline::live::sip
