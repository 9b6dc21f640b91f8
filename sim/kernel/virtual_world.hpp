// A world in virtual time. It holds the people of a scenario (who calls, how long they wait, how agents answer and
// serve), tells the ACD facts in the order of time and fulfils its wishes. It decides nothing.
//
// Facts of one instant come in this order: what follows at once from the last fact, changes of the schedule, timers in
// the order in which they were set, arrivals in the order of call types.
//
// How time passes is not its business. It sets timers, by the number of their node, and a world of each kind of timers
// is one instance: the fast world on the event calendar (fast_world.hpp), whose next timer is asked for, and the one on
// SimGrid's clock (sim/infra), which says itself what is due. So both are the same people.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "policies/acd/acd.hpp"
#include "policies/contract/append.hpp"
#include "policies/contract/bring_near.hpp"
#include "policies/contract/facts.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/answering.hpp"
#include "sim/people/called_customers.hpp"
#include "sim/people/callers.hpp"
#include "sim/people/customers.hpp"
#include "sim/people/demand.hpp"
#include "sim/people/ivr_callers.hpp"
#include "sim/people/journeys.hpp"
#include "sim/people/local_time.hpp"
#include "sim/people/matters.hpp"
#include "sim/people/notices.hpp"
#include "sim/people/replay_log.hpp"
#include "sim/people/shared_work.hpp"
#include "sim/people/workforce.hpp"

namespace twinline::sim {

/// Timers keep at most one instant for each node, from 0 on: `grow(nodes)`, `schedule(node, at)`, which moves a node
/// that is scheduled already, and `cancel(node)`, which does nothing to one that is not. For next() and
/// expected_call(), which ask for what is due, they have `next_time()`, `first()`, `pop()` and `none` too, and pause()
/// wants `time_of()`; those mean what they mean for the Calendar.
template <class Timers>
class VirtualWorld {
 public:
  using Node = std::uint32_t;

  /// What it must see of what the ACD does, to follow its callers.
  static constexpr HappeningSet interests =
      HappeningSet::of<WaitBegan, HandlingEnded, CallEnded, IvrPortsBusy, IvrPortFreed>();

  /// Scenario and log must outlive the world. No timer is set.
  VirtualWorld(const scenarios::Scenario& scenario, const ReplayLog& log, const Draws& draws, Timers timers = Timers{});

  Timers& timers() { return timers_; }

  /// The next fact, valid until the following call; nothing when the horizon, and the run-out with it, is over.
  const Occurrence* next(const View& view);

  // What next() is made of, for timers that say themselves what is due. Facts are valid until the following call.

  /// When the schedule changes next, and when the next caller calls for the first time; `never` after the last.
  Time next_change() const { return workforce_.next_time(); }
  Time next_arrival() const { return demand_.next().at; }

  /// Whether the world stops before what is due next, at this instant.
  bool is_over(Time next) const;

  /// Time passes to this instant, at which something is due.
  void pass_to(Time now) {
    now_ = now;
    occurrence_.at = now;
  }

  /// The change of the schedule that is due; the facts by which it shows are those of next_at_once().
  void on_change(const View& view);

  /// What it means that this timer went off.
  const Occurrence* on_timer(Node fired, const View& view);

  /// The call that is due; nothing where the caller has heard a notice and does not call now.
  const Occurrence* on_arrival(const View& view);

  /// What follows at this very instant from what was told last; nothing when time may pass.
  const Occurrence* next_at_once();

  /// The call that the next timer is about, as far as can be told now; none when it is about no call.
  CallSlot expected_call() const {
    const Node upcoming = timers_.first();
    if (upcoming == Timers::none || upcoming < first_caller_node_) return {};
    const CallSlot slot = slot_of(upcoming);
    bring_near(callers_[slot.value]);
    return slot;
  }

  /// Where the next caller will be put, unless another call ends before; none when room must be made first.
  CallSlot next_free_slot() const {
    if (free_.empty()) return {};
    bring_near(callers_[free_.back().value]);
    return free_.back();
  }

  /// Sets going what the ACD wishes. `outcome` is what came of the occurrence that next() gave last.
  void perform(const Occurrence& occurrence, const Outcome& outcome, const View& view);

  /// The same for wishes that come of no fact: those of Acd::start.
  void perform_wishes(const Outcome& outcome, const View& view);

  // For a world around this one, which delays facts and wishes (sim/infra). It says by pass_to() what time it is.

  /// When next() has something to tell.
  Time next_time() const;

  /// perform() in its three parts, of which the middle one may come later: patience of those whose wait began, a wish,
  /// and who is gone.
  void begin_waits(const Outcome& outcome, const View& view);
  void perform_wish(const Wish& wish, const View& view);
  void end_calls(const Outcome& outcome, const View& view);

  /// A call that came from next() and never reached the ACD is over; the caller may try again.
  void lose(CallSlot slot);

  /// The line of a call that the ACD has is cut: tells the facts by which that shows, at once.
  void cut_off(CallSlot slot, const View& view);

  /// Agents whose phones ring late do not answer at once, even if they answer immediately.
  void expect_late_ringing() { rings_late_ = true; }

  /// Stops the clock of a talk or wrap-up; gives what was left of it, for resume().
  Duration pause(CallSlot slot);
  void resume(CallSlot slot, Duration left);

  /// When the world stopped: the instant of the last fact, and not before the end of the horizon.
  Time end() const { return now_ > scenario_->horizon.end ? now_ : scenario_->horizon.end; }

  std::uint64_t attempts() const { return attempts_; }

  /// What became of customers' matters; nothing where the scenario does not say what follows contacts.
  /// Agents were on duty for so long.
  std::optional<reports::JourneyTotals> journey_totals(std::span<const reports::GroupTotals> agents) const {
    if (!matters_) return std::nullopt;
    reports::JourneyTotals totals = matters_->totals();
    if (customers_) totals.agents_cost = customers_->cost_of(agents);
    return totals;
  }

 private:
  /// Nobody waits longer than this beyond the horizon: a run-out in which nobody can serve ends here.
  static constexpr Duration longest_run_out = 24h * 7;

  enum class Phase : std::uint8_t { free, in_centre, talking, wrapping_up, away, rung, dialled, campaign_clock };
  /// What a caller attends to when the `prompt` node fires.
  enum class Attends : std::uint8_t { prompt, callback_offer, channel_offer, keys, look_up, transfer };

  /// One caller: in a call, or away until a redial. In one cache line, for there are thousands and each is looked at
  /// minutes apart.
  struct alignas(64) Caller {
    CallKey key = 0;
    Duration logged_service{-1};
    Duration called_at{0};  ///< what the wall clock showed: the period that patience and service requirement go by
    Duration hold{0};
    OfferId offer;  ///< whose phone rings
    std::uint32_t generation = 0;
    std::uint16_t offers = 0;
    std::uint16_t prompts = 0;
    CallTypeIndex type;
    SegmentIndex segment;
    std::uint8_t priority = 0, attempt = 0;
    Phase phase = Phase::free;
    bool patience_runs = false;
    Attends attends = Attends::prompt;
    std::optional<OfferRefusal> refusal;  ///< how the ringing will end; none: answered
    std::uint8_t nodes_used = 0;          ///< bit by CallerNode: may be scheduled
  };

  // Nodes: the policies' timer, then one for each agent's, then four for each caller. Callers come in blocks, in which
  // the nodes of one kind stand together: most callers only ever use the first.
  static constexpr Node policies_node = 0;
  static constexpr std::uint32_t block = 64;
  enum CallerNode : std::uint32_t { activity, ringing, acd_timer, prompt, caller_nodes };
  Node node(AgentIndex agent) const { return 1 + agent.value; }
  Node node(CallSlot slot, CallerNode which) const {
    return first_caller_node_ + slot.value / block * (block * caller_nodes) + which * block + slot.value % block;
  }
  CallSlot slot_of(Node node) const {
    const std::uint32_t number = node - first_caller_node_;
    return CallSlot{number / (block * caller_nodes) * block + number % block};
  }
  CallerNode kind_of(Node node) const {
    return static_cast<CallerNode>((node - first_caller_node_) / block % caller_nodes);
  }
  void schedule(CallSlot slot, CallerNode which, Time at) {
    callers_[slot.value].nodes_used |= static_cast<std::uint8_t>(1U << which);
    timers_.schedule(node(slot, which), at);
  }

  CallSlot new_caller();
  Caller& emptied(CallSlot slot);
  CallId call_of(CallSlot slot) const { return {slot, callers_[slot.value].generation}; }
  template <class Kind>
  void tell(const Kind& fact) {
    occurrence_.fact.emplace<Kind>(fact);
  }
  template <class Kind>
  void tell_at_once(const Kind& fact) {
    Occurrence& occurrence = append(at_once_);
    occurrence.at = now_;
    occurrence.fact.emplace<Kind>(fact);
  }
  static bool in_flow(const CallView& call);
  bool nothing_at_once() const { return next_at_once_ == at_once_.size(); }
  void take_over_changes();
  bool heeds_notice(const Arrival& arrival, const View& view);
  CallSlot take_arrival();
  void call_in(CallSlot slot);
  bool call_again(CallSlot slot, Time at);
  void fire(Node fired, const View& view);
  void fire_activity(CallSlot slot, const View& view);
  void fire_prompt(CallSlot slot, const View& view);
  Duration prompt_length(Caller& caller, PromptIndex which);
  template <class Kind>
  void end_handling(CallSlot slot, const Kind& fact, const View& view);

  void fulfil(const Offer& wish, const View& view);
  void fulfil(const WithdrawOffer& wish, const View& view);
  void fulfil(const Connect& wish, const View& view);
  void fulfil(const DropLeg& wish, const View& view);
  void fulfil(const BeginWrapUp& wish, const View& view);
  void fulfil(const Play& wish, const View& view);
  void fulfil(const StopPlaying& wish, const View& view);
  void fulfil(const Release& wish, const View& view);
  void fulfil(const StartTimer& wish, const View& view);
  void fulfil(const CancelTimer& wish, const View& view);
  void fulfil(const AskPeople& wish, const View& view);
  void fulfil(const Collect& wish, const View& view);
  void fulfil(const LookUp& wish, const View& view);
  void fulfil(const TransferOut& wish, const View& view);
  Node timer_node(const TimerId& timer) const;

  // The work of agents with several contacts in hand.
  void take_up(CallSlot slot, AgentIndex agent, Duration talk, const View& view);
  void go_on(CallSlot slot, Duration wrap_up);
  void put_down(const Outcome& outcome);

  void begin_wait(const WaitBegan& began, const View& view);
  void send_home(const View& view);
  static constexpr bool is_unserved(CallOutcome outcome) {
    return outcome == CallOutcome::abandoned || outcome == CallOutcome::blocked || outcome == CallOutcome::left_ivr ||
           outcome == CallOutcome::released;
  }
  void end_call(CallSlot slot, CallOutcome outcome, FlowPosition left_at = {});

  // What follows contacts, where there are matters_.
  Leg leg_of(CallSlot slot) const { return matters_ ? matters_->leg(slot) : Leg{}; }
  void bring_up_matter(CallSlot slot);
  void serve(CallSlot slot, std::optional<Time> again);
  void book_transfer(CallSlot slot, const Journeys::Transfer& transfer);
  bool hands_on(CallSlot slot, const View& view);
  void end_matter(CallSlot slot, reports::JourneyCount how);
  bool comes_again(CallSlot slot, CallOutcome outcome, FlowPosition left_at);
  bool leaves_unresolved(CallSlot slot, const Journeys::Contact& contact);
  bool go_on_with_approval(CallSlot slot);
  void resolve(CallSlot slot, Time at);
  bool may_try_again(CallSlot slot) const;
  std::optional<Time> opening_for(const Journeys::Contact& contact, Time wanted) const;
  bool come_at(CallSlot slot, std::optional<Time> at, CallTypeIndex as, ContactSource source);

  // What machines do for callers, and what they leave to agents (virtual_world_self_service.hpp).
  void meet_step(CallSlot slot, const View& view);
  void count_ports(const Outcome& outcome);
  bool leave_served_by_machine(CallSlot slot, FlowPosition left_at);
  bool hop(CallSlot slot, FlowPosition left_at);
  bool is_wanted_otherwise(CallSlot slot, const View& view) const;
  bool is_in_wrong_hands(CallSlot slot, GroupIndex group, const View& view) const;
  CallTypeIndex served_as(CallSlot slot, const View& view) const;
  Callers::Talk talk_with(CallSlot slot, GroupIndex group, const View& view) const;
  void hand_over(CallSlot slot, const View& view);

  // What customers think and do, where there are customers_.
  bool has_left(const Arrival& arrival);
  void judge(CallSlot slot, ContactEnd end, ServedBy by);
  void conclude(CallSlot slot, reports::JourneyCount how);
  void seek(CallSlot slot, CallArrived& arrival) const;
  bool is_on_the_line(CallSlot slot, const View& view);
  bool is_rung(CallSlot slot, const Journeys::Contact& contact);

  // Customers whom the centre calls, where there are called_.
  void begin_dialling();
  void dial(const View& view);
  bool passes_unseen(Node fired, const View& view);
  bool is_reached(CallSlot slot) const;
  bool answers_dialler(CallSlot slot, const View& view);
  void put_back(CallSlot slot);
  void finish_record(CallSlot slot);
  void free_slot(CallSlot slot);
  bool is_called_back(CallSlot slot) const;
  void arrive_as_called(CallSlot slot, CallArrived& arrival);
  bool begin_wait_of_called(CallSlot slot, const View& view);
  bool is_put_through(CallSlot slot, const View& view) const;
  bool rings_customer(CallSlot slot, const View& view);
  void begin_talk(CallSlot slot, const View& view);
  void promise_callback(CallSlot slot);
  void learn_end(const CallEnded& ended, const View& view);
  bool ends_for_called(CallSlot slot, CallOutcome outcome);
  bool misses_callback(CallSlot slot);
  bool call_back_at(CallSlot slot, Time wanted);

  const scenarios::Scenario* scenario_;
  Demand demand_;
  Callers people_;
  IvrCallers ivr_callers_;
  Answering answering_;
  Workforce workforce_;
  SharedWork shared_work_;
  Notices notices_;
  std::optional<Journeys> journeys_;  ///< with matters_ or not at all
  std::unique_ptr<Matters> matters_;
  std::unique_ptr<Customers> customers_;  ///< only with matters_
  std::unique_ptr<CalledCustomers> called_;
  DayClock clock_;
  Timers timers_;
  std::uint32_t first_caller_node_;
  std::vector<Caller> callers_;
  std::vector<CallSlot> free_;
  std::vector<std::uint32_t> agent_timers_;  ///< generation of each agent's timer
  std::uint32_t policies_timer_ = 0;         ///< generation
  std::vector<Fact> changes_;                ///< of the schedule; empty between facts
  std::vector<Occurrence> at_once_;          ///< facts of this very instant, first come first
  std::vector<CampaignRecord> taken_;        ///< to be rung now; kept for its memory
  std::vector<Attribute> learnt_;            ///< what the look-up that was told last has found
  std::size_t next_at_once_ = 0;
  bool rings_late_ = false;
  std::uint32_t active_ = 0;  ///< calls in the centre
  std::uint64_t attempts_ = 0;
  Time now_;
  Occurrence occurrence_;  ///< what next() told last
};

}  // namespace twinline::sim
