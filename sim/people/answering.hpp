// What an agent does with a ringing phone: answers after a while, declines, or lets it ring. Keyed by call, agent and
// the how-manieth offer of that call, so that another policy meets the same agent in the same mood.
#pragma once

#include <optional>
#include <vector>

#include "policies/contract/facts.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/sampler.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

class Answering {
 public:
  Answering(const scenarios::Scenario& scenario, random::StreamSeed seed);

  struct Response {
    Duration after{0};
    std::optional<OfferRefusal> refusal;  ///< none: answered
  };

  /// True when agents of this group always answer at once.
  bool is_immediate(GroupIndex group) const { return groups_[group.value].is_immediate; }

  /// Bounded by the ring limit, at which an unanswered offer ends with no_answer.
  Response respond(GroupIndex group, AgentIndex agent, CallKey call, std::uint32_t attempt, Duration ring_limit) const;

 private:
  struct Habits {
    double no_answer = 0, decline = 0;
    Duration no_answer_after{0};
    std::optional<random::Distribution> answer_after;
    bool is_immediate = true;
  };
  std::vector<Habits> groups_;
  random::StreamSeed seed_;
};

}  // namespace twinline::sim
