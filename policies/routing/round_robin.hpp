// Agents in turn: the next idle agent, by agent index and round in a circle, after the one who got the last
// offer. Numbers of offers become even, whatever the calls are like. One circle serves all call types.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class RoundRobin final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{"round_robin", 1,
                                   "Gives calls to idle agents in turn, after the one who got the last offer."};
  struct Params {};
  static constexpr auto schema = fields();

  RoundRobin(const Centre&, const Params&) {}

  HappeningSet interests() const override { return HappeningSet::of<OfferMade>(); }
  void learn(const Happening& happening, const View& view) override;
  void save(StateWriter& writer) const override;
  /// Throws std::runtime_error for a state of another version.
  void restore(StateReader& reader) override;

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;

  AgentIndex last_offered_;
};

}  // namespace twinline
