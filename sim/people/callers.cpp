#include "sim/people/callers.hpp"

#include <algorithm>

#include "sim/people/choice_by_share.hpp"

namespace twinline::sim {

using random::Entity;
using random::Purpose;

namespace {

std::optional<random::Distribution> sampler_of(const std::optional<scenarios::Distribution>& written) {
  return written ? std::optional{sampler(*written)} : std::nullopt;
}

}  // namespace

Callers::Callers(const scenarios::Scenario& scenario, const Draws& draws)
    : speed_(scenario.centre.groups.size() * scenario.callers.size(), 1.0),
      draws_(draws),
      seed_(draws.own()),
      patience_(draws.shared().family(Purpose::patience)),
      talk_(draws.shared().family(Purpose::talk)) {
  for (const scenarios::Callers& callers : scenario.callers) {
    Behaviour behaviour{callers.patience ? SamplerByPeriod{*callers.patience} : SamplerByPeriod{},
                        SamplerByPeriod{callers.handling.talk},
                        SamplerByPeriod{callers.handling.wrap_up},
                        callers.balk,
                        callers.handling.hold_share,
                        callers.redial_share,
                        callers.accepts_callback,
                        sampler(callers.handling.hold),
                        sampler(callers.redial_delay),
                        sampler(callers.prompt_length),
                        std::min(callers.most_attempts, last_attempt),
                        callers.trunk_shares,
                        sampler_of(callers.handling.identification),
                        sampler_of(callers.finds_out),
                        callers.handling.with_context,
                        callers.handling.identification || callers.handling.with_context != 1};
    watches_clock_ =
        watches_clock_ || behaviour.patience.changes() || behaviour.talk.changes() || behaviour.wrap_up.changes();
    behaviour_.push_back(std::move(behaviour));
  }
  for (std::size_t group = 0; group < scenario.people.size(); ++group) {
    for (const scenarios::SkillPerformance& performance : scenario.people[group].performance) {
      speed_[group * behaviour_.size() + performance.type.value] = performance.speed;
    }
  }
}

TrunkIndex Callers::drawn_trunk(const std::vector<double>& shares, CallKey key) const {
  return TrunkIndex{chosen(shares, seed_.stream(Purpose::trunk, Entity{matter_of(key)}).uniform())};
}

void Callers::add_hold(const Behaviour& behaviour, Entity leg, double speed, Talk& talk) const {
  if (!seed_.stream(Purpose::hold_share, leg).chance(behaviour.hold_share)) return;
  random::Stream stream = seed_.stream(Purpose::hold, leg);
  talk.hold = from_seconds(behaviour.hold.sample(stream) / speed);
  talk.length += talk.hold;
}

Duration Callers::wrap_up(CallTypeIndex type, GroupIndex group, CallKey key, Duration time_of_day,
                          const Leg& leg) const {
  const Behaviour& behaviour = behaviour_[type.value];
  random::Stream stream = seed_.stream(Purpose::wrap_up, leg.of(key));
  const double seconds = behaviour.wrap_up.distribution(time_of_day).sample(stream);
  return from_seconds(seconds / speed_[group.value * behaviour_.size() + type.value]);
}

Callers::Talk Callers::after_machine(CallTypeIndex type, GroupIndex group, CallKey key, const Leg& leg, ByMachine done,
                                     Talk talk) const {
  const Behaviour& behaviour = behaviour_[type.value];
  if (done.context) talk.length = talk.hold + scaled(talk.length - talk.hold, 1 / behaviour.with_context);
  // Who hands a caller on says who it is.
  if (!behaviour.identification || done.authenticated || leg.transfers > 0) return talk;
  random::Stream stream = seed_.stream(Purpose::identification, leg.of(key));
  const double speed = speed_[group.value * behaviour_.size() + type.value];
  talk.length += from_seconds(behaviour.identification->sample(stream) / speed);
  return talk;
}

Duration Callers::in_wrong_hands(CallTypeIndex wanted, CallKey key, const Leg& leg) const {
  random::Stream stream = seed_.stream(Purpose::wrong_hands, leg.of(key));
  return from_seconds(behaviour_[wanted.value].finds_out->sample(stream));
}

Callers::Redial Callers::redial(CallTypeIndex type, CallKey key, std::uint8_t attempt) const {
  const Behaviour& behaviour = behaviour_[type.value];
  if (behaviour.redial_share == 0 || attempt + 1 >= behaviour.most_attempts) return {};
  if (!seed_.stream(Purpose::redial, Entity{key}).chance(behaviour.redial_share)) return {};
  random::Stream stream = seed_.stream(Purpose::redial_delay, Entity{key});
  return {true, from_seconds(behaviour.redial_delay.sample(stream))};
}

bool Callers::accepts_callback(CallTypeIndex type, CallKey key) const {
  return seed_.stream(Purpose::treatment_response, Entity{key}).chance(behaviour_[type.value].accepts_callback);
}

Duration Callers::prompt_length(CallTypeIndex type, CallKey key, std::uint64_t ordinal) const {
  random::Stream stream = seed_.stream(Purpose::ivr_time, Entity{key, ordinal});
  return from_seconds(behaviour_[type.value].prompt_length.sample(stream));
}

}  // namespace twinline::sim
