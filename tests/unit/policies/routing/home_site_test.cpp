#include "policies/routing/home_site.hpp"

#include "tests/unit/policies/routing/routing_fixture.hpp"

using namespace twinline;

namespace {

/// A trunk that ends in Zurich and one that ends in Basel, and a team at either site.
struct TwoSites : ViewFixture {
  static constexpr SiteIndex zurich{0U}, basel{1U};
  static constexpr TrunkIndex to_zurich{0U}, to_basel{1U};
  SkillIndex service = add_skill("service");
  GroupIndex here = add_group("here", {{service, 3}}), there = add_group("there", {{service, 3}});
  CallTypeIndex question = add_call_type("question", {service});
  std::unique_ptr<RoutingPolicy> policy = make_routing("home_site", {{"other_sites_after", "20 s"}});

  TwoSites() {
    centre.sites = {"zurich", "basel"};
    sites.resize(2);
    centre.trunks = {{"to_zurich", 0, zurich}, {"to_basel", 0, basel}};
    centre.groups[here.value].site = zurich;
    centre.groups[there.value].site = basel;
  }

  CallId call_over(TrunkIndex trunk, Duration waited = 0s) {
    const CallId id = add_waiting_call(question, waited);
    call(id).trunk = trunk;
    return id;
  }

  /// The call is let wait beside who idles; until then, if a time is given.
  void check_held(CallId id, std::optional<Time> until = {}) {
    const Decisions decisions = ask(*policy, view(), call_waits(id));
    REQUIRE(decisions.list().size() == (until ? 2U : 1U));
    CHECK(decisions.list()[0].kind == Decision::Kind::hold_call);
    if (until) CHECK(decisions.list()[1].at == *until);
  }
};

}  // namespace

TEST_CASE("home_site: who sits where the trunk ends comes first, whoever has idled longer") {
  TwoSites centre;
  const AgentIndex home = centre.add_idle_agent(centre.here, 1s);
  const AgentIndex longest = centre.add_idle_agent(centre.there, 90s);
  CHECK(agent_chosen(*centre.policy, centre, centre.call_over(TwoSites::to_zurich)) == home);
  CHECK(agent_chosen(*centre.policy, centre, centre.call_over(TwoSites::to_basel)) == longest);
  CHECK(agent_chosen(*centre.policy, centre, centre.call_over({})) == longest);  // at home everywhere
}

TEST_CASE("home_site: a call leaves its site after the delay, and an agent elsewhere is held until then") {
  TwoSites centre;
  centre.add_busy_agent(centre.here);
  const AgentIndex other = centre.add_idle_agent(centre.there, 90s);
  const CallId call = centre.call_over(TwoSites::to_zurich, 5s);
  centre.check_held(call, centre.now + 15s);
  const Decisions held = ask(*centre.policy, centre.view(), agent_free(other));
  REQUIRE(held.list().size() == 1);
  CHECK(held.list()[0].kind == Decision::Kind::hold_agent);
  centre.now += 15s;
  CHECK(agent_chosen(*centre.policy, centre, call) == other);
  CHECK(call_chosen(*centre.policy, centre, other) == call);
}

TEST_CASE("home_site: a free agent takes the longest waiting of the calls that may come, also from behind others") {
  TwoSites centre;
  centre.add_busy_agent(centre.here);
  const AgentIndex free = centre.add_idle_agent(centre.there, 0s);
  centre.call_over(TwoSites::to_zurich, 10s);
  const CallId own = centre.call_over(TwoSites::to_basel, 4s);
  centre.call_over(TwoSites::to_basel, 2s);
  CHECK(call_chosen(*centre.policy, centre, free) == own);
  const auto why = reasons(*centre.policy, centre.view(), agent_free(free));
  REQUIRE(why.size() == 2);
  CHECK(why[0].why == "waits for agents of its own site");
  CHECK(why[1].why == "longest waiting");
}

TEST_CASE("home_site: nobody is waited for where nobody works, or at a site that is down") {
  TwoSites centre;
  const AgentIndex at_break = centre.add_busy_agent(centre.here);
  const AgentIndex other = centre.add_idle_agent(centre.there, 90s);
  const CallId call = centre.call_over(TwoSites::to_zurich);
  SECTION("all are at a break") {
    centre.make_not_ready(at_break);
    CHECK(agent_chosen(*centre.policy, centre, call) == other);
  }
  SECTION("the site is down") {
    centre.sites[0].state = SiteState::down;
    CHECK(agent_chosen(*centre.policy, centre, call) == other);
  }
}

TEST_CASE("home_site: no call is offered to where it could not be heard, however long it waits") {
  TwoSites centre;
  centre.add_busy_agent(centre.here);
  const AgentIndex other = centre.add_idle_agent(centre.there, 90s);
  const CallId call = centre.call_over(TwoSites::to_zurich, 10min);
  const auto cut = GENERATE(SiteState::cut_off, SiteState::down);
  centre.sites[1].state = cut;
  centre.check_held(call);
  CHECK(reasons(*centre.policy, centre.view(), call_waits(call)).back().why == "at a site that is not reached");
  CHECK(ask(*centre.policy, centre.view(), agent_free(other)).list()[0].kind == Decision::Kind::hold_agent);
  // Within a site that is cut off, calls and agents go on.
  if (cut == SiteState::cut_off)
    CHECK(agent_chosen(*centre.policy, centre, centre.call_over(TwoSites::to_basel)) == other);
}

TEST_CASE("home_site: in a centre without sites it is longest_idle_agent") {
  TwoSites centre;
  centre.centre.sites.clear();
  centre.sites.clear();
  for (auto& trunk : centre.centre.trunks) trunk.site = {};
  for (auto& group : centre.centre.groups) group.site = {};
  centre.add_idle_agent(centre.here, 1s);
  const AgentIndex longest = centre.add_idle_agent(centre.there, 90s);
  CHECK(agent_chosen(*centre.policy, centre, centre.call_over(TwoSites::to_zurich)) == longest);
}
