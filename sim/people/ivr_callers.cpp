#include "sim/people/ivr_callers.hpp"

#include "sim/people/choice_by_share.hpp"

namespace twinline::sim {

using random::Entity;
using random::Purpose;

namespace {

/// Whether the step is part of a self-service: when all goes well it leads, without a choice, to the end of a call
/// whose caller is served.
bool leads_to_service(const Flow& flow, StepIndex from) {
  for (std::size_t passed = 0; passed < flow.steps.size() && from.value < flow.steps.size(); ++passed) {
    const Step& step = flow.steps[from.value];
    switch (step.kind) {
      case StepKind::hang_up: return step.self_served;
      case StepKind::menu:
      case StepKind::branch:
      case StepKind::transfer:
      case StepKind::queue:
      case StepKind::voicemail: return false;
      default: from = step.next;
    }
  }
  return false;
}

}  // namespace

IvrCallers::IvrCallers(const scenarios::Scenario& scenario, random::StreamSeed seed)
    : scenario_(&scenario), seed_(seed) {
  for (const auto& length : scenario.ivr_people.prompts) {
    prompts_.push_back(length ? std::optional{sampler(*length)} : std::nullopt);
  }
  for (const auto& flow : scenario.ivr_people.at_step) {
    takes_.emplace_back();
    for (const scenarios::AtStep& people : flow) {
      takes_.back().push_back(people.takes ? sampler(*people.takes) : random::Distribution::constant(0));
    }
  }
  for (const Flow& flow : scenario.centre.flows) {
    serves_.emplace_back();
    for (std::size_t step = 0; step < flow.steps.size(); ++step) {
      serves_.back().push_back(leads_to_service(flow, StepIndex{step}));
    }
  }
  for (const scenarios::SourceAnswers& source : scenario.ivr_people.sources) sources_.push_back(sampler(source.takes));
}

IvrCallers::At IvrCallers::find(FlowPosition at) const {
  const std::vector<Flow>& flows = scenario_->centre.flows;
  if (at.flow.value >= flows.size() || at.step.value >= flows[at.flow.value].steps.size()) return {};
  return {&flows[at.flow.value].steps[at.step.value], &scenario_->ivr_people.at_step[at.flow.value][at.step.value],
          &takes_[at.flow.value][at.step.value]};
}

std::optional<Duration> IvrCallers::prompt_length(PromptIndex prompt, CallKey key, std::uint64_t ordinal) const {
  if (prompt.value >= prompts_.size() || !prompts_[prompt.value]) return std::nullopt;
  random::Stream stream = seed_.stream(Purpose::ivr_time, Entity{key, ordinal});
  return from_seconds(prompts_[prompt.value]->sample(stream));
}

bool IvrCallers::hangs_up(FlowPosition at, CallKey key, std::uint64_t ordinal) const {
  const At here = find(at);
  if (here.people == nullptr || here.people->hangs_up == 0) return false;
  return seed_.stream(Purpose::ivr_hang_up, Entity{key, ordinal}).chance(here.people->hangs_up);
}

/// A key of the menu, or as few figures as will do.
Digits IvrCallers::fitting_keys(const At& at, random::Stream& stream) {
  Digits digits;
  if (at.step->kind == StepKind::collect) {
    for (int wanted = at.step->digits.fewest; wanted > 0; --wanted) {
      digits.add(static_cast<char>('0' + stream.below(10)));
    }
    return digits;
  }
  const std::size_t branches = at.step->branches.size();
  if (branches == 0) return digits;
  const std::vector<double>& shares = at.people->keys;
  const std::size_t branch = shares.empty() ? stream.below(branches) : chosen(shares, stream.uniform());
  digits.add(static_cast<char>(at.step->branches[branch].value));
  return digits;
}

IvrCallers::Keys IvrCallers::press(FlowPosition at, CallKey key, std::uint64_t ordinal) const {
  const At here = find(at);
  Keys keys;
  if (here.step == nullptr) return keys;
  const scenarios::AtStep& people = *here.people;
  keys.after = here.step->digits.first_key;
  random::Stream stream = seed_.stream(Purpose::ivr_choice, Entity{key, ordinal});
  // Of those who do not hang up.
  const double mood = stream.uniform() * (1 - people.hangs_up);
  if (mood < people.presses_nothing) return keys;
  random::Stream delay = seed_.stream(Purpose::ivr_delay, Entity{key, ordinal});
  keys.after = from_seconds(here.takes->sample(delay));
  keys.outcome = InputOutcome::entered;
  // What fits nowhere is a lone #, which is not counted.
  const double opting_out = people.presses_nothing + people.presses_wrong;
  if (mood >= opting_out + people.opts_out) {
    keys.digits = fitting_keys(here, stream);
  } else if (mood >= opting_out) {
    keys.digits.add('0');
  }
  keys.count = static_cast<std::uint8_t>(keys.digits.size());
  if (here.step->digits.secret) keys.digits = {};
  return keys;
}

IvrCallers::Answer IvrCallers::look_up(FlowPosition at, CallTypeIndex wants, CallKey key,
                                       std::vector<Attribute>& learnt) const {
  learnt.clear();
  const At here = find(at);
  if (here.step == nullptr || here.step->source.value >= sources_.size()) return {LookUpOutcome::failed, Duration{0}};
  const LookUpIndex source = here.step->source;
  const Entity asked{key, source.value};
  const bool may_opt_out = here.step->kind == StepKind::bot && here.people->opts_out > 0;
  if (may_opt_out && seed_.stream(Purpose::opting_out, asked).chance(here.people->opts_out)) {
    return {LookUpOutcome::answered, Duration{0}};
  }
  random::Stream time = seed_.stream(Purpose::look_up_time, asked);
  const Duration takes = from_seconds(sources_[source.value].sample(time));
  if (takes >= here.step->deadline) return {LookUpOutcome::timed_out, here.step->deadline};
  return {tells(source, wants, key, learnt) ? LookUpOutcome::answered : LookUpOutcome::failed, takes};
}

void IvrCallers::look_up_at_arrival(CallTypeIndex type, CallKey key, std::vector<Attribute>& learnt) const {
  learnt.clear();
  const auto& asked = scenario_->look_up_at_arrival;
  if (!asked.empty() && asked[type.value]) tells(asked[type.value], type, key, learnt);
}

/// False when the source fails this caller.
bool IvrCallers::tells(LookUpIndex source, CallTypeIndex wants, CallKey key, std::vector<Attribute>& learnt) const {
  const scenarios::SourceAnswers& answers = scenario_->ivr_people.sources[source.value];
  random::Stream stream = seed_.stream(Purpose::look_up_answer, Entity{key, source.value});
  if (stream.chance(answers.fails)) return false;
  for (const auto& values : answers.values) tell_one(values.attribute, values.shares, stream, learnt);
  for (const auto& values : answers.by_matter) {
    tell_one(values.attribute, values.shares[wants.value], stream, learnt);
  }
  return true;
}

/// One number decides which value it is, or none.
void IvrCallers::tell_one(AttributeIndex attribute, const std::vector<std::pair<std::int64_t, double>>& shares,
                          random::Stream& stream, std::vector<Attribute>& learnt) {
  double left = stream.uniform();
  for (const auto& [value, share] : shares) {
    if (left < share) {
      learnt.push_back({attribute, value});
      return;
    }
    left -= share;
  }
}

bool IvrCallers::accepts_channel(FlowPosition at, CallKey key, std::uint64_t ordinal) const {
  const At here = find(at);
  return here.people != nullptr && seed_.stream(Purpose::steering, Entity{key, ordinal}).chance(here.people->accepts);
}

Duration IvrCallers::until_there(FlowPosition at, CallKey key) const {
  const At here = find(at);
  if (here.people == nullptr || !here.people->after) return Duration{0};
  random::Stream stream = seed_.stream(Purpose::steering_delay, Entity{key});
  return from_seconds(sampler(*here.people->after).sample(stream));
}

std::uint64_t IvrCallers::incentive(FlowPosition at) const {
  const At here = find(at);
  return here.people == nullptr ? 0 : static_cast<std::uint64_t>(here.people->incentive * 100 + 0.5);
}

bool IvrCallers::is_self_service(FlowPosition at) const {
  return find(at).step != nullptr && serves_[at.flow.value][at.step.value];
}

bool IvrCallers::is_resolved(FlowPosition at, CallKey key) const {
  const At here = find(at);
  return here.people == nullptr ||
         seed_.stream(Purpose::self_service_resolution, Entity{key}).chance(here.people->resolved);
}

}  // namespace twinline::sim
