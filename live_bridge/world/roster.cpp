#include "live_bridge/world/roster.hpp"

#include <utility>

namespace twinline::live {

Roster::Roster(const scenarios::BridgeSettings& settings, std::size_t agents, Tell tell)
    : people_(agents), tell_(std::move(tell)) {
  for (const scenarios::AgentAccount& account : settings.agents) {
    people_[account.agent.value].has_desk = !account.desk_password_file.empty();
  }
}

std::string Roster::set_presence(AgentIndex agent, Presence presence, NotReadyReason reason) {
  Person& person = people_[agent.value];
  if (presence == Presence::ready && !person.phone) return "your phone cannot be reached";
  person.presence = presence;
  if (presence == Presence::ready) {
    tell_ready(agent);
  } else {
    tell_(AgentPresenceChanged{agent, presence, presence == Presence::not_ready ? reason : NotReadyReason::none});
  }
  return {};
}

void Roster::tell_ready(AgentIndex agent) {
  if (people_[agent.value].engagements == 0) {
    tell_(AgentPresenceChanged{agent, Presence::ready, NotReadyReason::none});
  } else {
    tell_(AgentPresenceChanged{agent, Presence::not_ready, NotReadyReason::consulting});
  }
}

void Roster::engage(AgentIndex agent) {
  Person& person = people_[agent.value];
  if (++person.engagements == 1 && person.presence == Presence::ready) tell_ready(agent);
}

void Roster::disengage(AgentIndex agent) {
  Person& person = people_[agent.value];
  if (--person.engagements == 0 && person.presence == Presence::ready) tell_ready(agent);
}

void Roster::set_phone(AgentIndex agent, bool reachable) {
  Person& person = people_[agent.value];
  if (person.phone == reachable) return;
  person.phone = reachable;
  if (reachable && !person.has_desk) {
    person.presence = Presence::ready;
    tell_ready(agent);
  } else if (!reachable && person.presence == Presence::ready) {
    person.presence = Presence::not_ready;
    tell_(AgentPresenceChanged{agent, Presence::not_ready, NotReadyReason::phone_lost});
  }
}

void Roster::recall(const View& view) {
  for (std::size_t index = 0; index < people_.size(); ++index) {
    const AgentView& agent = view.agents[index];
    const bool away = agent.state == AgentState::not_ready && agent.reason != NotReadyReason::consulting;
    people_[index].presence = agent.state == AgentState::logged_out ? Presence::logged_out
                              : away                                ? Presence::not_ready
                                                                    : Presence::ready;
    people_[index].phone = people_[index].presence == Presence::ready;
  }
}

}  // namespace twinline::live
