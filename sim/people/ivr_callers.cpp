#include "sim/people/ivr_callers.hpp"

#include "sim/people/choice_by_share.hpp"

namespace twinline::sim {

using random::Entity;
using random::Purpose;

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
  if (mood >= people.presses_nothing + people.presses_wrong) keys.digits = fitting_keys(here, stream);
  keys.count = static_cast<std::uint8_t>(keys.digits.size());
  if (here.step->digits.secret) keys.digits = {};
  return keys;
}

IvrCallers::Answer IvrCallers::look_up(FlowPosition at, CallKey key, std::vector<Attribute>& learnt) const {
  learnt.clear();
  const At here = find(at);
  if (here.step == nullptr || here.step->source.value >= sources_.size()) return {LookUpOutcome::failed, Duration{0}};
  const LookUpIndex source = here.step->source;
  random::Stream time = seed_.stream(Purpose::look_up_time, Entity{key, source.value});
  const Duration takes = from_seconds(sources_[source.value].sample(time));
  if (takes >= here.step->deadline) return {LookUpOutcome::timed_out, here.step->deadline};
  return {tells(source, key, learnt) ? LookUpOutcome::answered : LookUpOutcome::failed, takes};
}

void IvrCallers::look_up_at_arrival(CallTypeIndex type, CallKey key, std::vector<Attribute>& learnt) const {
  learnt.clear();
  const auto& asked = scenario_->look_up_at_arrival;
  if (!asked.empty() && asked[type.value]) tells(asked[type.value], key, learnt);
}

/// False when the source fails this caller.
bool IvrCallers::tells(LookUpIndex source, CallKey key, std::vector<Attribute>& learnt) const {
  const scenarios::SourceAnswers& answers = scenario_->ivr_people.sources[source.value];
  random::Stream stream = seed_.stream(Purpose::look_up_answer, Entity{key, source.value});
  if (stream.chance(answers.fails)) return false;
  for (const auto& values : answers.values) {
    double left = stream.uniform();
    for (const auto& [value, share] : values.shares) {
      if (left < share) {
        learnt.push_back({values.attribute, value});
        break;
      }
      left -= share;
    }
  }
  return true;
}

}  // namespace twinline::sim
