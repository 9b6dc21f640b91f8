#include "reports/explain/story_words.hpp"

#include <fmt/format.h>

namespace twinline::reports::words {

std::string of(CallKey key) { return fmt::format("{:016x}", key); }
std::string of(CallId call) { return fmt::format("{}:{}", call.slot.value, call.generation); }
std::string of(Duration duration) { return fmt::format("{:.1f} s", in_seconds(duration)); }

std::string_view of(WaitEnd how) {
  switch (how) {
    case WaitEnd::answered: return "answered";
    case WaitEnd::abandoned: return "the caller gives up";
    case WaitEnd::overflowed: return "goes on in another queue";
    case WaitEnd::exited: return "leaves for another queue";
    case WaitEnd::voicemail: return "leaves a message";
    case WaitEnd::callback: return "accepts a call back";
    case WaitEnd::released: return "sent away";
  }
  return "?";
}

std::string_view of(OfferEnd how) {
  switch (how) {
    case OfferEnd::answered: return "answers";
    case OfferEnd::no_answer: return "does not answer";
    case OfferEnd::declined: return "declines";
    case OfferEnd::busy: return "is busy";
    case OfferEnd::unreachable: return "cannot be reached";
    case OfferEnd::withdrawn: return "rings no more, the offer is withdrawn";
  }
  return "?";
}

std::string_view of(TalkEnd how) {
  switch (how) {
    case TalkEnd::by_caller: return "the caller hangs up";
    case TalkEnd::by_agent: return "the agent hangs up";
    case TalkEnd::lost: return "the talk is lost, nobody said good-bye";
    case TalkEnd::transferred_out: return "the agent passes the caller on to somebody outside";
    case TalkEnd::not_reached: return "the customer does not answer";
  }
  return "?";
}

std::string_view of(CallOutcome outcome) {
  switch (outcome) {
    case CallOutcome::blocked: return "blocked, no line was free";
    case CallOutcome::left_ivr: return "left before any queue";
    case CallOutcome::served: return "served";
    case CallOutcome::abandoned: return "abandoned";
    case CallOutcome::voicemail: return "left a message";
    case CallOutcome::callback: return "will be called back";
    case CallOutcome::released: return "sent away";
    case CallOutcome::self_served: return "served by the IVR alone";
    case CallOutcome::transferred_out: return "passed on to a number outside";
    case CallOutcome::not_reached: return "rung in vain";
    case CallOutcome::steered: return "goes on over another channel";
  }
  return "?";
}

std::string_view of(DecisionFault fault) {
  switch (fault) {
    case DecisionFault::threw: return "the policy failed";
    case DecisionFault::unknown_call: return "the call is not there";
    case DecisionFault::call_not_waiting: return "the call does not wait";
    case DecisionFault::agent_not_ready: return "the agent cannot take a call";
    case DecisionFault::agent_not_eligible: return "the agent may not serve the call";
    case DecisionFault::unknown_queue: return "there is no such queue";
    case DecisionFault::time_in_the_past: return "the time has passed";
    case DecisionFault::idle_beside_waiting:
      return "it left an agent idle beside a waiting call without holding either";
    case DecisionFault::requeued_twice: return "it moved the call to another queue twice at one instant";
    case DecisionFault::unknown_look_up: return "there is no such source";
    case DecisionFault::unknown_destination: return "there is no such destination";
    case DecisionFault::agent_has_no_room: return "the agent has no room beside what is in hand";
  }
  return "?";
}

std::string_view of(TreatmentKind kind) {
  switch (kind) {
    case TreatmentKind::announcement: return "hears an announcement";
    case TreatmentKind::expected_wait: return "hears the expected wait";
    case TreatmentKind::overflow: return "overflows";
    case TreatmentKind::exit_to_queue: return "leaves for another queue";
    case TreatmentKind::callback_offer: return "is offered a call back";
    case TreatmentKind::voicemail: return "may leave a message";
    case TreatmentKind::release: return "hears an apology";
    case TreatmentKind::channel_offer: return "is offered another channel";
  }
  return "?";
}

std::string_view of(TreatmentOutcome outcome) {
  switch (outcome) {
    case TreatmentOutcome::finished: return "heard to the end";
    case TreatmentOutcome::accepted: return "accepted";
    case TreatmentOutcome::refused: return "refused";
    case TreatmentOutcome::failed: return "failed";
  }
  return "?";
}

std::string_view of(LookUpOutcome outcome) {
  switch (outcome) {
    case LookUpOutcome::answered: return "has answered";
    case LookUpOutcome::timed_out: return "did not answer in time";
    case LookUpOutcome::failed: return "failed";
  }
  return "?";
}

std::string_view of(ReleaseCause cause) {
  switch (cause) {
    case ReleaseCause::no_line: return "no line is free";
    case ReleaseCause::trunk_down: return "the trunk is down";
    case ReleaseCause::closed: return "everybody in the queue is sent away";
    case ReleaseCause::treatment: return "after an apology";
    case ReleaseCause::flowed_out: return "no agent is wanted any more";
    case ReleaseCause::flow_ended: return "the IVR has nothing more to say";
    case ReleaseCause::talk_ended: return "the talk is over";
    case ReleaseCause::steered: return "the caller goes on over another channel";
  }
  return "?";
}

std::string_view of(TransferOutcome outcome) {
  switch (outcome) {
    case TransferOutcome::completed: return "completed";
    case TransferOutcome::busy: return "busy";
    case TransferOutcome::no_answer: return "no answer";
    case TransferOutcome::refused: return "not allowed";
    case TransferOutcome::failed: return "failed";
  }
  return "?";
}

std::string name_in(const std::vector<std::string>& table, std::uint32_t position) {
  return position < table.size() ? table[position] : "?";
}

std::string agent(const Centre& centre, AgentIndex agent, GroupIndex group) {
  return name_in(centre.agents, agent) + " (" + name_in(centre.groups, group) + ")";
}

std::string policy(const journal::PolicyIdentity& policy) {
  std::string text = fmt::format("{}, version {}", policy.name, policy.version);
  for (const ParameterText& parameter : policy.parameters) text += ", " + parameter.name + "=" + parameter.value;
  return text;
}

}  // namespace twinline::reports::words
