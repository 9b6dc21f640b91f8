// A partial rollout as a routing policy: it holds the policy that was in force, the incumbent, and the one that is
// tried, the candidate. Both learn every happening; whose word counts on an occasion says the SplitRule. So a rollout
// comes into force, is journalled, replayed, explained and simulated as any other policy is. How the arms do, and when
// to end the trial, is not its business (reports/rollout).
//
// Who decides:
//   a call waits            the arm whose call it is. By block: the arm of the present block
//   an agent is free        by FreedAgent; by queue the arm of the call that has waited longest; by block as above.
//                           Whoever it is decides about every call that the agent may serve, the other arm's too
//   a part's time has come  the arm that asked for it
//   review, new forecast    the incumbent, then the candidate; what either throws voids what both said
// Where an arm is asked about something other than a free agent, it decides about its own calls only: what it says of
// the other's is left out, as if it had not been said. It may always let an agent idle (by block in its own blocks),
// and has its own time at which to be asked again. An arm that says nothing where it must, or throws, is treated as any
// policy: recorded, and first come, first served.
//
// By block the arm whose turn it is is asked about all that waits when a block begins.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "policies/contract/routing_policy.hpp"
#include "policies/rollout/split_rule.hpp"

namespace twinline {

/// What a policy is called where several are held against each other.
struct PolicyName {
  std::string name;
  std::uint32_t version = 1;
  std::string parameters{};  ///< in one spelling
};

class Split final : public RoutingPolicy {
 public:
  struct Side {
    PolicyName name;
    std::unique_ptr<RoutingPolicy> policy;
  };

  /// Neither side may be a split, and both must have a policy.
  Split(Side incumbent, Side candidate, SplitRule rule);

  const SplitRule& rule() const { return rule_; }
  const Side& side(Arm arm) const { return sides_[static_cast<std::size_t>(arm)]; }

  void decide(const View& view, const Occasion& occasion, Decisions& decisions) const override;
  HappeningSet interests() const override { return interests_[0] | interests_[1]; }
  /// Tells both, and then throws what either has thrown.
  void learn(const Happening& happening, const View& view) override;
  void save(StateWriter& writer) const override;
  void restore(StateReader& reader) override;

 private:
  Arm owner_of(const CallView& call, const View& view) const;
  Arm decider_about(AgentIndex agent, const View& view) const;
  void ask(Arm arm, const View& view, const Occasion& occasion, Decisions& decisions) const;
  void ask_about_its_own(Arm arm, const View& view, const Occasion& occasion, Decisions& decisions) const;
  bool may_say(Arm arm, const Decision& decision, const View& view) const;
  void begin_block(const View& view, Decisions& decisions) const;
  void await_next_block(const View& view, Decisions& decisions) const;

  std::array<Side, 2> sides_;
  std::array<HappeningSet, 2> interests_;
  SplitRule rule_;
};

}  // namespace twinline
