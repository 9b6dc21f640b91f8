// A review is the one occasion with several assignments in one decision; it must spend no agent and no call
// twice.
#include "policies/routing/call_by_call_routing.hpp"

#include <algorithm>
#include <map>

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

struct Reviewed : ViewFixture {
  SkillIndex german = add_skill("german"), french = add_skill("french");
  GroupIndex both = add_group("both", {{german, 3}, {french, 3}});
  GroupIndex chat = add_group("chat", {{german, 2}}, 3);
  CallTypeIndex german_call = add_call_type("german", {german});
  CallTypeIndex french_call = add_call_type("french", {french});
};

}  // namespace

TEST_CASE("review: the calls that have waited longest get the agents, each of them once") {
  Reviewed centre;
  const auto policy = make_routing("longest_idle_agent");
  const AgentIndex second_agent = centre.add_idle_agent(centre.both, 10s);
  const AgentIndex first_agent = centre.add_idle_agent(centre.both, 20s);
  centre.add_waiting_call(centre.german_call, 5s);
  const CallId second_call = centre.add_waiting_call(centre.french_call, 30s);
  const CallId first_call = centre.add_waiting_call(centre.french_call, 40s);
  const Decisions decisions = ask(*policy, centre.view(), review());
  REQUIRE(decisions.list().size() == 2);
  CHECK(decisions.list()[0].call == first_call);
  CHECK(decisions.list()[0].agent == first_agent);
  CHECK(decisions.list()[1].call == second_call);
  CHECK(decisions.list()[1].agent == second_agent);
}

TEST_CASE("review: an agent with free places takes as many calls as there are places") {
  Reviewed centre;
  const auto policy = make_routing("longest_idle_agent");
  const AgentIndex agent = centre.add_idle_agent(centre.chat, 20s);
  centre.agent(agent).engaged = 1;
  for (int call = 0; call < 3; ++call) centre.add_waiting_call(centre.german_call, 5s);
  const Decisions decisions = ask(*policy, centre.view(), review());
  REQUIRE(decisions.list().size() == 2);
  CHECK(decisions.list()[0].agent == agent);
  CHECK(decisions.list()[1].agent == agent);
  CHECK(decisions.list()[0].call != decisions.list()[1].call);
}

TEST_CASE("review: follows the priority credit of the policy") {
  Reviewed centre;
  const auto policy = make_routing("priority_ageing", {{"credit_per_level", "1 min"}});
  centre.add_idle_agent(centre.both, 20s);
  centre.add_waiting_call(centre.german_call, 50s, 0);
  const CallId urgent = centre.add_waiting_call(centre.german_call, 5s, 1);
  const Decisions decisions = ask(*policy, centre.view(), review());
  REQUIRE(decisions.list().size() == 1);
  CHECK(decisions.list()[0].call == urgent);
}

TEST_CASE("review: every policy of the menu leaves no agent idle beside a call without a hold") {
  for (const auto& entry : routing_policies()) {
    INFO(entry.info.name);
    // More agents than one word of idle bits holds, so that the second word is covered too.
    Reviewed centre;
    for (int agent = 0; agent < 70; ++agent) centre.add_idle_agent(centre.both, std::chrono::seconds{agent % 7});
    for (int agent = 0; agent < 10; ++agent) centre.add_idle_agent(centre.chat, std::chrono::seconds{agent});
    for (int call = 0; call < 60; ++call) centre.add_waiting_call(centre.german_call, std::chrono::seconds{call});
    for (int call = 0; call < 60; ++call) centre.add_waiting_call(centre.french_call, std::chrono::seconds{call});
    const auto policy = make_routing(entry.info.name);
    const View view = centre.view();
    const Decisions decisions = ask(*policy, view, review());

    std::map<CallId, int> answers;
    std::map<AgentIndex, int> filled;
    for (const Decision& decision : decisions.list()) {
      if (decision.kind == Decision::Kind::reconsider_call) continue;
      ++answers[decision.call];
      if (decision.kind == Decision::Kind::hold_call) continue;
      REQUIRE(decision.kind == Decision::Kind::assign);
      ++filled[decision.agent];
      CHECK(centre.centre.eligibility_of(view.agent(decision.agent).group, view.call(decision.call).type));
    }
    for (const auto& [call, times] : answers) CHECK(times == 1);
    for (const auto& [agent, times] : filled) CHECK(times <= view.agent(agent).capacity);
    for (const CallView& call : view.calls) {
      if (answers.contains(call.id)) continue;
      for (std::size_t agent = 0; agent < view.agents.size(); ++agent) {
        const AgentView& who = view.agents[agent];
        const bool has_place = filled[AgentIndex{agent}] < who.capacity;
        CHECK_FALSE((has_place && centre.centre.eligibility_of(who.group, call.type)));
      }
    }
  }
}

TEST_CASE("reasons change no decision") {
  for (const auto& entry : routing_policies()) {
    INFO(entry.info.name);
    Reviewed centre;
    for (int agent = 0; agent < 5; ++agent) centre.add_idle_agent(centre.both, std::chrono::seconds{agent});
    for (int call = 0; call < 3; ++call) centre.add_waiting_call(centre.german_call, std::chrono::seconds{call * 40});
    const auto policy = make_routing(entry.info.name);
    const View view = centre.view();
    const Decisions silent = ask(*policy, view, review());
    std::vector<Reason> kept;
    Decisions explained;
    explained.keep_reasons_in(&kept);
    policy->decide(view, review(), explained);
    CHECK_FALSE(kept.empty());
    REQUIRE(explained.list().size() == silent.list().size());
    for (std::size_t index = 0; index < silent.list().size(); ++index) {
      CHECK(explained.list()[index].call == silent.list()[index].call);
      CHECK(explained.list()[index].agent == silent.list()[index].agent);
      CHECK(explained.list()[index].kind == silent.list()[index].kind);
    }
  }
}

TEST_CASE("every policy weighs the winner and whoever lost in its reasons") {
  for (const auto& entry : routing_policies()) {
    INFO(entry.info.name);
    Reviewed centre;
    const AgentIndex one = centre.add_idle_agent(centre.both, 9s), other = centre.add_idle_agent(centre.chat, 3s);
    const CallId german = centre.add_waiting_call(centre.german_call, 40s);
    const CallId french = centre.add_waiting_call(centre.french_call, 10s);
    const auto policy = make_routing(entry.info.name);
    const auto says = [](const std::vector<Reason>& kept, CallId call, AgentIndex agent) {
      return std::any_of(kept.begin(), kept.end(), [&](const Reason& reason) {
        return reason.call == call && reason.agent == agent && !reason.why.empty();
      });
    };
    const auto of_agents = reasons(*policy, centre.view(), call_waits(german));
    CHECK(says(of_agents, german, one));
    CHECK(says(of_agents, german, other));
    const auto of_calls = reasons(*policy, centre.view(), agent_free(one));
    CHECK(says(of_calls, german, one));
    CHECK(says(of_calls, french, one));
  }
}
