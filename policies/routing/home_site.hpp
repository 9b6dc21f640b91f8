// The agents of the site where the call's trunk ends come first, those of other sites after a delay: what is said
// between sites takes their links' bandwidth, and what is said within one goes on when they fail. Nobody is waited for
// at a site that is down or where nobody works, and no call is offered to where it could not be heard. Whether sites
// are up is what monitoring says of them.
#pragma once

#include "policies/contract/registry.hpp"
#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

class HomeSite final : public CallByCallRouting {
 public:
  static constexpr PolicyInfo info{"home_site", 1,
                                   "Gives a call to who has idled longest at the site where its trunk ends; at other "
                                   "sites only after a delay."};
  struct Params {
    Duration other_sites_after = 20s;
    Duration credit_per_level{0};
  };
  static constexpr auto schema =
      fields(field("other_sites_after", &Params::other_sites_after, between(Duration{0}, Duration{24h}),
                   "Wait after which a call may go to another site; 0 only prefers its own."),
             field("credit_per_level", &Params::credit_per_level, between(Duration{0}, Duration{24h}),
                   "Waiting time that each level of priority counts for when an agent is free; never for the delay."));

  HomeSite(const Centre&, const Params& params)
      : CallByCallRouting(CallOrder{params.credit_per_level}), other_sites_after_(params.other_sites_after) {}

 private:
  AgentIndex agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                       Decisions& decisions) const override;
  CallSlot call_for(const View& view, AgentIndex agent, Decisions& decisions) const override;

  Time leaves_home_at(const View& view, const CallView& call) const;
  bool may_serve(const View& view, GroupIndex group, const CallView& call) const;
  CallSlot first_in(const View& view, GroupIndex group, LineIndex line) const;
  void explain_kept_from(const View& view, const CallView& call, const IdleAgents& idle, Decisions& decisions) const;

  Duration other_sites_after_;
};

}  // namespace twinline
