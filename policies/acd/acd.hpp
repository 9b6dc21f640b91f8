// The automatic call distributor: a passive state machine, the same in every world. Facts go in, wishes come out; it
// never waits, draws nothing, knows no clock. It asks policies for every choice, checks what they decide, and serves
// first come, first served where a policy fails. It is the sole owner of the state of calls, agents, queues and trunks.
//
// A call: [in_ivr] → waiting ⇄ offered → talking → [wrapping_up] → [in_survey or outside] → gone; out of waiting also
// to another queue, or by abandonment, release, voicemail or callback. Asserted after every fact: a call is in one
// state and ends once; an agent serves at most what the group's capacity allows, and nothing beside a contact that
// takes the whole agent; no agent idles beside a call that the agent may serve and has room for unless the policy held
// one of them on purpose.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "policies/acd/outcome.hpp"
#include "policies/acd/recorded_answers.hpp"
#include "policies/acd/tables.hpp"
#include "policies/contract/bring_near.hpp"
#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/ivr_policy.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/contract/staffing_policy.hpp"

namespace twinline {

struct Policies {
  std::unique_ptr<RoutingPolicy> routing;
  std::unique_ptr<StaffingPolicy> staffing;
  std::unique_ptr<IvrPolicy> ivr;
};

class Acd {
 public:
  /// Everybody is logged out and nobody calls. `centre` must be linked; all three policies must be given.
  Acd(Centre centre, Policies policies, std::uint64_t policy_seed);
  Acd(const Acd&) = delete;  // the view points into the tables
  Acd& operator=(const Acd&) = delete;
  ~Acd() = default;

  /// Takes in one fact and appends what follows from it to `outcome`. Facts must come in the order of time.
  /// Late facts (about an offer, call or timer that is over) change nothing but may leave a DropLeg. What a fact names
  /// must be there: facts from outside go through defect_of (policies/acd/defect.hpp) first.
  void handle(Time now, const Fact& fact, Outcome& outcome);

  /// As handle(), for a fact that was handled in this state before: the routing policy is not asked but has answered,
  /// and only learns. Where there are no more answers, it is asked.
  void repeat(Time now, const Fact& fact, RecordedAnswers answers, Outcome& outcome);

  /// Lets the policies of staffing and routing say their first word; once, before the first fact.
  void start(Time now, Outcome& outcome);

  /// Hints that one of the next facts will be about this call: its rows, and then those of the agent who has it in
  /// hand, are fetched from memory meanwhile. They change nothing. The second reads what the first has fetched, so it
  /// should come some time later.
  void expect(CallSlot slot) const {
    if (slot.value < calls_.size()) bring_near(calls_[slot.value], call_records_[slot.value]);
  }
  void expect_agent_of(CallSlot slot) const {
    if (slot.value >= calls_.size()) return;
    const AgentIndex agent = calls_[slot.value].agent;
    if (agent) bring_near(agents_[agent.value], agent_records_[agent.value], agent_calls_[agent.value * capacity_]);
  }

  /// What policies see, as of the last fact.
  const View& view() const { return view_; }

  /// Those in force.
  const RoutingPolicy& routing() const { return *policies_.routing; }
  const StaffingPolicy& staffing() const { return *policies_.staffing; }
  const IvrPolicy& ivr() const { return *policies_.ivr; }

  const Centre& centre() const { return centre_; }

  /// Keeps a policy or centre ready for PolicyPutInForce or CentreReloaded, which name it by the number returned.
  std::uint32_t prepare(std::unique_ptr<RoutingPolicy> policy);
  std::uint32_t prepare(std::unique_ptr<StaffingPolicy> policy);
  std::uint32_t prepare(std::unique_ptr<IvrPolicy> policy);
  /// The centre may add to its tables at their ends, not take away. Throws std::invalid_argument where it does.
  std::uint32_t prepare(Centre centre);

  /// Whoever prepares next gets this number, in place of what was kept under it or a later one: for a replay, which has
  /// to use the journal's numbers, whether or not it has seen those before.
  void prepare_next_as(std::uint32_t number) { prepared_.resize(number); }

  /// The whole state, policies' included. restore() wants an Acd made from the same centre and policies.
  std::vector<std::uint8_t> save() const;
  void restore(std::span<const std::uint8_t> state);

  /// After restore(), in a world that has none of what the earlier one had set going: the wishes that are still open.
  /// Timers (a cool-down begins anew, with the longest of the rules), offers whose phones may ring, wrap-ups. Changes
  /// no state and is no fact: a replay needs none of it.
  void resume(Time now, Outcome& outcome) const;

 private:
  struct Prepared {
    std::unique_ptr<RoutingPolicy> routing;
    std::unique_ptr<StaffingPolicy> staffing;
    std::unique_ptr<IvrPolicy> ivr;
    std::unique_ptr<Centre> centre;
  };

  void begin(Time now, Outcome& outcome);

  // Facts, each in the file of what it is about.
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

  // Calls (calls.cpp).
  CallView* find(CallId call) {
    if (!call || call.slot.value >= calls_.size()) return nullptr;
    CallView& found = calls_[call.slot.value];
    return found.id == call && found.state != CallState::gone ? &found : nullptr;
  }
  acd::CallRecord& record_of(const CallView& call) { return call_records_[call.id.slot.value]; }
  void make_room(CallSlot slot);
  enum class Wait : std::uint8_t { begins, returns, goes_on };
  void enter_queue(CallView& call, QueueIndex queue, Wait wait);
  void leave_queue(CallView& call, WaitEnd how);
  void send_away(CallView& call, WaitEnd how, CallOutcome outcome, ReleaseCause cause);
  void end(CallView& call, CallOutcome outcome);
  void free_line(CallView& call);
  CallLabels labels_of(const CallView& call) const {
    return {call.type, call.segment, call.queue, call.attempt, call.direction};
  }
  void call_back(CallView& call);
  void end_handling(CallView& call);
  void finish_handling(CallView& call, bool transferred, bool reached = true);
  void learn(CallView& call, Attributes attributes);

  // The IVR (ivr.cpp).
  void ask_ivr(CallView& call, IvrOccasion occasion);
  IvrDecision decision_on(const IvrOccasion& occasion);
  void carry_out(CallView& call, const IvrDecision& decision);
  void end_survey(CallView& call, bool caller_is_gone);
  bool expects(const CallView* call, acd::Awaited answer) const;
  bool finds_port(CallView& call);
  void go_without_port(CallView& call);
  void free_port(CallView& call);

  // Lines of waiting calls (lines.cpp).
  LineIndex line_for(QueueIndex queue, CallTypeIndex type, std::uint8_t priority);
  void link_into_line(CallView& call);
  void unlink_from_line(CallView& call);
  void index_lines();

  // Offers (offers.cpp).
  void offer(CallView& call, AgentIndex index);
  CallView* find_offer(OfferId offer);
  bool was_answered(OfferId offer) const;
  void withdraw_offer(CallView& call);
  void end_offer(CallView& call, OfferEnd how);
  void return_to_line(CallView& call);
  void apply_refusal_rule(AgentIndex index, const RefusalRule& rule);

  // Agents (agents.cpp).
  CallSlot* place_of(AgentIndex agent, CallSlot call);
  bool is_taken_whole(AgentIndex agent) const;
  void settle(AgentIndex index);
  void join_idle(AgentIndex index);
  void leave_idle(AgentIndex index);
  void mark_idle(AgentIndex index);
  void count_state(GroupView& group, AgentState state, int change);

  // Treatments and timers (treatments.cpp).
  void arm_timer(CallView& call);
  void disarm_timer(CallView& call);
  Duration next_treatment(const CallView& call) const;
  void treat(CallView& call);
  void apply(CallView& call, const Treatment& treatment);
  void play(CallView& call, TreatmentKind kind, PromptIndex prompt, CallTypeIndex type = {});
  void stop_playing(CallView& call);
  Duration expected_wait(const CallView& call, CallTypeIndex type) const;

  // Routing (routing.cpp).
  void want(Occasion::Kind kind, CallId call = {}, AgentIndex agent = {}, std::uint8_t part = 0);
  void settle_pending();
  void ask(const Occasion& asked);
  std::span<const Decision> answer_to(const Occasion& asked);
  bool still_stands(const Occasion& occasion);
  void carry_out(const Decision& decision);
  void reject(DecisionFault fault, CallId call, AgentIndex agent);
  void keep_working(const Occasion& occasion);
  AgentIndex idle_agent_for(const CallView& call) const;
  CallSlot waiting_call_for(AgentIndex agent) const;
  void look_again_at_everything();

  // Staffing (people.cpp).
  void ask_staffing(StaffingOccasion::Kind kind, RequestId request);
  void expire_requests();
  void arm_policies_timer();

  // Telling (telling.hpp, acd.cpp).
  template <class Kind>
  void emit(const Kind& happening);
  void teach(const Happening& happening);
  template <class Kind>
  void wish(const Kind& wish);
  void fit_tables();
  void refresh_view();
  void update_interests();
  template <class Archive, class Self>
  static void exchange(Archive& archive, Self& self);

  Centre centre_;
  Policies policies_;
  HappeningSet routing_interests_, staffing_interests_, ivr_interests_, policy_interests_;

  // The rows of the View.
  std::vector<CallView> calls_;
  std::vector<AgentView> agents_;
  std::vector<GroupView> groups_;
  std::vector<LineView> lines_;
  std::vector<QueueView> queues_;
  std::vector<TrunkView> trunks_;
  std::vector<SiteView> sites_;
  std::vector<ServiceView> services_;
  std::vector<ForecastView> forecasts_;
  std::vector<Attribute> attributes_;
  std::vector<std::uint64_t> idle_bits_;
  std::vector<std::uint64_t> free_bits_;  ///< empty where nobody serves two contacts at once
  std::vector<std::vector<LineIndex>> lines_by_group_;
  std::vector<std::span<const LineIndex>> line_spans_;
  std::vector<LineIndex> line_index_;  ///< by queue, type and priority
  View view_;

  std::vector<acd::CallRecord> call_records_;
  std::vector<acd::AgentRecord> agent_records_;
  std::vector<CallSlot> agent_calls_;  ///< capacity_ places per agent
  std::size_t capacity_ = 1;           ///< the greatest of all groups
  std::vector<acd::OpenRequest> requests_;
  std::uint32_t next_request_ = 1;
  std::uint64_t next_place_ = 0;
  std::array<Time, policy_parts> routing_timers_;
  Time staffing_timer_ = never, policies_timer_ = never;
  std::uint32_t policies_timer_generation_ = 0;

  std::vector<Prepared> prepared_;
  std::vector<Occasion> pending_;  ///< to be asked about; empty between facts
  Decisions decisions_;
  RecordedAnswers* recorded_ = nullptr;  ///< in repeat()
  StaffingDecisions staffing_decisions_;
  Time now_;
  Outcome* outcome_ = nullptr;
};

}  // namespace twinline
