// The bridge as a whole: the ACD with its policies and its journal, the switchboard that gives it calls, the desks that
// give it people, and the records that come of both. It owns all of them and their order of birth and death; what each
// does is its own affair.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "live_bridge/desk/desk.hpp"
#include "live_bridge/explain/explainer.hpp"
#include "live_bridge/recording/archivist.hpp"
#include "live_bridge/rollout/barred.hpp"
#include "live_bridge/rollout/office.hpp"
#include "live_bridge/rollout/rollout.hpp"
#include "live_bridge/services/look_ups.hpp"
#include "live_bridge/store/call_records.hpp"
#include "live_bridge/store/dialogs.hpp"
#include "live_bridge/store/instants.hpp"
#include "live_bridge/store/scores.hpp"
#include "live_bridge/wall/clock.hpp"
#include "live_bridge/wall/event_loop.hpp"
#include "live_bridge/wall/timers.hpp"
#include "live_bridge/world/decision_loop.hpp"
#include "live_bridge/world/heap_gauge.hpp"
#include "live_bridge/world/journal_keeper.hpp"
#include "live_bridge/world/policy_watch.hpp"
#include "live_bridge/world/queue_tally.hpp"
#include "live_bridge/world/switchboard.hpp"
#include "policies/acd/acd.hpp"
#include "reports/journal/writer.hpp"
#include "scenarios/schema/load_bridge.hpp"

namespace twinline::live {

class Bridge {
 public:
  /// What this program is asked, its name first, for work beside the bridge.
  struct OwnCommands {
    std::vector<std::string> shadow;   ///< to be the shadow of a rollout's candidate
    std::vector<std::string> explain;  ///< to explain a call, whose key is to follow
  };
  /// Takes the lease, brings back what an earlier process left, opens its sockets and takes calls. Throws
  /// std::runtime_error, in words for an operator, where it cannot.
  Bridge(EventLoop& loop, scenarios::Bridge configuration, OwnCommands commands);
  ~Bridge();
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;

  /// Refuses new calls from now on and stops the loop when the last one has ended, or when the drain limit is over.
  void drain();

  /// Puts another centre, other policies and settings in force, between two facts; nobody loses place or call. Says in
  /// words why it cannot be, and changes nothing then; empty when it is done. What needs a restart is settings_change's
  /// to say.
  std::string reload(const scenarios::Bridge& configuration);

  std::size_t calls() const { return switchboard_->calls(); }
  std::uint64_t entries() const { return decisions_->entries(); }
  Timers& timers() { return timers_; }
  const Clock& clock() const { return clock_; }

 private:
  struct Earlier;
  static std::unique_ptr<Earlier> read_earlier(const scenarios::StoreSettings& store);

  void leave_call_at_hand();
  void tell(const Fact& fact);
  void perform(Time now, const Fact& fact, const Outcome& outcome);
  std::optional<std::int64_t> attribute_of(CallId call, AttributeIndex name) const;
  void do_as_told(const desk::Command& command);
  void keep(const desk::Score& score);
  std::string carry_out(const desk::Action& action);
  void tick();
  std::shared_ptr<const desk::Board> board();
  journal::Header header() const;
  void put_in_force(const Centre& centre);
  void put_in_force(journal::Header before);
  template <class Policy>
  void put_in_force(const Policy& in_force, const scenarios::PolicyChoice& choice, journal::PolicyIdentity& now);
  void watch_routing(const journal::PolicyIdentity& decides);
  void relieve(journal::Header& before);
  desk::ErrandReply answer(const desk::RolloutRequest& request, const desk::RunOnLoop& on_loop) const;

  EventLoop& loop_;
  scenarios::Bridge configuration_;
  store::Dialogs dialogs_;  ///< its lock is the lease: first of all
  store::Dialogs registrations_;
  std::string pseudonym_key_;
  rollout::BarredPolicies barred_;
  std::unique_ptr<Earlier> earlier_;
  Clock clock_;
  rollout::Rollout rollout_;
  Timers timers_;
  PolicyWatch watch_;
  std::unique_ptr<Acd> acd_;
  std::optional<journal::Writer> journal_;
  std::optional<JournalKeeper> keeper_;
  std::optional<store::CallRecords> records_;
  std::optional<DecisionLoop> decisions_;
  std::optional<recording::Archivist> archivist_;
  const store::Instants instants_;
  store::Scores scores_;
  services::LookUps look_ups_;
  std::unique_ptr<Switchboard> switchboard_;
  rollout::Office rollout_office_;
  explain::Explainer explainer_;
  std::optional<desk::Desk> desk_;
  QueueTally tally_;
  HeapGauge heap_;
  Timers::Timer tick_;
  Time drain_until_ = never;
  bool draining_ = false;
};

}  // namespace twinline::live
