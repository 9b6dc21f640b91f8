// Which waiting call goes first when an agent is free: the one that has waited longest, where each level of
// priority may count as a head start. Serving by arrival time less a head start is a dynamic priority (Goldberg
// 1977): a high priority overtakes, but an old call of low priority is never starved.
#pragma once

#include <vector>

#include "policies/contract/routing_policy.hpp"

namespace twinline {

class CallOrder {
 public:
  /// First come, first served across all call types; priority does not matter.
  constexpr CallOrder() = default;

  /// A call of priority p goes before one of priority 0 that has waited up to p × credit_per_level longer.
  constexpr explicit CallOrder(Duration credit_per_level) : credit_per_level_(credit_per_level) {}

  /// The time waited plus the credit of the priority; the greatest goes first.
  Duration urgency(const View& view, const CallView& call) const {
    return view.waited(call) + call.priority * credit_per_level_;
  }

  /// Ties go to the lower key, which is the same in every world.
  bool goes_before(const View& view, const CallView& one, const CallView& other) const {
    const Duration difference = urgency(view, one) - urgency(view, other);
    return difference > 0ns || (difference == 0ns && one.key < other.key);
  }

  /// The first in this order among those that wait, are `allowed(call)` and may be served by the agent; or
  /// none. Looks at the heads of lines only: whoever stands behind has the same type and priority and has
  /// waited less.
  template <class Allowed>
  CallSlot first_for(const View& view, AgentIndex agent, Allowed allowed, Decisions& decisions) const {
    CallSlot first;
    for (const LineIndex line : view.lines_for(view.agent(agent).group)) {
      const CallSlot head = view.line(line).first;
      if (!head || !allowed(view.call(head))) continue;
      if (!first || goes_before(view, view.call(head), view.call(first))) first = head;
    }
    if (decisions.wants_reasons()) explain(view, agent, first, allowed, decisions);
    return first;
  }

  /// As above, where every call is allowed.
  CallSlot first_for(const View& view, AgentIndex agent, Decisions& decisions) const {
    return first_for(
        view, agent, [](const CallView&) { return true; }, decisions);
  }

  /// Every waiting call in this order. Allocates; for reviews.
  std::vector<CallSlot> all_waiting(const View& view) const;

 private:
  template <class Allowed>
  void explain(const View& view, AgentIndex agent, CallSlot first, Allowed allowed, Decisions& decisions) const {
    const bool by_wait = credit_per_level_ == 0ns;
    for (const LineIndex line : view.lines_for(view.agent(agent).group)) {
      const CallSlot head = view.line(line).first;
      if (!head) continue;
      const CallView& call = view.call(head);
      const auto why = !allowed(call)  ? "not yet allowed to this group"
                       : head == first ? (by_wait ? "longest waiting" : "longest waiting with priority credit")
                                       : (by_wait ? "waits for less long" : "waits for less long with priority credit");
      decisions.explain(call.id, agent, in_seconds(urgency(view, call)), why);
    }
  }

  Duration credit_per_level_{0};
};

}  // namespace twinline
