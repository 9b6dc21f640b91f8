#include "policies/routing/preferred_agent.hpp"

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

/// Two groups that may serve questions, one of which alone may serve loans.
struct Known : ViewFixture {
  SkillIndex service = add_skill("service"), loans = add_skill("loans");
  GroupIndex team = add_group("team", {{service, 3}});
  GroupIndex experts = add_group("experts", {{service, 3}, {loans, 3}});
  CallTypeIndex question = add_call_type("question", {service});
  CallTypeIndex loan = add_call_type("loan", {loans});
  std::unique_ptr<RoutingPolicy> policy = make_routing("preferred_agent", {{"wait_at_most", "20 s"}});

  CallId call_for(AgentIndex preferred, Duration waited = 0s, CallTypeIndex type = CallTypeIndex{0U}) {
    const CallId id = add_waiting_call(type, waited);
    learn(id, "preferred_agent", preferred.value);
    return id;
  }
};

}  // namespace

TEST_CASE("preferred_agent: the agent who is named gets the call, whoever has idled longer") {
  Known centre;
  const AgentIndex longest = centre.add_idle_agent(centre.team, 90s);
  const AgentIndex preferred = centre.add_idle_agent(centre.experts, 1s);
  CHECK(agent_chosen(*centre.policy, centre, centre.call_for(preferred)) == preferred);
  CHECK(agent_chosen(*centre.policy, centre, centre.add_waiting_call(centre.question, 0s)) == longest);
}

TEST_CASE("preferred_agent: a call waits for the agent who is busy, while others idle on purpose, and no longer") {
  Known centre;
  const AgentIndex other = centre.add_idle_agent(centre.team, 90s);
  const CallId call = centre.call_for(centre.add_busy_agent(centre.experts), 5s);
  const Decisions decisions = ask(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(decisions.list().size() == 2);
  CHECK(decisions.list()[0].kind == Decision::Kind::hold_call);
  CHECK(decisions.list()[1].kind == Decision::Kind::reconsider_call);
  CHECK(decisions.list()[1].at == centre.now + 15s);
  const Decisions held = ask(*centre.policy, centre.view(), agent_free(other));
  REQUIRE(held.list().size() == 1);
  CHECK(held.list()[0].kind == Decision::Kind::hold_agent);

  centre.now += Duration{15s} - 1ns;
  CHECK(ask(*centre.policy, centre.view(), call_waits(call)).list()[0].kind == Decision::Kind::hold_call);
  centre.now += 1ns;
  CHECK(agent_chosen(*centre.policy, centre, call) == other);
  CHECK(call_chosen(*centre.policy, centre, other) == call);
}

TEST_CASE("preferred_agent: without anybody idle the call is asked about again but not held") {
  Known centre;
  const CallId call = centre.call_for(centre.add_busy_agent(centre.team));
  const Decisions decisions = ask(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(decisions.list().size() == 1);
  CHECK(decisions.list()[0].kind == Decision::Kind::reconsider_call);
}

TEST_CASE("preferred_agent: who is not at work, may not serve the call, or does not exist, is not waited for") {
  Known centre;
  const AgentIndex idle = centre.add_idle_agent(centre.experts, 9s);
  const AgentIndex away = centre.add_busy_agent(centre.team);
  centre.agent(away).state = GENERATE(AgentState::logged_out, AgentState::not_ready);
  CHECK(agent_chosen(*centre.policy, centre, centre.call_for(away)) == idle);
  const AgentIndex no_loans = centre.add_busy_agent(centre.team);
  CHECK(agent_chosen(*centre.policy, centre, centre.call_for(no_loans, 0s, centre.loan)) == idle);
  CHECK(agent_chosen(*centre.policy, centre, centre.call_for(AgentIndex{77U})) == idle);
  const CallId odd = centre.add_waiting_call(centre.question, 0s);
  centre.learn(odd, "preferred_agent", -1);
  CHECK(agent_chosen(*centre.policy, centre, odd) == idle);
}

TEST_CASE("preferred_agent: after an offer that came to nothing the call is like any other") {
  Known centre;
  const AgentIndex preferred = centre.add_idle_agent(centre.team, 1s);
  const AgentIndex other = centre.add_idle_agent(centre.team, 9s);
  const CallId call = centre.call_for(preferred);
  centre.call(call).refusals = 1;
  CHECK(agent_chosen(*centre.policy, centre, call) == other);
}

TEST_CASE("preferred_agent: a free agent takes first who waits for this agent, and nobody who waits for another") {
  Known centre;
  const AgentIndex agent = centre.add_idle_agent(centre.team, 0s);
  const AgentIndex busy = centre.add_busy_agent(centre.team);
  centre.call_for(busy, 19s);
  const CallId anybody = centre.add_waiting_call(centre.question, 15s);
  CHECK(call_chosen(*centre.policy, centre, agent) == anybody);
  const CallId own = centre.call_for(agent, 10s);
  centre.call_for(agent, 5s);
  CHECK(call_chosen(*centre.policy, centre, agent) == own);
  // Who has waited long enough has no claim beyond having waited.
  const CallId old = centre.call_for(busy, 40s);
  CHECK(call_chosen(*centre.policy, centre, agent) == own);
  centre.take_from_line(own);
  centre.now += 6s;  // the second of the agent's own has still its time
  CHECK(call_chosen(*centre.policy, centre, agent) != old);
  centre.now += 20s;
  CHECK(call_chosen(*centre.policy, centre, agent) == old);
}

TEST_CASE("preferred_agent: with 0 s the agent gets the call if idle, and nobody idles on purpose") {
  Known centre;
  const auto policy = make_routing("preferred_agent", {{"wait_at_most", "0 s"}});
  const AgentIndex other = centre.add_idle_agent(centre.team, 90s);
  const AgentIndex preferred = centre.add_idle_agent(centre.team, 1s);
  const CallId call = centre.call_for(preferred);
  CHECK(agent_chosen(*policy, centre, call) == preferred);
  centre.make_busy(preferred);
  CHECK(agent_chosen(*policy, centre, call) == other);
}

TEST_CASE("preferred_agent: in a review nobody gets a call that waits for another, and each agent one call") {
  Known centre;
  const AgentIndex preferred = centre.add_idle_agent(centre.team, 1s);
  const AgentIndex busy = centre.add_busy_agent(centre.team);
  const CallId first = centre.call_for(preferred, 9s);
  const CallId second = centre.call_for(preferred, 8s);
  const CallId held = centre.call_for(busy, 12s);
  const AgentIndex other = centre.add_idle_agent(centre.experts, 50s);
  const CallId anybody = centre.add_waiting_call(centre.question, 1s);
  std::vector<std::pair<CallId, AgentIndex>> assigned;
  std::vector<CallId> on_hold;
  const Decisions decisions = ask(*centre.policy, centre.view(), review());
  for (const Decision& decision : decisions.list()) {
    if (decision.kind == Decision::Kind::assign) assigned.emplace_back(decision.call, decision.agent);
    if (decision.kind == Decision::Kind::hold_call) on_hold.push_back(decision.call);
  }
  CHECK(assigned == std::vector<std::pair<CallId, AgentIndex>>{{first, preferred}, {anybody, other}});
  CHECK(on_hold == std::vector<CallId>{held, second});
}

TEST_CASE("preferred_agent: explains who is preferred, who is waited for, and who waits for whom") {
  Known centre;
  const AgentIndex other = centre.add_idle_agent(centre.team, 9s);
  const AgentIndex preferred = centre.add_idle_agent(centre.team, 1s);
  const CallId call = centre.call_for(preferred);
  auto kept = reasons(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].why == "preferred agent");
  CHECK(kept[1].agent == other);
  CHECK(kept[1].why == "another agent is preferred");
  centre.make_busy(preferred);
  kept = reasons(*centre.policy, centre.view(), call_waits(call));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].agent == preferred);
  CHECK(kept[0].why == "preferred agent, still awaited");
  CHECK(kept[1].agent == other);
  CHECK(kept[1].why == "another agent is preferred and still awaited");
  kept = reasons(*centre.policy, centre.view(), agent_free(other));
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].why == "waits for its preferred agent");
}

TEST_CASE("preferred_agent: a free agent's reasons tell the calls that lost from the one that won") {
  Known centre;
  const AgentIndex free = centre.add_idle_agent(centre.team, 1s);
  const CallId anybody = centre.add_waiting_call(centre.question, 40s);
  const CallId own = centre.call_for(free, 9s), later = centre.call_for(free, 4s);
  const auto kept = reasons(*centre.policy, centre.view(), agent_free(free));
  const auto why = [&](CallId call) {
    const auto found = std::find_if(kept.begin(), kept.end(), [call](const Reason& each) { return each.call == call; });
    return found == kept.end() ? "" : std::string{found->why};
  };
  CHECK(why(own) == "waits for this agent");
  CHECK(why(anybody) == "comes after the call that is chosen");
  CHECK(why(later).empty());
}

TEST_CASE("preferred_agent: says which attribute it reads") {
  CHECK(std::vector<std::string_view>(PreferredAgent::info.reads.begin(), PreferredAgent::info.reads.end()) ==
        std::vector<std::string_view>{"preferred_agent"});
}
