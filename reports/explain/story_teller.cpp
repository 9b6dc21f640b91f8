#include "reports/explain/story_teller.hpp"

#include <optional>
#include <utility>
#include <variant>

#include "reports/explain/life_events.hpp"
#include "reports/explain/routing_step.hpp"
#include "reports/explain/story_words.hpp"

namespace twinline::reports {

StoryTeller::StoryTeller(CallId call, CallKey key, const Centre& centre, LocalText local)
    : call_(call), key_(key), centre_(&centre), local_(std::move(local)) {
  story_.id = words::of(call);
}

void StoryTeller::heard(const journal::Overheard& heard) {
  if (story_.ended) return;
  auto step = routing_step(call_, heard);
  if (!step) return;
  step->number = static_cast<std::uint32_t>(story_.steps.size() + 1);
  step->local = local_(step->at);
  story_.steps.push_back(std::move(*step));
  given_.push_back(agent_given(call_, heard.recorded.decisions));
}

void StoryTeller::happened(const journal::Entry& entry) {
  if (story_.ended) return;
  if (const auto* arrival = std::get_if<CallArrived>(&entry.fact)) {
    ++arrivals_;
    if (arrival->call == call_ && arrival->key == key_) tell_arrival(entry.at, *arrival);
  }
  if (!arrived_) {
    // What was heard was about another call of this id.
    story_.steps.clear();
    given_.clear();
    return;
  }
  const auto tell = [&](std::optional<LifeEvent> event) {
    if (event) append(entry.at, std::move(*event));
  };
  tell(life_event(*centre_, call_, entry.fact));
  // The end last, whatever was wished with it.
  std::optional<LifeEvent> end;
  for (const Happening& happening : entry.happenings) {
    auto event = life_event(*centre_, call_, happening);
    const auto* offer = std::get_if<OfferMade>(&happening);
    if (event && offer != nullptr) event->decision = decision_for(offer->offer.agent);
    if (event && std::holds_alternative<CallEnded>(happening)) {
      end = std::move(event);
    } else {
      tell(std::move(event));
    }
  }
  for (const Wish& wish : entry.wishes) tell(life_event(*centre_, call_, wish));
  story_.ended = end.has_value();
  tell(std::move(end));
  steps_before_ = story_.steps.size();
}

void StoryTeller::tell_arrival(Time at, const CallArrived& arrival) {
  arrived_ = true;
  story_.key = words::of(arrival.key);
  story_.ordinal = arrivals_;
  story_.arrived = at;
  story_.type = words::name_in(centre_->call_types, arrival.type);
  if (arrival.segment) story_.segment = words::name_in(centre_->segments, arrival.segment);
  if (arrival.trunk) story_.trunk = words::name_in(centre_->trunks, arrival.trunk);
  story_.attempt = arrival.attempt;
}

void StoryTeller::append(Time at, LifeEvent event) {
  event.at = at;
  event.local = local_(at);
  story_.life.push_back(std::move(event));
}

/// Which of the decisions since the latest entry gave the call to this agent.
std::uint32_t StoryTeller::decision_for(AgentIndex agent) const {
  for (std::size_t step = given_.size(); step > steps_before_; --step) {
    if (given_[step - 1] == agent) return story_.steps[step - 1].number;
  }
  return 0;
}

}  // namespace twinline::reports
