// An account of one replication, kept by a bystander: of facts, of happenings and of the length of the queues as the
// View shows it. The KPIs' own totals are held against it, in whole calls and nanoseconds.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "policies/contract/view.hpp"
#include "reports/kpi/totals.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::laws {

using statistics::TimeSum;

/// What a bystander writes down in one replication, from the end of the warm-up on.
class Account {
 public:
  explicit Account(Time from) : from_(from) {}

  void look(const Occurrence& occurrence, const Happenings& happenings, const View& view) {
    pass_time_to(occurrence.at);
    if (const auto* arrival = std::get_if<CallArrived>(&occurrence.fact)) {
      ++calls_begun_;
      attempts += occurrence.at >= from_;
      before_a_queue_.insert(arrival->call);
    }
    for (const Happening& happening : happenings) {
      std::visit([&](const auto& kind) { note(occurrence.at, kind); }, happening);
    }
    waiting_ = 0;
    for (const QueueView& queue : view.queues) waiting_ += queue.waiting + queue.ringing;
  }
  /// Due after the last fact.
  void count_calls(const View& view) {
    in_centre = 0;
    for (const CallView& call : view.calls) in_centre += call.state != CallState::gone;
  }
  void finish(Time end) {
    pass_time_to(end);
    before_a_queue_at_the_end = before_a_queue_.size();
    for (const auto& [call, wait] : waits_) {
      waiting_at_the_end += wait.began >= from_ && wait.direction == Direction::inbound;
      waits_outside.add(end - std::max(wait.began, from_));
    }
  }

  std::uint64_t attempts = 0, blocked = 0, answered = 0, abandoned = 0, flowed_out = 0, handled = 0;
  std::uint64_t waits_begun = 0;  ///< a call that leaves for another queue begins a second one
  std::uint64_t waiting_at_the_end = 0;
  std::uint64_t in_centre = 0;                                                   ///< calls, after the last fact
  std::uint64_t before_a_queue_at_the_start = 0, before_a_queue_at_the_end = 0;  ///< in the IVR
  std::uint64_t came_to_a_queue = 0, ended_before_a_queue = 0;
  TimeSum queue_length;               ///< integrated over time
  TimeSum waits_outside;              ///< parts of that which belong to waits that began before or did not end
  TimeSum handling;                   ///< of calls whose handling is over, ringing in vain included
  TimeSum talks;                      ///< of these, talk and wrap-up of those who were reached
  TimeSum waits_of_made;              ///< of calls that the centre made, as such
  std::uint64_t handled_of_made = 0;  ///< of these, those who were reached
  bool every_call_ends_once = true;
  std::uint64_t calls_open() const { return calls_begun_ - calls_ended_; }

 private:
  void pass_time_to(Time now) {
    if (now >= from_ && last_ < from_) before_a_queue_at_the_start = before_a_queue_.size();
    if (now > from_) queue_length.add(now - std::max(last_, from_), static_cast<std::int64_t>(waiting_));
    last_ = now;
  }
  void note(Time, const WaitBegan& began) {
    // An overflow goes on with the same wait.
    const bool is_new = waits_.emplace(began.call, Wait{last_, began.labels.direction}).second;
    if (last_ < from_) {
      before_a_queue_.erase(began.call);
      return;
    }
    waits_begun += is_new && began.labels.direction == Direction::inbound;
    came_to_a_queue += before_a_queue_.erase(began.call);
  }
  void note(Time now, const WaitEnded& wait) {
    if (wait.how == WaitEnd::overflowed) return;  // the same wait goes on
    const Time began = waits_.extract(wait.call).mapped().began;
    if (wait.labels.direction != Direction::inbound)
      return waits_of_made.add(now - std::min(now, std::max(began, from_)));
    if (wait.queued_at < from_) {
      if (now > from_) waits_outside.add(now - from_);
      return;
    }
    (wait.how == WaitEnd::answered ? answered : wait.how == WaitEnd::abandoned ? abandoned : flowed_out) += 1;
  }
  void note(Time, const HandlingEnded& ended) {
    handling.add(ended.talk + ended.wrap_up);
    if (!ended.reached) return;
    talks.add(ended.talk + ended.wrap_up);
    handled += ended.queued_at >= from_;
    handled_of_made += ended.queued_at >= from_ && ended.labels.direction != Direction::inbound;
  }
  void note(Time now, const CallBlocked& call) {
    blocked += now >= from_;
    before_a_queue_.erase(call.call);
  }
  void note(Time now, const CallEnded& ended) {
    ++calls_ended_;
    ended_before_a_queue += before_a_queue_.erase(ended.call) > 0 && now >= from_;
    const auto [last, first_time] = last_generation_.emplace(ended.call.slot, ended.call.generation);
    every_call_ends_once = every_call_ends_once && (first_time || last->second < ended.call.generation);
    last->second = ended.call.generation;
  }
  template <class Other>
  void note(Time, const Other&) {}

  Time from_, last_;
  std::uint64_t waiting_ = 0, calls_begun_ = 0, calls_ended_ = 0;
  struct Wait {
    Time began;
    Direction direction = Direction::inbound;
  };
  std::map<CallId, Wait> waits_;
  std::set<CallId> before_a_queue_;  ///< calls that are there, and have not come to a queue yet
  std::map<CallSlot, std::uint32_t> last_generation_;
};

inline TimeSum agents_handling(const reports::ReplicationTotals& totals) {
  TimeSum sum;
  for (const reports::GroupTotals& group : totals.by_group)
    sum += group.in_horizon.handling + group.in_run_out.handling;
  return sum;
}

/// Who may be there when a run that goes on until all are gone is over: nobody, or those whom nobody can serve in a
/// week.
enum class Left : std::uint8_t { nobody, somebody };

/// Calls and time are neither made nor lost, and Little's law holds. The laws that are broken, a line each.
inline std::string broken_laws(const Account& account, const reports::ReplicationTotals& totals,
                               const scenarios::Scenario& scenario, Left left = Left::nobody) {
  const scenarios::Horizon& horizon = scenario.horizon;
  std::string broken;
  const auto holds = [&](const char* law, bool truth) {
    if (!truth) broken.append(law).append("\n");
  };
  const reports::CallCounts& calls = totals.total.counts;
  holds("totals add up", !first_inconsistency(totals));

  // Attempts are blocked, end in the IVR or come to a queue, where they are answered, abandoned or flow out.
  holds("blocked", calls.blocked == account.blocked);
  holds("answered", calls.answered == account.answered);
  holds("abandoned", calls.abandoned == account.abandoned);
  holds("flowed out", calls.flowed_out == account.flowed_out);
  holds("handled", calls.handled == account.handled);
  holds("attempts",
        account.attempts + account.before_a_queue_at_the_start ==
            calls.blocked + account.ended_before_a_queue + account.came_to_a_queue + account.before_a_queue_at_the_end);
  holds("offered", account.waits_begun == calls.offered() + account.waiting_at_the_end);

  holds("every call ends exactly once", account.every_call_ends_once);
  holds("who has not ended is still there", account.calls_open() == account.in_centre);

  // On a finite path it is an identity.
  holds("Little's law: the queue's length over time is the sum of the waits",
        account.queue_length ==
            calls.wait_answered + calls.wait_unanswered + account.waits_outside + account.waits_of_made);

  const bool runs_out = horizon.run_out == scenarios::RunOut::until_empty;
  holds("nobody is left", account.calls_open() == 0 || !runs_out || left == Left::somebody);
  if (horizon.warm_up == Duration{0} && runs_out && account.calls_open() == 0) {
    holds("nobody waits in the end", account.waiting_at_the_end == 0);
    holds("who is answered is handled", calls.handled == calls.answered + account.handled_of_made);
    // Who serves several calls at once is busy while there is any.
    const bool one_each = std::all_of(scenario.centre.groups.begin(), scenario.centre.groups.end(),
                                      [](const AgentGroup& group) { return group.capacity == 1; });
    holds("agents handle for as long as calls are handled",
          one_each ? agents_handling(totals) == account.handling : !(account.handling < agents_handling(totals)));
    holds("talk and wrap-up are the handling", calls.talk + calls.wrap_up == account.talks);
  }
  return broken;
}

}  // namespace twinline::laws
