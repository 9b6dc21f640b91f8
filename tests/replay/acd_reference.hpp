// A second ACD, written for the tests alone and to be obvious rather than fast: plain lists, linear scans, and a View
// that is worked out from scratch for every decision. It shares the contract with the ACD and nothing else. Where the
// two disagree about a wish, a happening, a decision or a row of the View, one of them is wrong.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/ivr_policy.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/contract/staffing_policy.hpp"

namespace twinline::reference {

/// What the ACD has said about one fact.
struct Said {
  Wishes wishes;
  Happenings happenings;
  std::vector<Decision> decisions;
};

enum class Owed : std::uint8_t { nothing, playing, input, look_up, transfer };

struct Call {
  CallView row;  ///< without place in a line, which view() works out
  std::vector<Attribute> attributes;
  Time entered_at, offered_at, talk_ended_at;
  Time reconsider_at = never, timer_at = never, requeued_at = never;
  Duration treated_until{-1};
  Duration hold{0};
  std::uint32_t ivr_steps = 0, offer = 0;
  bool has_port = false;
  Time port_since;
  bool has_line = false, interrupted = false, surveyed = false, passed_on = false, talks_outside = false;
  Owed owed = Owed::nothing;  ///< the answer that the world has yet to give
  TreatmentKind plays = TreatmentKind::announcement;
  PromptIndex prompt;
  Time held_since;
};

struct Agent {
  AgentView row;  ///< without neighbours among the idle, which view() works out
  Presence presence = Presence::logged_out;
  NotReadyReason reason = NotReadyReason::none;
  bool cooling_down = false, idle = false;
  std::uint64_t idle_order = 0;  ///< counts up whenever anybody becomes idle, or has another number in hand
  std::uint32_t cooling_timer = 0;
  std::vector<CallSlot> hands;  ///< the calls in hand; a place that became empty is taken first
};

/// A queue, type and priority that some call has waited under.
struct Line {
  QueueIndex queue;
  CallTypeIndex type;
  std::uint8_t priority = 0;
};

struct Request {
  AskPeople asked;
  std::uint32_t accepted = 0;
};

class ReferenceAcd {
 public:
  ReferenceAcd(Centre centre, std::uint64_t policy_seed);

  /// The policies in force: not owned, changed by whoever owns them through the maps below.
  RoutingPolicy* routing = nullptr;
  StaffingPolicy* staffing = nullptr;
  IvrPolicy* ivr = nullptr;
  std::map<std::uint32_t, RoutingPolicy*> prepared_routing;
  std::map<std::uint32_t, StaffingPolicy*> prepared_staffing;
  std::map<std::uint32_t, IvrPolicy*> prepared_ivr;
  std::map<std::uint32_t, Centre> prepared_centres;

  Said handle(Time now, const Fact& fact);
  Said start(Time now);

  /// Every row anew. Valid until the next call.
  const View& view();

 private:
  void on(const CallArrived& fact);
  void on(const CallerHungUp& fact);
  void on(const OfferAnswered& fact);
  void on(const OfferRefused& fact);
  void on(const TalkEnded& fact);
  void on(const WrapUpEnded& fact);
  void on(const TimerFired& fact);
  void on(const AgentPresenceChanged& fact);
  void on(const AgentMoved& fact);
  void on(const CallTransferred& fact);
  void on(const TreatmentEnded& fact);
  void on(const AttributesLearned& fact);
  void on(const RequestAnswered& fact);
  void on(const ForecastIssued& fact);
  void on(const WaitingReleased& fact);
  void on(const TrunkChanged& fact);
  void on(const PolicyPutInForce& fact);
  void on(const CentreReloaded& fact);
  void on(const CallerHeld& fact);
  void on(const InputReceived& fact);
  void on(const LookUpEnded& fact);
  void on(const TransferOutEnded& fact);
  void on(const SiteReported& fact);
  void on(const ServiceReported& fact);

  Call* find(CallId id);
  Call* ringing(OfferId offer);
  std::vector<Call*> waiting_by_place();
  Call* owing(CallId id, Owed answer);
  void ask_ivr(Call& call, IvrOccasion occasion);
  void obey_ivr(Call& call, IvrDecision decision);
  void end_survey(Call& call, bool hung_up);
  bool wants_port(Call& call);
  void all_ports_busy(Call& call);
  void give_port_back(Call& call);
  void learn(Call& call, Attributes attributes);
  void agent_done(Call& call);
  void begin_wait(Call& call, QueueIndex queue);
  void enter(Call& call, QueueIndex queue);
  void end_wait(Call& call, WaitEnd how);
  void send_away(Call& call, WaitEnd how, CallOutcome outcome, ReleaseCause cause);
  void end(Call& call, CallOutcome outcome);
  void hang_up_trunk(Call& call);
  void finish(Call& call, bool transferred, bool reached);
  void call_back(Call& call);
  void offer(Call& call, AgentIndex agent);
  void take_back(Call& call, OfferEnd how);
  void withdraw(Call& call);
  void wait_on(Call& call);
  void refresh(AgentIndex agent);
  AgentState state_of(const Agent& agent) const;

  Duration next_treatment(const Call& call) const;
  void treat(Call& call);
  void apply(Call& call, const Treatment& treatment);
  void set_timer(Call& call);
  void stop_timer(Call& call);
  void play(Call& call, TreatmentKind kind, PromptIndex prompt, CallTypeIndex type);
  void stop_playing(Call& call);
  void set_policies_timer();
  void ask_staffing(StaffingOccasion::Kind kind, RequestId request);

  void ask_all();
  void ask(const Occasion& occasion);
  void carry_out(const Decision& decision);
  void serve_first_come(const Occasion& occasion);
  bool may_serve(const Agent& agent, const Call& call) const;
  bool has_room(const Agent& agent, const Call& call) const;
  void review_all();
  void reject(DecisionFault fault, CallId call, AgentIndex agent);
  void wish(const Wish& wanted) { said_.wishes.push_back(wanted); }
  void happened(const Happening& happening);
  CallLabels labels(const Call& call) const;

  Centre centre_;
  std::uint64_t policy_seed_;
  Time now_;
  std::vector<Call> calls_;
  std::vector<Agent> agents_;
  std::vector<Line> lines_;
  std::vector<Request> requests_;
  std::vector<bool> trunk_up_;
  std::vector<SiteView> sites_;
  std::vector<ServiceView> services_;
  std::vector<ForecastView> forecasts_;
  struct Counts {
    std::uint64_t entered = 0, answered = 0, abandoned = 0;
    Duration average{0};
  };
  std::vector<Counts> counts_;
  std::uint64_t next_place_ = 0, next_idle_order_ = 0;
  std::uint32_t next_request_ = 1, timer_generation_ = 0;
  std::map<std::uint8_t, Time> routing_timers_;  ///< by part of the policy
  Time staffing_timer_ = never, policies_timer_ = never;
  std::deque<Occasion> occasions_;
  Said said_;

  // The rows of the view, rebuilt each time.
  std::vector<CallView> call_rows_;
  std::vector<AgentView> agent_rows_;
  std::vector<GroupView> group_rows_;
  std::vector<LineView> line_rows_;
  std::vector<QueueView> queue_rows_;
  std::vector<TrunkView> trunk_rows_;
  std::vector<Attribute> attribute_rows_;
  std::vector<std::uint64_t> idle_bits_, free_bits_;
  std::vector<std::vector<LineIndex>> lines_by_group_;
  std::vector<std::span<const LineIndex>> line_spans_;
  View view_;
};

}  // namespace twinline::reference
