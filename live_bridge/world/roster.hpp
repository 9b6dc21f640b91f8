// Who of the agents can be offered a call: ready at the desk, reachable by phone, and not on the phone in a call that
// the ACD does not know. It turns what people do at their desks and what phones do into facts; how an agent is doing is
// the ACD's to know.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "policies/contract/facts.hpp"
#include "policies/contract/view.hpp"
#include "scenarios/schema/bridge.hpp"

namespace twinline::live {

class Roster {
 public:
  using Tell = std::function<void(const Fact&)>;

  /// Everybody is logged out and no phone is reachable.
  Roster(const scenarios::BridgeSettings& settings, std::size_t agents, Tell tell);

  /// What the agent wants to be. Says in words why it cannot be; empty when it is.
  std::string set_presence(AgentIndex agent, Presence presence, NotReadyReason reason);

  /// The phone can be reached, or no longer. An agent whose phone was lost while ready is not ready until the agent
  /// says so again; one without a desk comes back with the phone.
  void set_phone(AgentIndex agent, bool reachable);

  /// The agent's phone is in use otherwise: consulted, consulting, or with a caller whom another agent has passed on.
  /// Until the last of these is over, who is ready is told to be not ready.
  void engage(AgentIndex agent);
  void disengage(AgentIndex agent);

  bool phone(AgentIndex agent) const { return people_[agent.value].phone; }
  bool has_desk(AgentIndex agent) const { return people_[agent.value].has_desk; }

  /// After a takeover: what the ACD remembers of everybody. Who was ready had a phone; set_phone() says whether it is
  /// still there.
  void recall(const View& view);
  /// … and that this agent's phone is in use, which the ACD was told before.
  void recall_engaged(AgentIndex agent) { ++people_[agent.value].engagements; }

 private:
  struct Person {
    Presence presence = Presence::logged_out;
    bool phone = false;
    bool has_desk = false;
    std::uint32_t engagements = 0;
  };

  /// What a person who is ready is told to be.
  void tell_ready(AgentIndex agent);

  std::vector<Person> people_;
  Tell tell_;
};

}  // namespace twinline::live
