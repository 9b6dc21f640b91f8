#include "sim/infra/requests.hpp"

#include <algorithm>

#include "sim/people/sampler.hpp"

namespace twinline::infra {

PreparedRequest::PreparedRequest(const scenarios::Request& of_step)
    : written(of_step), work(sim::sampler(of_step.work)) {}

Requests::Requests(Carrier& carrier, Services& services, std::size_t number_of_services)
    : carrier_(&carrier), services_(&services), counts_(number_of_services) {}

void Requests::begin(Slot slot, const PreparedRequest& request, HostIndex from, random::Stream work, Time now) {
  if (slot >= states_.size()) {
    states_.resize(std::max<std::size_t>(slot + 1, states_.size() * 2));
    time_outs_.grow(states_.size());
  }
  reach(now);
  states_[slot] = State{&request, work, now, from, {}, 0, 0, Phase::free};
  ++counts_of(states_[slot]).requests;
  try_once(slot, now);
}

void Requests::cancel(Slot slot, Time now) {
  if (slot >= states_.size()) return;
  if (states_[slot].phase != Phase::free) {
    reach(now);
    stop_activity(slot);
  }
  states_[slot].phase = Phase::free;
  std::erase_if(completed_, [slot](const Completion& completion) { return completion.tag == slot; });
  std::erase_if(answers_, [slot](const Answer& answer) { return answer.slot == slot; });
}

std::size_t Requests::under_way() const {
  return static_cast<std::size_t>(
      std::count_if(states_.begin(), states_.end(), [](const State& state) { return state.phase != Phase::free; }));
}

void Requests::reach(Time now) {
  if (now > reached_) carrier_->advance(now, completed_);
  reached_ = now;
}

Time Requests::next_time() {
  if (!answers_.empty() || !completed_.empty()) return reached_;
  return std::min(carrier_->next_time(), time_outs_.next_time());
}

void Requests::advance(Time now, std::vector<Answer>& answers) {
  carrier_->advance(now, completed_);
  reached_ = now;
  // What is followed up may end at this very instant, too; the next round follows that up.
  ended_.swap(completed_);
  for (const Completion& completion : ended_) {
    const auto slot = static_cast<Slot>(completion.tag);
    if (completion.ok) {
      go_on(slot, now);
    } else {
      lose_try(slot, now);
    }
  }
  ended_.clear();
  while (time_outs_.next_time() <= now) {
    const Slot slot = time_outs_.pop();
    ++counts_of(states_[slot]).timed_out;
    stop_activity(slot);
    try_again(slot, now);
  }
  answers.insert(answers.end(), answers_.begin(), answers_.end());
  answers_.clear();
}

/// Chooses a host and sends the question there.
void Requests::try_once(Slot slot, Time now) {
  State& state = states_[slot];
  const scenarios::Request& written = state.request->written;
  ++counts_of(state).tries;
  if (written.time_out) time_outs_.schedule(slot, now + *written.time_out);
  const auto host = services_->choose(written.service, now);
  if (host) state.host = HostIndex{*host};
  state.phase = Phase::asking;
  if (!host || !starts(slot)) lose_try(slot, now);
}

/// What the phase consists of is under way; false if a host or a link is down.
bool Requests::starts(Slot slot) {
  State& state = states_[slot];
  const scenarios::Request& written = state.request->written;
  switch (state.phase) {
    case Phase::asking: return carrier_->send(state.from, state.host, written.request_bytes, slot);
    case Phase::working: return carrier_->execute(state.host, state.request->work.sample(state.work), slot);
    case Phase::answering: return carrier_->send(state.host, state.from, written.reply_bytes, slot);
    case Phase::free:
    case Phase::waiting_in_vain: break;
  }
  return false;
}

void Requests::go_on(Slot slot, Time now) {
  State& state = states_[slot];
  if (state.phase == Phase::answering) {
    time_outs_.cancel(slot);
    if (++state.answered == state.request->written.times) return finish(slot, true, now);
    state.tries = 0;
    return try_once(slot, now);
  }
  state.phase = state.phase == Phase::asking ? Phase::working : Phase::answering;
  if (!starts(slot)) lose_try(slot, now);
}

/// Nobody says that nobody is there: who has a time-out finds out by it, the others at once.
void Requests::lose_try(Slot slot, Time now) {
  State& state = states_[slot];
  ++counts_of(state).lost;
  if (state.request->written.time_out) {
    state.phase = Phase::waiting_in_vain;
  } else {
    try_again(slot, now);
  }
}

void Requests::try_again(Slot slot, Time now) {
  State& state = states_[slot];
  if (state.tries++ < state.request->written.retries) return try_once(slot, now);
  finish(slot, false, now);
}

void Requests::stop_activity(Slot slot) {
  time_outs_.cancel(slot);
  if (states_[slot].phase != Phase::waiting_in_vain) carrier_->cancel(slot);
}

void Requests::finish(Slot slot, bool ok, Time now) {
  State& state = states_[slot];
  ServiceCounts& counts = counts_of(state);
  state.phase = Phase::free;
  answers_.push_back({slot, ok});
  if (!ok) {
    ++counts.failed;
    return;
  }
  ++counts.answered;
  counts.response += now - state.began;
  counts.longest = std::max(counts.longest, now - state.began);
}

}  // namespace twinline::infra
