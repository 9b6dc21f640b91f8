#include "reports/journal/codec_flow.hpp"

#include "reports/journal/codec_enumerators.hpp"
#include "reports/journal/journal.pb.h"

namespace twinline::journal {
namespace {

void put(const Step& step, v1::Step& message) {
  message.set_name(step.name);
  message.set_kind(wire<v1::Step::Kind>(step.kind));
  message.set_prompt(number_of(step.prompt));
  message.set_next(number_of(step.next));
  message.set_otherwise(number_of(step.otherwise));
  for (const Branch& branch : step.branches) {
    v1::Step::Branch& added = *message.add_branches();
    added.set_value(branch.value);
    added.set_to(number_of(branch.to));
  }
  message.set_attribute(number_of(step.attribute));
  put_digits(step.digits, *message.mutable_digits());
  message.set_tries(step.tries);
  message.set_on_nothing(number_of(step.on_nothing));
  message.set_on_wrong(number_of(step.on_wrong));
  message.set_hours(number_of(step.hours));
  message.set_source(number_of(step.source));
  message.set_deadline(nanoseconds(step.deadline));
  message.set_type(number_of(step.type));
  message.set_destination(number_of(step.destination));
  message.set_self_served(step.self_served);
  message.set_human(number_of(step.human));
}

/// What a step of this kind looks up by number must be there; the rest may be missing.
Step step_of(const v1::Step& message, std::size_t steps, const v1::Centre& centre) {
  const auto size = [](int count) { return static_cast<std::size_t>(count); };
  const auto prompt = [&](std::uint32_t number) {
    return present_or_none<PromptIndex>(number, size(centre.prompts_size()), "prompt");
  };
  const auto step_at = [&](std::uint32_t number) { return present_or_none<StepIndex>(number, steps, "step"); };
  Step step;
  step.name = message.name();
  step.kind = enumerator<StepKind>(message.kind(), v1::Step::Kind_IsValid, "a step's kind");
  step.prompt = prompt(message.prompt());
  step.next = step_at(message.next());
  step.otherwise = step_at(message.otherwise());
  for (const v1::Step::Branch& branch : message.branches()) {
    step.branches.push_back({branch.value(), step_at(branch.to())});
  }
  step.attribute = present_or_none<AttributeIndex>(message.attribute(), size(centre.attributes_size()), "attribute");
  step.digits = digits_of(message.digits());
  step.tries = narrow<std::uint8_t>(message.tries(), "a step's tries");
  step.on_nothing = prompt(message.on_nothing());
  step.on_wrong = prompt(message.on_wrong());
  step.hours = present_or_none<HoursIndex>(message.hours(), size(centre.hours_size()), "hours");
  step.source = present_or_none<LookUpIndex>(message.source(), size(centre.look_ups_size()), "look-up");
  step.deadline = Duration{message.deadline()};
  step.type = present_or_none<CallTypeIndex>(message.type(), size(centre.call_types_size()), "call type");
  step.destination =
      present_or_none<DestinationIndex>(message.destination(), size(centre.destinations_size()), "destination");
  step.self_served = message.self_served();
  step.human = step_at(message.human());
  const bool needs_hours = step.kind == StepKind::hours && !step.hours;
  const bool asks_source =
      step.kind == StepKind::look_up || step.kind == StepKind::authenticate || step.kind == StepKind::bot;
  const bool needs_source = asks_source && !step.source;
  const bool needs_destination = step.kind == StepKind::transfer && !step.destination;
  if (needs_hours || needs_source || needs_destination) throw BadRecord("a step does not say what it is about");
  return step;
}

}  // namespace

void encode(const Flow& flow, v1::Flow& message) {
  message.set_name(flow.name);
  for (const Step& step : flow.steps) put(step, *message.add_steps());
}

Flow flow_of(const v1::Flow& message, const v1::Centre& centre) {
  Flow flow{message.name(), {}};
  const auto steps = static_cast<std::size_t>(message.steps_size());
  for (const v1::Step& step : message.steps()) flow.steps.push_back(step_of(step, steps, centre));
  return flow;
}

}  // namespace twinline::journal
