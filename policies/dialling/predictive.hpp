// Predictive dialling (Samuelson 1999, Interfaces 29(5)): rings more customers than there are idle agents, in the hope
// that so many agents are free when somebody answers. The agents to come are foreseen from how long each has been busy
// and how long calls have lasted lately, the answers to come from how long each customer has rung and the share that
// answered lately.
//
// How far it trusts that is learnt, by the stochastic approximation of Robbins & Monro (1951): each customer who meets
// no agent lowers the trust, each who does raises it, in the proportion at which the share without an agent settles
// below the limit. Where the day's account is spent, it rings one customer for each idle agent and no more. The limit
// is that of the Telemarketing Sales Rule, 16 CFR 310.4(b)(4): 3 % of the calls that a person answers meet no agent
// within two seconds.
#pragma once

#include "policies/dialling/pacing_policy.hpp"
#include "policies/dialling/progressive.hpp"
#include "policies/dialling/recent_durations.hpp"

namespace twinline {

class PredictivePacing final : public PacingPolicy {
 public:
  /// `abandon_limit` is a share of those who answer, per day.
  explicit PredictivePacing(double abandon_limit) : limit_(abandon_limit) {}

  std::uint32_t dials(const DiallingView& view) const override;
  void begin_day() override { answered_ = abandoned_ = 0; }
  void learn_dial(bool answered, Duration rang) override;
  void learn_contact(bool met_agent) override;
  void learn_handling(Duration handling) override { handling_.add(handling); }

  /// How many of the agents whom it foresees it rings customers for: 1 for all of them.
  double trust() const { return trust_; }

 private:
  bool knows_enough() const;
  bool day_is_spent() const;

  double limit_;
  double trust_ = 0.5;
  double answer_rate_ = 0;
  std::uint64_t dials_ = 0;
  std::uint64_t answered_ = 0, abandoned_ = 0;  ///< today
  RecentDurations ringing_;                     ///< of dials that were answered
  RecentDurations handling_;
  ProgressivePacing progressive_;
};

}  // namespace twinline
