// Which waiting call goes first when an agent is free: the one that has waited longest, where each level of
// priority may count as a head start. Serving by arrival time less a head start is a dynamic priority (Goldberg
// 1977): a high priority overtakes, but an old call of low priority is never starved. Or the one that is due first.
#pragma once

#include <string_view>
#include <vector>

#include "policies/contract/routing_policy.hpp"

namespace twinline {

class CallOrder {
 public:
  /// First come, first served across all call types; priority does not matter.
  constexpr CallOrder() = default;

  /// A call of priority p goes before one of priority 0 that has waited up to p × credit_per_level longer.
  constexpr explicit CallOrder(Duration credit_per_level) : credit_per_level_(credit_per_level) {}

  /// Earliest due date first: a call is due when it has waited for what its type promises (its deadline or, without
  /// one, the threshold of its queue's service level). Jackson (1955) showed that this order keeps the greatest
  /// lateness of a batch least.
  static constexpr CallOrder by_deadline() {
    CallOrder order;
    order.by_deadline_ = true;
    return order;
  }

  /// The time waited plus the credit of the priority, or less what was promised; the greatest goes first.
  Duration urgency(const View& view, const CallView& call) const {
    return view.waited(call) + (by_deadline_ ? -promised(view, call) : call.priority * credit_per_level_);
  }

  /// Ties go to the lower key, which is the same in every world.
  bool goes_before(const View& view, const CallView& one, const CallView& other) const {
    const Duration difference = urgency(view, one) - urgency(view, other);
    return difference > 0ns || (difference == 0ns && one.key < other.key);
  }

  /// The first in this order among those that wait, are `allowed(call)` and may be served by the agent; or
  /// none. Looks at the heads of lines only: whoever stands behind has the same type and priority and has
  /// waited less. Lines of a type for which the agent has no room are left out.
  template <class Allowed>
  CallSlot first_for(const View& view, AgentIndex agent, Allowed allowed, Decisions& decisions) const {
    CallSlot first;
    for (const LineIndex line : view.lines_for(view.agent(agent).group)) {
      const CallSlot head = view.line(line).first;
      if (!head || !view.has_room_for(agent, view.line(line).type) || !allowed(view.call(head))) continue;
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
  static Duration promised(const View& view, const CallView& call) {
    const Duration deadline = view.centre->call_types[call.type.value].deadline;
    return deadline > 0ns ? deadline : view.centre->queues[call.queue.value].service_level.threshold;
  }

  template <class Allowed>
  void explain(const View& view, AgentIndex agent, CallSlot first, Allowed allowed, Decisions& decisions) const {
    for (const LineIndex line : view.lines_for(view.agent(agent).group)) {
      const CallSlot head = view.line(line).first;
      if (!head) continue;
      const CallView& call = view.call(head);
      const auto why = !view.has_room_for(agent, call.type) ? "takes the whole agent, who has something in hand"
                       : !allowed(call)                     ? "not yet allowed to this group"
                       : head == first                      ? wording().won
                                                            : wording().lost;
      decisions.explain(call.id, agent, in_seconds(urgency(view, call)), why);
    }
  }

  struct Wording {
    std::string_view won, lost;
  };
  Wording wording() const {
    if (by_deadline_) return {"due first", "due later"};
    if (credit_per_level_ == 0ns) return {"longest waiting", "waits for less long"};
    return {"longest waiting with priority credit", "waits for less long with priority credit"};
  }

  Duration credit_per_level_{0};
  bool by_deadline_ = false;
};

}  // namespace twinline
