#include "policies/routing/call_by_call_routing.hpp"

namespace twinline {

void CallByCallRouting::decide(const View& view, const Occasion& occasion, Decisions& decisions) const {
  switch (occasion.kind) {
    case Occasion::Kind::call_waits: {
      const AgentIndex agent = agent_for(view, view.call(occasion.call), IdleAgents{view}, decisions);
      if (agent) decisions.assign(occasion.call, agent);
      return;
    }
    case Occasion::Kind::agent_free: {
      const CallSlot slot = call_for(view, occasion.agent, decisions);
      if (slot) decisions.assign(view.call(slot).id, occasion.agent);
      return;
    }
    case Occasion::Kind::review: {
      IdleAgents idle{view};
      for (const CallSlot slot : order_.all_waiting(view)) {
        const AgentIndex agent = agent_for(view, view.call(slot), idle, decisions);
        if (!agent) continue;
        decisions.assign(view.call(slot).id, agent);
        idle.assign(agent, view.call(slot).type);
      }
      return;
    }
    case Occasion::Kind::timer:
    case Occasion::Kind::forecast_changed: return;
  }
}

CallSlot CallByCallRouting::call_for(const View& view, AgentIndex agent, Decisions& decisions) const {
  return order_.first_for(view, agent, decisions);
}

}  // namespace twinline
