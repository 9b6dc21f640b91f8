// What the tests of routing policies share: ask a policy once, and read its answer.
#pragma once

#include <memory>
#include <vector>

#include <catch2/catch.hpp>

#include "policies/routing/registry.hpp"
#include "tests/unit/policies/view_fixture.hpp"

namespace twinline {

/// A policy of the menu by name. Fails the test if there is none or the parameters have problems.
inline std::unique_ptr<RoutingPolicy> make_routing(std::string_view name,
                                                   const std::vector<ParameterText>& params = {}) {
  const auto* entry = find_policy(routing_policies(), name);
  REQUIRE(entry != nullptr);
  std::vector<ParameterProblem> problems;
  auto policy = entry->make(Centre{}, params, problems);
  REQUIRE(problems.empty());
  REQUIRE(policy != nullptr);
  return policy;
}

inline Decisions ask(const RoutingPolicy& policy, const View& view, const Occasion& occasion) {
  Decisions decisions;
  policy.decide(view, occasion, decisions);
  return decisions;
}

inline Occasion call_waits(CallId call) { return {Occasion::Kind::call_waits, call, {}}; }
inline Occasion agent_free(AgentIndex agent) { return {Occasion::Kind::agent_free, {}, agent}; }
inline Occasion review() { return {Occasion::Kind::review, {}, {}}; }

inline std::vector<Reason> reasons(const RoutingPolicy& policy, const View& view, const Occasion& occasion) {
  std::vector<Reason> kept;
  Decisions decisions;
  decisions.keep_reasons_in(&kept);
  policy.decide(view, occasion, decisions);
  return kept;
}

/// The agent whom the policy gives the call, or none; any decision but one assignment of this call fails the
/// test.
inline AgentIndex agent_chosen(const RoutingPolicy& policy, ViewFixture& fixture, CallId call) {
  const Decisions decisions = ask(policy, fixture.view(), call_waits(call));
  if (decisions.list().empty()) return {};
  REQUIRE(decisions.list().size() == 1);
  REQUIRE(decisions.list()[0].kind == Decision::Kind::assign);
  REQUIRE(decisions.list()[0].call == call);
  return decisions.list()[0].agent;
}

/// The call that the policy gives the agent, or none; any decision but one assignment to this agent fails the
/// test.
inline CallId call_chosen(const RoutingPolicy& policy, ViewFixture& fixture, AgentIndex agent) {
  const Decisions decisions = ask(policy, fixture.view(), agent_free(agent));
  if (decisions.list().empty()) return {};
  REQUIRE(decisions.list().size() == 1);
  REQUIRE(decisions.list()[0].kind == Decision::Kind::assign);
  REQUIRE(decisions.list()[0].agent == agent);
  return decisions.list()[0].call;
}

}  // namespace twinline
