// What was promised first is served first: a call, a chat and a ticket wait for one agent, and each is due when its
// own promise runs out. For blended agents, who would otherwise let a caller wait behind yesterday's tickets, or a
// ticket behind every caller. Jackson (1955, "Scheduling a production line to minimize maximum tardiness").
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class EarliestDeadlineFirst final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{
      "earliest_deadline_first", 1,
      "Gives a free agent what is due first: by the deadline of its type or the threshold of its queue."};
  struct Params {};
  static constexpr auto schema = fields();

  EarliestDeadlineFirst(const Centre&, const Params&) : CallByCallRouting(CallOrder::by_deadline()) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
};

}  // namespace twinline
