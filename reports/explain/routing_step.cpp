#include "reports/explain/routing_step.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "reports/explain/story_words.hpp"

namespace twinline::reports {
namespace {

/// The occasion from the call's side.
class OccasionTeller {
 public:
  OccasionTeller(CallId call, const journal::Overheard& heard)
      : call_(call), heard_(heard), view_(heard.view), centre_(*heard.view.centre) {}

  bool concerns() const {
    if (call_.slot.value >= view_.calls.size() || view_.call(call_).id != call_) return false;
    if (view_.call(call_).state != CallState::waiting) return false;
    if (agent_given(call_, heard_.recorded.decisions)) return true;
    switch (heard_.occasion.kind) {
      case Occasion::Kind::call_waits: return heard_.occasion.call == call_;
      case Occasion::Kind::agent_free: return may_serve(heard_.occasion.agent);
      case Occasion::Kind::timer:
      case Occasion::Kind::review:
      case Occasion::Kind::forecast_changed: break;
    }
    return true;
  }

  RoutingStep told() const {
    RoutingStep step;
    step.at = view_.now;
    step.occasion = occasion();
    step.policy = heard_.policy;
    step.known = known();
    step.recorded = answer(heard_.recorded);
    step.standing = agent_given(call_, heard_.recorded.decisions) ? CallStanding::chosen
                    : heard_.occasion.call == call_               ? CallStanding::left
                                                                  : CallStanding::passed_over;
    if (heard_.other != nullptr) {
      step.other = answer(*heard_.other);
      step.differs =
          !heard_.other->threw.empty() || bearing(heard_.other->decisions) != bearing(heard_.recorded.decisions);
    }
    return step;
  }

 private:
  bool may_serve(AgentIndex agent) const {
    return centre_.eligibility_of(view_.agent(agent).group, view_.call(call_).type).has_value();
  }

  std::string agent_text(AgentIndex agent) const {
    return agent.value < view_.agents.size() ? words::agent(centre_, agent, view_.agent(agent).group) : "nobody";
  }
  /// A policy may name a call that is not there.
  std::string call_text(CallId call) const {
    if (call == call_) return "this call";
    return call.slot.value < view_.calls.size() ? "call " + words::of(view_.call(call).key)
                                                : "a call that is not there";
  }

  std::string occasion() const {
    switch (heard_.occasion.kind) {
      case Occasion::Kind::call_waits: return call_text(heard_.occasion.call) + " waits";
      case Occasion::Kind::agent_free: return agent_text(heard_.occasion.agent) + " is free";
      case Occasion::Kind::timer: return "the time has come that the policy asked for";
      case Occasion::Kind::review: return "every wait is looked at, for a policy came into force or the centre changed";
      case Occasion::Kind::forecast_changed: return "a forecast has changed";
    }
    return "";
  }

  /// On occasions that are about one call or agent every decision bears on this call, on others those that name it.
  bool is_about_all() const {
    return heard_.occasion.kind != Occasion::Kind::call_waits && heard_.occasion.kind != Occasion::Kind::agent_free;
  }
  std::vector<Decision> bearing(std::vector<Decision> decisions) const {
    if (is_about_all()) std::erase_if(decisions, [this](const Decision& decision) { return decision.call != call_; });
    return decisions;
  }

  std::string sentence(const Decision& decision) const {
    switch (decision.kind) {
      case Decision::Kind::assign: return "offer " + call_text(decision.call) + " to " + agent_text(decision.agent);
      case Decision::Kind::hold_call: return "let " + call_text(decision.call) + " wait on purpose";
      case Decision::Kind::hold_agent: return "let " + agent_text(decision.agent) + " idle on purpose";
      case Decision::Kind::requeue:
        return "move " + call_text(decision.call) + " to queue " + words::name_in(centre_.queues, decision.queue);
      case Decision::Kind::reconsider_call:
        return "ask again about " + call_text(decision.call) + " in " + words::of(decision.at - view_.now);
      case Decision::Kind::reconsider: return "ask again in " + words::of(decision.at - view_.now);
    }
    return "";
  }

  PolicyAnswer answer(const journal::RoutingAnswer& given) const {
    PolicyAnswer answer;
    const std::vector<Decision> decisions = bearing(given.decisions);
    for (const Decision& decision : decisions) answer.decided.push_back(sentence(decision));
    std::string_view of_the_whole;
    for (const Reason& reason : given.reasons) {
      if (!reason.call && !reason.agent) {
        of_the_whole = reason.why;
        continue;
      }
      if (is_about_all() && reason.call != call_) continue;
      answer.candidates.push_back(candidate(reason, decisions));
    }
    answer.because = because(given, answer);
    if (!of_the_whole.empty()) answer.because += fmt::format(" ({})", of_the_whole);
    return answer;
  }

  Candidate candidate(const Reason& reason, const std::vector<Decision>& decisions) const {
    Candidate candidate;
    if (reason.call.slot.value < view_.calls.size()) candidate.call = words::of(view_.call(reason.call).key);
    candidate.is_this_call = reason.call == call_;
    if (reason.agent.value < view_.agents.size()) {
      candidate.agent = words::name_in(centre_.agents, reason.agent);
      candidate.group = words::name_in(centre_.groups, view_.agent(reason.agent).group);
    }
    candidate.score = reason.score;
    candidate.why = std::string{reason.why};
    candidate.won = std::any_of(decisions.begin(), decisions.end(), [&](const Decision& decision) {
      return decision.kind == Decision::Kind::assign && decision.call == reason.call && decision.agent == reason.agent;
    });
    return candidate;
  }

  std::string because(const journal::RoutingAnswer& given, const PolicyAnswer& answer) const {
    if (!given.threw.empty()) return "the policy failed: " + given.threw;
    for (const Candidate& candidate : answer.candidates) {
      if (candidate.won) return candidate.why;
    }
    if (heard_.occasion.call == call_ && !somebody_idles()) return "nobody who may serve it is idle";
    if (answer.candidates.size() == 1) return answer.candidates.front().why;
    return answer.candidates.empty() ? "the policy gives no reason" : "no candidate was good enough";
  }

  bool somebody_idles() const {
    const auto& eligible = centre_.eligible_groups[view_.call(call_).type.value];
    return std::any_of(eligible.begin(), eligible.end(),
                       [this](const Eligibility& each) { return view_.group(each.group).idle > 0; });
  }

  Known known() const {
    const CallView& call = view_.call(call_);
    Known known;
    known.queue = words::name_in(centre_.queues, call.queue);
    known.type = words::name_in(centre_.call_types, call.type);
    known.priority = call.priority;
    known.waited = view_.waited(call);
    for (CallSlot slot = call.previous; slot; slot = view_.call(slot).previous) ++known.ahead;
    known.asked = call.decisions;
    known.refusals = call.refusals;
    for (const Attribute& attribute : view_.attributes(call_.slot)) {
      known.attributes.push_back({words::name_in(centre_.attributes, attribute.name.value), attribute.value});
    }
    for (std::size_t queue = 0; queue < view_.queues.size(); ++queue) {
      known.queues.push_back({centre_.queues[queue].name, view_.queues[queue].waiting, view_.queues[queue].ringing});
    }
    for (const Eligibility& eligible : centre_.eligible_groups[call.type.value]) {
      const GroupView& group = view_.group(eligible.group);
      known.groups.push_back({words::name_in(centre_.groups, eligible.group), eligible.rank, eligible.level, group.idle,
                              group.engaged, group.not_ready, group.logged_in});
    }
    const ForecastView& forecast = view_.forecasts[call.type.value];
    if (forecast.until > forecast.from) {
      known.forecast = {forecast.from, forecast.until, forecast.calls, forecast.low, forecast.high};
    }
    return known;
  }

  CallId call_;
  const journal::Overheard& heard_;
  const View& view_;
  const Centre& centre_;
};

}  // namespace

AgentIndex agent_given(CallId call, const std::vector<Decision>& decisions) {
  const auto found = std::find_if(decisions.begin(), decisions.end(), [call](const Decision& decision) {
    return decision.kind == Decision::Kind::assign && decision.call == call;
  });
  return found == decisions.end() ? AgentIndex{} : found->agent;
}

std::optional<RoutingStep> routing_step(CallId call, const journal::Overheard& heard) {
  const OccasionTeller teller(call, heard);
  if (!teller.concerns()) return std::nullopt;
  return teller.told();
}

}  // namespace twinline::reports
