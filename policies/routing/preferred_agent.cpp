#include "policies/routing/preferred_agent.hpp"

#include "policies/contract/attribute_roles.hpp"
#include "policies/routing/selection.hpp"

namespace twinline {
namespace {

/// Who should serve the call. None where nobody is named, the one who is may not serve it, or an offer of this call has
/// come to nothing already: the agent had the chance, and the caller has waited for it.
AgentIndex preferred_of(const View& view, const CallView& call) {
  if (call.refusals > 0) return {};
  const auto named = value_of(view.centre->roles.preferred_agent, view.attributes(call.id.slot));
  if (!named || *named < 0 || static_cast<std::uint64_t>(*named) >= view.agents.size()) return {};
  const AgentIndex agent{static_cast<std::size_t>(*named)};
  return view.centre->eligibility_of(view.agent(agent).group, call.type) ? agent : AgentIndex{};
}

/// Who is at a break comes back nobody knows when.
bool is_at_work(const AgentView& agent) {
  return agent.state != AgentState::logged_out && agent.state != AgentState::not_ready;
}

}  // namespace

/// The preferred agent while the call still waits for nobody else.
AgentIndex PreferredAgent::awaited_by(const View& view, const CallView& call) const {
  if (view.waited(call) >= wait_at_most_) return {};
  const AgentIndex preferred = preferred_of(view, call);
  return preferred && is_at_work(view.agent(preferred)) ? preferred : AgentIndex{};
}

AgentIndex PreferredAgent::agent_for(const View& view, const CallView& call, const IdleAgents& idle,
                                     Decisions& decisions) const {
  const AgentIndex preferred = preferred_of(view, call);
  if (preferred && idle.has(preferred, call.type)) {
    decisions.explain(call.id, preferred, 1, "preferred agent");
    if (decisions.wants_reasons()) {
      for_each_longest_idle(view, call, idle, [&](const Eligibility&, AgentIndex agent) {
        if (agent != preferred) decisions.explain(call.id, agent, 0, "another agent is preferred");
      });
    }
    return preferred;
  }
  if (!awaited_by(view, call)) return longest_idle_for(view, call, idle, decisions);
  decisions.explain(call.id, preferred, 1, "preferred agent, still awaited");
  bool somebody_idles = false;
  for_each_longest_idle(view, call, idle, [&](const Eligibility&, AgentIndex agent) {
    somebody_idles = true;
    decisions.explain(call.id, agent, 0, "another agent is preferred and still awaited");
  });
  if (somebody_idles) decisions.hold(call.id);
  decisions.reconsider_at(call.id, call.queued_at + wait_at_most_);
  return {};
}

/// The longest waiting call of a line that waits for this agent. From the end: whoever stands before a call that has
/// waited long enough has waited longer.
CallSlot PreferredAgent::awaiting(const View& view, AgentIndex agent, LineIndex line) const {
  CallSlot found;
  for (CallSlot slot = view.line(line).last; slot; slot = view.call(slot).previous) {
    const CallView& call = view.call(slot);
    if (view.waited(call) >= wait_at_most_) break;
    if (awaited_by(view, call) == agent) found = slot;
  }
  return found;
}

/// The longest waiting call of a line that waits for nobody else than this agent.
CallSlot PreferredAgent::first_open_to(const View& view, AgentIndex agent, LineIndex line) const {
  for (CallSlot slot = view.line(line).first; slot; slot = view.call(slot).next) {
    const AgentIndex awaited = awaited_by(view, view.call(slot));
    if (!awaited || awaited == agent) return slot;
  }
  return {};
}

/// Of each line the calls that may be taken, and those before them that wait for somebody else.
void PreferredAgent::explain_calls(const View& view, AgentIndex agent, CallSlot chosen, Decisions& decisions) const {
  for (const LineIndex line : view.lines_for(view.agent(agent).group)) {
    if (!view.has_room_for(agent, view.line(line).type)) continue;
    const CallSlot own = awaiting(view, agent, line), open = first_open_to(view, agent, line);
    for (CallSlot slot = view.line(line).first; slot && slot != open; slot = view.call(slot).next) {
      const AgentIndex awaited = awaited_by(view, view.call(slot));
      if (awaited && awaited != agent) decisions.explain(view.call(slot).id, agent, 0, "waits for its preferred agent");
    }
    for (const CallSlot slot : {own, own == open ? CallSlot{} : open}) {
      if (!slot) continue;
      const CallView& call = view.call(slot);
      const bool is_own = awaited_by(view, call) == agent;
      const auto why = slot == chosen ? (is_own ? "waits for this agent" : "longest waiting")
                       : is_own       ? "waits for this agent, for less long"
                                      : "comes after the call that is chosen";
      decisions.explain(call.id, agent, in_seconds(order().urgency(view, call)), why);
    }
  }
}

CallSlot PreferredAgent::call_for(const View& view, AgentIndex agent, Decisions& decisions) const {
  CallSlot own, open;
  const auto keep_first = [&](CallSlot& first, CallSlot candidate) {
    if (!candidate) return;
    if (!first || order().goes_before(view, view.call(candidate), view.call(first))) first = candidate;
  };
  for (const LineIndex line : view.lines_for(view.agent(agent).group)) {
    if (!view.has_room_for(agent, view.line(line).type)) continue;
    keep_first(own, awaiting(view, agent, line));
    keep_first(open, first_open_to(view, agent, line));
  }
  const CallSlot chosen = own ? own : open;
  if (!chosen) decisions.hold(agent);
  if (decisions.wants_reasons()) explain_calls(view, agent, chosen, decisions);
  return chosen;
}

}  // namespace twinline
