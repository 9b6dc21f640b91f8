// How the reference ACD asks its policies and what it makes of their answers.
#include <algorithm>

#include "tests/replay/acd_reference.hpp"

namespace twinline::reference {

void ReferenceAcd::reject(DecisionFault fault, CallId call, AgentIndex agent) {
  happened(DecisionRejected{fault, call, agent});
}

void ReferenceAcd::happened(const Happening& happening) {
  said_.happenings.push_back(happening);
  bool threw = false;
  const auto teach = [&](auto* policy) {
    if (!policy->interests().has(happening)) return;
    try {
      policy->learn(happening, view_);
    } catch (...) {
      threw = true;
    }
  };
  teach(routing);
  teach(staffing);
  teach(ivr);
  if (threw && !std::holds_alternative<DecisionRejected>(happening)) reject(DecisionFault::threw, {}, {});
}

bool ReferenceAcd::may_serve(const Agent& agent, const Call& call) const {
  return centre_.eligibility_of(agent.row.group, call.row.type).has_value();
}

bool ReferenceAcd::has_room(const Agent& agent, const Call& call) const {
  return agent.row.engaged == 0 || !centre_.call_types[call.row.type.value].whole_agent;
}

void ReferenceAcd::ask(const Occasion& occasion) {
  Call* call = nullptr;
  Agent* agent = nullptr;
  if (occasion.kind == Occasion::Kind::call_waits) {
    call = find(occasion.call);
    if (call == nullptr || call->row.state != CallState::waiting) return;
    call->row.held = false;
    ++call->row.decisions;
  } else if (occasion.kind == Occasion::Kind::agent_free) {
    agent = &agents_[occasion.agent.value];
    const bool somebody_waits = std::any_of(calls_.begin(), calls_.end(), [&](const Call& other) {
      return other.row.state == CallState::waiting && may_serve(*agent, other) && has_room(*agent, other);
    });
    if (!agent->idle || !somebody_waits) return;
    agent->row.held = false;
  }
  const QueueIndex queue_before = call != nullptr ? call->row.queue : QueueIndex{};
  const std::uint32_t offers_before = agent != nullptr ? agent->row.offers : 0;

  Decisions decisions;
  try {
    routing->decide(view(), occasion, decisions);
  } catch (...) {
    decisions.clear();
    reject(DecisionFault::threw, occasion.call, occasion.agent);
  }
  const std::vector<Decision> list(decisions.list().begin(), decisions.list().end());
  for (const Decision& decision : list) {
    said_.decisions.push_back(decision);
    carry_out(decision);
  }
  if (call != nullptr && call->row.queue != queue_before) return;  // is asked about in its new queue
  if (agent != nullptr && agent->row.offers != offers_before) {
    occasions_.push_back(occasion);
    return;
  }
  serve_first_come(occasion);
}

void ReferenceAcd::carry_out(const Decision& decision) {
  using Kind = Decision::Kind;
  Call* call = find(decision.call);
  const bool about_a_call = decision.kind != Kind::hold_agent && decision.kind != Kind::reconsider;
  if (about_a_call && call == nullptr) return reject(DecisionFault::unknown_call, decision.call, decision.agent);
  if (about_a_call && call->row.state != CallState::waiting) {
    return reject(DecisionFault::call_not_waiting, decision.call, decision.agent);
  }
  const bool agent_idle = decision.agent.value < agents_.size() && agents_[decision.agent.value].idle;
  switch (decision.kind) {
    case Kind::assign:
      if (!agent_idle) return reject(DecisionFault::agent_not_ready, decision.call, decision.agent);
      if (!has_room(agents_[decision.agent.value], *call)) {
        return reject(DecisionFault::agent_has_no_room, decision.call, decision.agent);
      }
      if (!may_serve(agents_[decision.agent.value], *call)) {
        return reject(DecisionFault::agent_not_eligible, decision.call, decision.agent);
      }
      return offer(*call, decision.agent);
    case Kind::hold_call: call->row.held = true; return;
    case Kind::hold_agent:
      if (!agent_idle) return reject(DecisionFault::agent_not_ready, {}, decision.agent);
      agents_[decision.agent.value].row.held = true;
      return;
    case Kind::requeue:
      if (decision.queue.value >= centre_.queues.size()) return reject(DecisionFault::unknown_queue, decision.call, {});
      if (decision.queue == call->row.queue) return;
      if (call->requeued_at == now_) return reject(DecisionFault::requeued_twice, decision.call, {});
      call->requeued_at = now_;
      end_wait(*call, WaitEnd::overflowed);
      return enter(*call, decision.queue);
    case Kind::reconsider_call:
      if (decision.at <= now_) return reject(DecisionFault::time_in_the_past, decision.call, {});
      call->reconsider_at = decision.at;
      return set_timer(*call);
    case Kind::reconsider:
      if (decision.at <= now_) return reject(DecisionFault::time_in_the_past, {}, {});
      routing_timers_[decision.part] = decision.at;
      return set_policies_timer();
  }
}

void ReferenceAcd::serve_first_come(const Occasion& occasion) {
  if (occasion.kind == Occasion::Kind::call_waits) {
    Call* call = find(occasion.call);
    if (call == nullptr || call->row.state != CallState::waiting || call->row.held) return;
    Agent* longest = nullptr;
    // Who has the fewest in hand, then the longest idle; of those idle since the same instant the better ranked group,
    // then who came first.
    const auto before = [&](const Agent& a, const Agent& b) {
      if (a.row.engaged != b.row.engaged) return a.row.engaged < b.row.engaged;
      if (a.row.idle_since != b.row.idle_since) return a.row.idle_since < b.row.idle_since;
      const auto rank_a = centre_.eligibility_of(a.row.group, call->row.type)->rank;
      const auto rank_b = centre_.eligibility_of(b.row.group, call->row.type)->rank;
      return rank_a != rank_b ? rank_a < rank_b : a.idle_order < b.idle_order;
    };
    for (Agent& agent : agents_) {
      if (!agent.idle || !has_room(agent, *call)) continue;
      if (may_serve(agent, *call) && (longest == nullptr || before(agent, *longest))) longest = &agent;
    }
    if (longest == nullptr) return;
    const AgentIndex index{static_cast<std::size_t>(longest - agents_.data())};
    reject(DecisionFault::idle_beside_waiting, call->row.id, index);
    offer(*call, index);
  } else if (occasion.kind == Occasion::Kind::agent_free) {
    Agent& agent = agents_[occasion.agent.value];
    if (!agent.idle || agent.row.held) return;
    for (Call* call : waiting_by_place()) {
      if (call->row.held || !may_serve(agent, *call) || !has_room(agent, *call)) continue;
      reject(DecisionFault::idle_beside_waiting, call->row.id, occasion.agent);
      offer(*call, occasion.agent);
      occasions_.push_back(occasion);
      return;
    }
  }
}

void ReferenceAcd::review_all() {
  occasions_.push_back({Occasion::Kind::review, {}, {}});
  for (const Call* call : waiting_by_place()) occasions_.push_back({Occasion::Kind::call_waits, call->row.id, {}});
  for (std::size_t agent = 0; agent < agents_.size(); ++agent) {
    if (agents_[agent].idle) occasions_.push_back({Occasion::Kind::agent_free, {}, AgentIndex{agent}});
  }
}

void ReferenceAcd::ask_staffing(StaffingOccasion::Kind kind, RequestId request) {
  StaffingDecisions decisions;
  try {
    staffing->decide(view(), {kind, request}, decisions);
  } catch (...) {
    decisions.clear();
    reject(DecisionFault::threw, {}, {});
  }
  for (const StaffingRequest& wanted : decisions.requests()) {
    if (wanted.expires <= now_) {
      reject(DecisionFault::time_in_the_past, {}, wanted.agent);
      continue;
    }
    const AskPeople ask{{next_request_++}, wanted.kind, wanted.group, wanted.agent,
                        wanted.people,     wanted.from, wanted.until, wanted.expires};
    requests_.push_back({ask, 0});
    wish(ask);
  }
  if (decisions.reconsider_time() != never) {
    if (decisions.reconsider_time() <= now_) {
      reject(DecisionFault::time_in_the_past, {}, {});
    } else {
      staffing_timer_ = decisions.reconsider_time();
    }
  }
  set_policies_timer();
}

void ReferenceAcd::set_policies_timer() {
  Time due = staffing_timer_;
  for (const auto& [part, wanted] : routing_timers_) due = std::min(due, wanted);
  for (const Request& request : requests_) due = std::min(due, request.asked.expires);
  if (due == policies_timer_) return;
  policies_timer_ = due;
  if (due == never) {
    wish(CancelTimer{{TimerId::Owner::policies, 0, timer_generation_}});
  } else {
    wish(StartTimer{{TimerId::Owner::policies, 0, ++timer_generation_}, std::max(due, now_)});
  }
}

}  // namespace twinline::reference
