// A centre of three agents and a board on which two of them have callers: what the tests of the desk look at.
#pragma once

#include <memory>

#include "live_bridge/desk/board_json.hpp"

namespace twinline::live::desk::samples {

inline Centre centre() {
  Centre made;
  made.queues.resize(1);
  made.queues[0].name = "support";
  made.groups.resize(2);
  made.groups[0].name = "service";
  made.groups[1].name = "advice";
  for (const char* name : {"Anna", "Bert", "Carla"}) made.agents.push_back({name, GroupIndex{0}});
  made.call_types.resize(1);
  made.call_types[0].name = "question";
  made.trunks.resize(1);
  made.trunks[0].name = "carrier";
  return made;
}

/// anna and bert are agents, carla is a supervisor; nobody has a password.
inline scenarios::BridgeSettings settings() {
  scenarios::BridgeSettings made;
  const char* const users[] = {"anna", "bert", "carla"};
  for (std::size_t i = 0; i < 3; ++i) {
    scenarios::AgentAccount account;
    account.agent = AgentIndex{i};
    account.user = users[i];
    account.supervisor = i == 2;
    made.agents.push_back(account);
  }
  return made;
}

inline AgentRow row(std::size_t agent, AgentState state, const char* number) {
  AgentRow made;
  made.agent = AgentIndex{agent};
  made.group = GroupIndex{0};
  made.state = state;
  made.since = world_start + 10s;
  made.phone = true;
  made.call = CallRow{"call-1", CallTypeIndex{0}, {}, QueueIndex{0}, world_start + 5s, {{"path", "menu 2"}}};
  made.caller_number = number;
  return made;
}

inline std::shared_ptr<Board> board() {
  auto made = std::make_shared<Board>();
  made->now = world_start + 20s;
  made->agents = {row(0, AgentState::offered, "+41441111111"), row(1, AgentState::busy, "+41442222222"), AgentRow{}};
  made->agents[2].agent = AgentIndex{2};
  QueueRow queue;
  queue.queue = QueueIndex{0};
  queue.waiting = 2;
  queue.longest_wait = 1500ms;
  queue.offered = 9;
  made->queues = {queue};
  made->trunks = {{TrunkIndex{0}, false, 1, 30}};
  return made;
}

}  // namespace twinline::live::desk::samples
