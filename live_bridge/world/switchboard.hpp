// The switchboard joins what the ACD wishes with what phones, trunks and the media server do. Events come in and are
// told as facts; wishes come in and become SIP requests and media commands. It decides nothing: whom to ring, what to
// play and when to give up are wishes. Everything happens on the loop's thread.
//
// A call's audio: the media server answers the caller, plays music and prompts to a caller who waits, has an offer for
// each phone that is to ring, and joins the two when a phone answers, after which the caller is told the new address.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "live_bridge/media/media_server.hpp"
#include "live_bridge/recording/archivist.hpp"
#include "live_bridge/recording/progress.hpp"
#include "live_bridge/services/look_ups.hpp"
#include "live_bridge/sip/stack.hpp"
#include "live_bridge/store/dialogs.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/timers.hpp"
#include "live_bridge/world/acd_timers.hpp"
#include "live_bridge/world/awaited_callers.hpp"
#include "live_bridge/world/consultations.hpp"
#include "live_bridge/world/kept_call.hpp"
#include "live_bridge/world/live_call.hpp"
#include "live_bridge/world/outside_calls.hpp"
#include "live_bridge/world/roster.hpp"
#include "policies/acd/acd.hpp"
#include "policies/contract/centre.hpp"

namespace twinline::live {

class Switchboard final : public sip::Listener {
 public:
  using Tell = std::function<void(const Fact&)>;
  /// Names a call for ever: a keyed hash of this text.
  using Pseudonym = std::function<CallKey(const std::string&)>;
  /// What is known of a call, if it is.
  using AttributeOf = std::function<std::optional<std::int64_t>(CallId, AttributeIndex)>;

  struct Surroundings {
    EventLoop& loop;
    Timers& timers;
    const Clock& clock;
    const scenarios::BridgeSettings& settings;
    const Centre& centre;
    Tell tell;
    Pseudonym pseudonym;
    store::Dialogs& dialogs;
    store::Dialogs& registrations;
    AttributeOf attribute;
    recording::Archivist* archivist;  ///< null where nobody is recorded
    services::LookUps& look_ups;
    const std::vector<LookUpIndex>& look_up_at_arrival;  ///< by call type; empty: nobody is asked
  };

  /// Opens the SIP sockets and the media server's control channel, and puts the phones' registrations of an earlier
  /// process in force again; throws what they throw.
  explicit Switchboard(Surroundings surroundings);
  ~Switchboard() override;

  /// The arrival stands in the journal: nobody need send the INVITE again.
  void taken_down(const CallArrived& arrived);

  /// Carries out what the ACD wishes after a fact.
  void perform(const Outcome& outcome);

  /// Tells which phones can be reached; once, when the ACD listens.
  void start();

  /// Brings back the calls that an earlier process kept, with the wishes that are still open (Acd::resume). Calls of
  /// the ACD that were not kept are lost, and told so. An agent whose phone was being rung is offered nothing else
  /// before the ring limit is over: it may still ring.
  void take_over(const Acd& acd, const Outcome& open);

  /// Leaves a call that has just come to the next process, for this one is about to be ended. On the watchdog's thread,
  /// while the one with the calls hangs in a policy. Throws what store::Dialogs throws.
  void leave(const CallArrived& arrived);

  /// No new calls, or new calls again.
  void drain(bool draining) { stack_.drain(draining); }

  // What desks ask for. Each says in words why it cannot be; empty when it is done.
  std::string finish_wrap_up(AgentIndex agent);
  std::string transfer(AgentIndex agent, CallTypeIndex type);
  /// To a number outside; what becomes of it shows.
  std::string transfer(AgentIndex agent, const std::string& number);
  std::string hang_up(AgentIndex agent);
  std::string release(AgentIndex agent);
  std::string listen_in(AgentIndex supervisor, AgentIndex agent);
  std::string pause_recording(AgentIndex agent, bool paused);

  Roster& roster() { return roster_; }
  std::size_t calls() const { return calls_.size(); }
  /// Requests to people that have not expired by now.
  const std::vector<AskPeople>& requests(Time now);
  bool media_up() const { return !media_ || media_->is_up(); }
  /// The numbers of callers whom agents are offered or talk with; an agent without one, or with a withheld one, is not
  /// in it.
  std::vector<std::pair<AgentIndex, std::string>> numbers_in_hand();
  /// How it stands with the recording of the talks that go on.
  std::vector<std::pair<AgentIndex, recording::Progress>> recordings_in_hand();
  sip::Statistics sip_statistics() const { return stack_.statistics(); }
  /// Calls of ours over the trunk now.
  std::uint32_t outbound_lines(TrunkIndex trunk) const { return stack_.outbound_lines(trunk); }
  media::Statistics media_statistics() const { return media_ ? media_->statistics() : media::Statistics{}; }

  // sip::Listener
  void on_invited(const sip::Invitation& invitation) override;
  void on_confirmed(sip::LegId leg, const std::string& sdp) override;
  void on_ringing(sip::LegId leg, int status, const std::string& sdp) override;
  void on_answered(sip::LegId leg, const std::string& sdp) override;
  void on_refused(sip::LegId leg, const sip::Cause& cause) override;
  void on_ended(sip::LegId leg, const sip::Cause& cause) override;
  void on_offered(sip::LegId leg, const std::string& sdp) override;
  void on_offer_accepted(sip::LegId leg, const std::string& sdp) override;
  void on_offer_refused(sip::LegId leg, const sip::Cause& cause) override;
  void on_referred(sip::LegId leg, const sip::Referral& referral) override;
  void on_digit(sip::LegId leg, char digit) override;
  void on_phone(AgentIndex agent, bool reachable) override;
  void on_registered(AgentIndex agent, const sip::PhoneRecord& record) override;
  void on_unregistered(AgentIndex agent) override;
  void on_trunk(TrunkIndex trunk, bool up) override;

 private:
  /// `agent`: whoever is, was or shall be with the caller.
  enum class Side : std::uint8_t { caller, agent };
  struct LegUse {
    sip::LegId leg;
    CallId call;
    Side side = Side::caller;
  };

  /// A supervisor's phone that hears a call.
  struct ListeningPhone {
    sip::LegId leg;
    CallId call;
  };

  // Legs and calls (switchboard.cpp).
  void remember(sip::LegId leg, const LiveCall& call, Side side);
  void forget_leg(sip::LegId leg);
  LiveCall* call_of(sip::LegId leg, Side* side);
  LiveCall* call_of_media(const media::MediaId& id);
  void finish(LiveCall& call);

  // The caller's side (switchboard_callers.cpp).
  void arrive(const LiveCall& call, CallTypeIndex type);
  void accept(LiveCall& call);
  services::Question question_about(const LiveCall& call) const;
  void open_media(LiveCall& call);
  void media_opened(CallId id, const media::Reply& reply);
  void begin_audio(LiveCall& call);
  void answer_caller(LiveCall& call);
  void tell_caller_new_audio(LiveCall& call, const std::string& sdp);
  void caller_gone(LiveCall& call);
  void fill_silence(LiveCall& call);
  void play_prompt(LiveCall& call, const std::string& prompt);
  void prompt_played(CallId id);
  void prompt_over(CallId id, TreatmentOutcome outcome);
  void collected(LiveCall& call, InputOutcome outcome);
  void stop_playing(LiveCall& call);
  void caller_holds(LiveCall& call, bool held);
  void pressed(LiveCall& call, char digit);
  void media_health(bool up);
  void restore_media(LiveCall& call);
  media::Party terms_of(const TalkingPhone& phone) const;

  // Recording (switchboard_recording.cpp).
  void choose_recording(LiveCall& call, CallTypeIndex type);
  bool owes_notice(const LiveCall& call) const;
  void give_notice(LiveCall& call);
  void notice_heard(CallId id);
  void answer_question(LiveCall& call, char digit);
  void notice_over(LiveCall& call, RecordingChoice::Consent consent);
  void decide_consent(LiveCall& call, RecordingChoice::Consent consent);
  void look_up_consent(LiveCall& call);
  void settle_recording(LiveCall& call, const std::string& why);
  void capture_talk(LiveCall& call);
  void start_capture(LiveCall& call, const char* kind, media::Done done);
  void stop_capture(const LiveCall& call);
  void capture_failed(LiveCall& call, const std::string& why);
  void captures_lost();
  void go_on_recording(LiveCall& call, const RecordingChoice& kept);
  void take_message(LiveCall& call);

  // What survives the process (switchboard_takeover.cpp).
  void keep(const LiveCall& call);
  void forget(const LiveCall& call);
  void recall_registrations();
  LiveCall& take_over(const KeptCall& kept);
  void tell_lost(const KeptArrival& arrival);

  // The agent's side (switchboard_agents.cpp).
  void expect_answer(LiveCall& call, const Offer& offer);
  void ring(LiveCall& call);
  void ring_with(LiveCall& call, const std::string& sdp);
  void offer_failed(LiveCall& call, OfferRefusal cause);
  void drop_ringing(LiveCall& call);
  void joined(CallId id, const std::string& party, const media::Reply& reply);
  void begin_talk(LiveCall& call, TalkingPhone phone);
  void end_talk(LiveCall& call, TalkEnd how);
  void part(LiveCall& call);
  void dismiss_listeners(CallId id);
  void back_to_prompts(LiveCall& call);
  void hold(TalkingPhone& phone, bool held);
  LiveCall* call_with(AgentIndex agent);
  bool is_rung(AgentIndex agent);
  void begin_watch(LiveCall& call);
  void watch_talk(CallId id);
  void watch_on(LiveCall& call);

  // Passing the caller on (switchboard_outside.cpp).
  std::string pass_on(LiveCall& call, const std::string& number, AgentIndex agent, sip::LegId referrer);
  void pass_on_to_asked(LiveCall& call, const Consultations::Asked& asked, sip::LegId own, sip::LegId referrer);
  void call_outside(LiveCall& call);
  void call_outside_with(LiveCall& call, const std::string& sdp);
  void try_next_trunk(LiveCall& call, const sip::Cause& before);
  void next_answered(LiveCall& call, const std::string& sdp);
  void passed_on(CallId id, const std::string& party, const media::Reply& reply);
  void not_passed_on(LiveCall& call, const sip::Cause& cause);
  void stay_with_agent(LiveCall& call, sip::LegId referrer, int status);
  void agent_left(LiveCall& call);
  void drop_passing(LiveCall& call, int status);
  void end_passed_on(LiveCall& call);
  void consulted_side_ended(sip::LegId leg);
  void next_gone(LiveCall& call);
  const char* why_not_transferable(AgentIndex agent, LiveCall*& call);
  const scenarios::EntryPoint* entry_named(const std::string& number) const;

  // Wishes (switchboard_wishes.cpp).
  void fulfil(const Offer& wish);
  void fulfil(const WithdrawOffer& wish);
  void fulfil(const Connect& wish);
  void fulfil(const DropLeg& wish);
  void fulfil(const BeginWrapUp& wish);
  void fulfil(const Play& wish);
  void fulfil(const StopPlaying& wish);
  void fulfil(const Release& wish);
  void fulfil(const StartTimer& wish);
  void fulfil(const CancelTimer& wish);
  void fulfil(const AskPeople& wish);
  void fulfil(const Collect& wish);
  void fulfil(const LookUp& wish);
  void fulfil(const TransferOut& wish);

  Surroundings around_;
  Roster roster_;
  OutsideCalls outside_;
  CallTable calls_;
  std::vector<LegUse> legs_;  ///< by slot of the leg
  std::map<media::MediaId, CallId> media_ids_;
  bool media_died_ = false;  ///< and has not come back
  std::vector<ListeningPhone> listeners_;
  std::vector<AskPeople> requests_;  ///< put to people, until they expire
  std::uint64_t arrivals_ = 0;
  AwaitedCallers awaited_callers_;
  AcdTimers acd_timers_;
  sip::Stack stack_;
  std::unique_ptr<media::MediaServer> media_;  ///< none in direct mode
  std::optional<Consultations> consultations_;
};

}  // namespace twinline::live
