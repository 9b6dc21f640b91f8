// What simulated callers do in the IVR: how long they listen, what they press, where they give up; and what sources
// answer about them. Each answer is a function of the call's key and of how much the caller has met so far, so it may
// be asked for twice and is the same.
#pragma once

#include <optional>
#include <vector>

#include "policies/contract/attributes.hpp"
#include "policies/contract/digits.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/flow.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/sampler.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

class IvrCallers {
 public:
  /// The scenario must outlive this.
  IvrCallers(const scenarios::Scenario& scenario, random::StreamSeed seed);

  /// How long this prompt is, this time; nothing where the scenario does not say.
  std::optional<Duration> prompt_length(PromptIndex prompt, CallKey key, std::uint64_t ordinal) const;

  /// Whether the caller hangs up when this step has told or asked its thing.
  bool hangs_up(FlowPosition at, CallKey key, std::uint64_t ordinal) const;

  struct Keys {
    InputOutcome outcome = InputOutcome::nothing;
    std::uint8_t count = 0;
    Digits digits;      ///< empty where the step keeps them secret
    Duration after{0};  ///< the end of the prompt
  };
  /// What the caller presses at a step that asks for keys. Elsewhere, where a policy that is no flow asks, nothing.
  Keys press(FlowPosition at, CallKey key, std::uint64_t ordinal) const;

  struct Answer {
    LookUpOutcome outcome = LookUpOutcome::answered;
    Duration after{0};  ///< the step's deadline at most
  };
  /// What the source of this step knows of the caller, who wants a call of this type, goes into `learnt`, in place of
  /// what was there. Who asks a bot for a human being is answered at once, with nothing.
  Answer look_up(FlowPosition at, CallTypeIndex wants, CallKey key, std::vector<Attribute>& learnt) const;

  /// What the source that is asked when a call of this type arrives knows of the caller, likewise; it answers at once.
  void look_up_at_arrival(CallTypeIndex type, CallKey key, std::vector<Attribute>& learnt) const;

  /// Whether the caller goes on over the channel that this step offers, and when it is that the contact begins there.
  bool accepts_channel(FlowPosition at, CallKey key, std::uint64_t ordinal) const;
  Duration until_there(FlowPosition at, CallKey key) const;
  /// What is paid for it, in hundredths of the site's currency.
  std::uint64_t incentive(FlowPosition at) const;

  /// Whether this step is part of a self-service.
  bool is_self_service(FlowPosition at) const;

  /// Of a caller whom this step let go as served: whether the matter is done.
  bool is_resolved(FlowPosition at, CallKey key) const;

 private:
  bool tells(LookUpIndex source, CallTypeIndex wants, CallKey key, std::vector<Attribute>& learnt) const;
  static void tell_one(AttributeIndex attribute, const std::vector<std::pair<std::int64_t, double>>& shares,
                       random::Stream& stream, std::vector<Attribute>& learnt);

  struct At {
    const Step* step = nullptr;
    const scenarios::AtStep* people = nullptr;
    const random::Distribution* takes = nullptr;
  };
  At find(FlowPosition at) const;
  static Digits fitting_keys(const At& at, random::Stream& stream);

  const scenarios::Scenario* scenario_;
  random::StreamSeed seed_;
  std::vector<std::optional<random::Distribution>> prompts_;
  std::vector<std::vector<random::Distribution>> takes_;  ///< by flow, then step
  std::vector<random::Distribution> sources_;             ///< how long each takes, by look-up
  std::vector<std::vector<bool>> serves_;                 ///< by flow, then step: part of a self-service
};

}  // namespace twinline::sim
