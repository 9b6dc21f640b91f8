#include "policies/routing/earliest_deadline_first.hpp"

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

struct Promises : ViewFixture {
  SkillIndex german = add_skill("german");
  GroupIndex group = add_group("group", {{german, 1}});
  CallTypeIndex phone = add_call_type("phone", {german}), letter = add_call_type("letter", {german});
  std::unique_ptr<RoutingPolicy> policy = make_routing("earliest_deadline_first");

  Promises() {
    centre.queues[0].service_level.threshold = 30s;
    centre.call_types[letter.value].deadline = Duration{2h};
  }
};

}  // namespace

TEST_CASE("earliest_deadline_first: the deadline counts, and without one the queue's threshold") {
  Promises centre;
  const AgentIndex agent = centre.add_idle_agent(centre.group, 0s);
  const CallId ticket = centre.add_waiting_call(centre.letter, Duration{119min + 40s});
  const CallId call = centre.add_waiting_call(centre.phone, 11s);  // due in 19 s, the ticket in 20 s
  CHECK(call_chosen(*centre.policy, centre, agent) == call);
  centre.call(ticket).queued_at -= 2s;
  CHECK(call_chosen(*centre.policy, centre, agent) == ticket);
}

TEST_CASE("earliest_deadline_first: an agent with a ticket in hand gets no call, however late it is") {
  Promises centre;
  centre.centre.groups[0].capacity = 2;
  centre.centre.call_types[centre.phone.value].whole_agent = true;
  const AgentIndex agent = centre.add_idle_agent(centre.group, 0s);
  const CallId ticket = centre.add_waiting_call(centre.letter, 1s);
  const CallId call = centre.add_waiting_call(centre.phone, 10min);
  CHECK(call_chosen(*centre.policy, centre, agent) == call);
  centre.agent(agent).engaged = 1;
  CHECK(call_chosen(*centre.policy, centre, agent) == ticket);
}
