#include "sim/people/called_customers.hpp"

#include <algorithm>

#include "sim/people/sampler.hpp"

namespace twinline::sim {

using random::Entity;
using random::Purpose;

CalledCustomers::CalledCustomers(const scenarios::Scenario& scenario, random::StreamSeed seed)
    : scenario_(&scenario), campaigns_(scenario), seed_(seed) {
  for (const scenarios::Callers& callers : scenario.callers) {
    const scenarios::Callback callback = callers.callback.value_or(scenarios::Callback{});
    back_.push_back(prepared(callback.ringing, 0));
    back_after_.push_back(sampler(callback.delay));
  }
  for (const scenarios::Campaign& campaign : scenario.campaigns) {
    of_campaigns_.push_back(prepared(campaign.ringing, campaign.machine));
    previews_.push_back(sampler(campaign.preview));
  }
}

CalledCustomers::Ringing CalledCustomers::prepared(const scenarios::Ringing& written, double machine) {
  return {written.answers, machine, sampler(written.rings), written.limit};
}

void CalledCustomers::make_room(CallSlot slot) {
  if (slot.value >= customers_.size()) customers_.resize(std::max<std::size_t>(64, (slot.value + std::size_t{1}) * 2));
}

Time CalledCustomers::first_call(CallTypeIndex type, CallKey key, Time accepted) const {
  const scenarios::Callback& callback = *this->callback(type);
  random::Stream stream = seed_.stream(Purpose::callback_delay, Entity{key});
  const Time wanted = accepted + from_seconds(back_after_[type.value].sample(stream));
  if (callback.kind != scenarios::CallbackKind::scheduled) return wanted;
  const Duration beyond = wanted.time_since_epoch() % callback.slot;
  return beyond == Duration{0} ? wanted : wanted + (callback.slot - beyond);
}

CalledCustomers::Rung CalledCustomers::rung(const Ringing& ringing, CallKey key) const {
  const double mood = seed_.stream(Purpose::called_answer, Entity{key}).uniform();
  if (mood >= ringing.answers + ringing.machine) return {Rung::By::nobody, ringing.limit};
  random::Stream stream = seed_.stream(Purpose::called_ringing, Entity{key});
  const Duration after = from_seconds(ringing.rings.sample(stream));
  if (after >= ringing.limit) return {Rung::By::nobody, ringing.limit};
  return {mood < ringing.answers ? Rung::By::person : Rung::By::machine, after};
}

CalledCustomers::Rung CalledCustomers::ring_back(CallTypeIndex type, CallKey key) const {
  return rung(back_[type.value], key);
}

CalledCustomers::Rung CalledCustomers::ring(const CampaignRecord& record) const {
  return rung(of_campaigns_[record.campaign], campaigns_.key(record));
}

Duration CalledCustomers::preview(const CampaignRecord& record) const {
  random::Stream stream = seed_.stream(Purpose::preview, Entity{campaigns_.key(record)});
  return from_seconds(previews_[record.campaign].sample(stream));
}

}  // namespace twinline::sim
