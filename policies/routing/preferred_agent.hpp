// The agent who knows the caller, if that does not take too long. A call whose attribute `preferred_agent` names an
// agent goes to that agent; while the agent is busy it waits, for `wait_at_most` and no longer, and others idle beside
// it on purpose. Every other call goes to whoever has idled longest. Who the preferred agent is, is a source's affair.
#pragma once

#include <array>

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class PreferredAgent final : public CallByCallRouting {
 public:
  static constexpr std::array<std::string_view, 1> read{"preferred_agent"};
  static constexpr PolicyInfo info{"preferred_agent", 1,
                                   "Gives a call to the agent whom its attribute preferred_agent names, within a time; "
                                   "else to who has idled longest.",
                                   read};
  struct Params {
    Duration wait_at_most = 30s;
    Duration credit_per_level{0};
  };
  static constexpr auto schema = fields(
      field("wait_at_most", &Params::wait_at_most, between(Duration{0}, Duration{24h}),
            "How long a call waits for its preferred agent while others may idle; 0 takes the agent only if idle."),
      field("credit_per_level", &Params::credit_per_level, between(Duration{0}, Duration{24h}),
            "Waiting time that each level of priority counts for when an agent is free."));

  PreferredAgent(const Centre&, const Params& params)
      : CallByCallRouting(CallOrder{params.credit_per_level}), wait_at_most_(params.wait_at_most) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
  CallSlot call_for(const View& view, AgentIndex agent, Decisions& decisions) const override;

  AgentIndex awaited_by(const View& view, const CallView& call) const;
  CallSlot awaiting(const View& view, AgentIndex agent, LineIndex line) const;
  CallSlot first_open_to(const View& view, AgentIndex agent, LineIndex line) const;
  void explain_calls(const View& view, AgentIndex agent, CallSlot chosen, Decisions& decisions) const;

  Duration wait_at_most_;
};

}  // namespace twinline
