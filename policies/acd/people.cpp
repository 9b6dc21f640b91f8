// Requests to people, as the staffing policy wants them made: asked, answered by some, expired for the rest.
#include <algorithm>

#include "policies/acd/telling.hpp"

namespace twinline {

void Acd::ask_staffing(StaffingOccasion::Kind kind, RequestId request) {
  staffing_decisions_.clear();
  try {
    policies_.staffing->decide(view_, {kind, request}, staffing_decisions_);
  } catch (...) {
    staffing_decisions_.clear();
    reject(DecisionFault::threw, {}, {});
  }
  for (const StaffingRequest& wanted : staffing_decisions_.requests()) {
    if (wanted.expires <= now_) {
      reject(DecisionFault::time_in_the_past, {}, wanted.agent);
      continue;
    }
    const AskPeople ask{{next_request_++}, wanted.kind, wanted.group, wanted.agent,
                        wanted.people,     wanted.from, wanted.until, wanted.expires};
    requests_.push_back({ask.request, ask, 0});
    wish(ask);
  }
  if (staffing_decisions_.reconsider_time() != never) {
    if (staffing_decisions_.reconsider_time() <= now_) {
      reject(DecisionFault::time_in_the_past, {}, {});
    } else {
      staffing_timer_ = staffing_decisions_.reconsider_time();
    }
  }
  arm_policies_timer();
}

void Acd::on(const RequestAnswered& fact) {
  const auto open = std::find_if(requests_.begin(), requests_.end(),
                                 [&](const acd::OpenRequest& request) { return request.id == fact.request; });
  if (open == requests_.end()) return;
  const bool accepted = fact.answer == RequestAnswer::accepted;
  if (accepted) ++open->accepted;
  const bool settled = open->asked.agent || open->accepted >= open->asked.people;
  if (settled) requests_.erase(open);
  emit(RequestSettled{fact.request, fact.agent, accepted, false});
  ask_staffing(StaffingOccasion::Kind::request_settled, fact.request);
}

void Acd::expire_requests() {
  for (std::size_t position = 0; position < requests_.size();) {
    if (requests_[position].asked.expires > now_) {
      ++position;
      continue;
    }
    const RequestId expired = requests_[position].id;
    requests_.erase(requests_.begin() + static_cast<std::ptrdiff_t>(position));
    emit(RequestSettled{expired, {}, false, true});
    ask_staffing(StaffingOccasion::Kind::request_settled, expired);
  }
}

/// Sets the policies' timer to whatever comes first.
void Acd::arm_policies_timer() {
  Time due = staffing_timer_;
  for (const Time wanted : routing_timers_) due = std::min(due, wanted);
  for (const acd::OpenRequest& request : requests_) due = std::min(due, request.asked.expires);
  if (due == policies_timer_) return;
  if (due == never) {
    wish(CancelTimer{{TimerId::Owner::policies, 0, policies_timer_generation_}});
  } else {
    ++policies_timer_generation_;
    wish(StartTimer{{TimerId::Owner::policies, 0, policies_timer_generation_}, std::max(due, now_)});
  }
  policies_timer_ = due;
}

}  // namespace twinline
