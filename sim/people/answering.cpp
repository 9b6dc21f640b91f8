#include "sim/people/answering.hpp"

#include <algorithm>

namespace twinline::sim {

using random::Entity;
using random::Purpose;

Answering::Answering(const scenarios::Scenario& scenario, random::StreamSeed seed) : seed_(seed) {
  for (const scenarios::People& people : scenario.people) {
    Habits habits;
    habits.no_answer = people.no_answer_share;
    habits.decline = people.decline_share;
    habits.no_answer_after = people.no_answer_after;
    if (people.answer_after) habits.answer_after = sampler(*people.answer_after);
    habits.is_immediate = habits.no_answer == 0 && habits.decline == 0 && !habits.answer_after;
    groups_.push_back(std::move(habits));
  }
}

Answering::Response Answering::respond(GroupIndex group, AgentIndex agent, CallKey call, std::uint32_t attempt,
                                       Duration ring_limit) const {
  const Habits& habits = groups_[group.value];
  if (habits.is_immediate) return {};
  const Entity offer{call, agent.value, attempt};
  Response response;
  if (habits.answer_after) {
    random::Stream stream = seed_.stream(Purpose::ring_time, offer);
    response.after = from_seconds(habits.answer_after->sample(stream));
  }
  const double mood = seed_.stream(Purpose::ring_answer, offer).uniform();
  if (mood < habits.no_answer) {
    response = {std::min(habits.no_answer_after, ring_limit), OfferRefusal::no_answer};
  } else if (mood < habits.no_answer + habits.decline) {
    response.refusal = OfferRefusal::declined;
  }
  // An answer that would come after the limit does not come.
  if (response.after >= ring_limit) response = {ring_limit, OfferRefusal::no_answer};
  return response;
}

}  // namespace twinline::sim
