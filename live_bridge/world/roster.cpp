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
  tell_(AgentPresenceChanged{agent, presence, presence == Presence::not_ready ? reason : NotReadyReason::none});
  return {};
}

void Roster::set_phone(AgentIndex agent, bool reachable) {
  Person& person = people_[agent.value];
  if (person.phone == reachable) return;
  person.phone = reachable;
  if (reachable && !person.has_desk) {
    person.presence = Presence::ready;
    tell_(AgentPresenceChanged{agent, Presence::ready, NotReadyReason::none});
  } else if (!reachable && person.presence == Presence::ready) {
    person.presence = Presence::not_ready;
    tell_(AgentPresenceChanged{agent, Presence::not_ready, NotReadyReason::phone_lost});
  }
}

void Roster::recall(const View& view) {
  for (std::size_t index = 0; index < people_.size(); ++index) {
    const AgentState state = view.agents[index].state;
    people_[index].presence = state == AgentState::logged_out  ? Presence::logged_out
                              : state == AgentState::not_ready ? Presence::not_ready
                                                               : Presence::ready;
    people_[index].phone = people_[index].presence == Presence::ready;
  }
}

}  // namespace twinline::live
