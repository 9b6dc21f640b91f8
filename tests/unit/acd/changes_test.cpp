#include <catch2/catch.hpp>

#include "policies/routing/round_robin.hpp"
#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

/// Asks bob at the start, a group on a forecast, and wants to be asked again.
struct Asking final : StaffingPolicy {
  mutable std::vector<StaffingOccasion> asked;
  void decide(const View& view, const StaffingOccasion& occasion, StaffingDecisions& decisions) const override {
    asked.push_back(occasion);
    StaffingRequest request;
    request.expires = view.now + 60s;
    if (occasion.kind == StaffingOccasion::Kind::start) {
      request.agent = bob;
      decisions.ask(request);
      decisions.reconsider_at(view.now + 30s);
    } else if (occasion.kind == StaffingOccasion::Kind::forecast_changed) {
      request.group = GroupIndex{0U};
      request.people = 2;
      decisions.ask(request);
    }
  }
};

struct Staffed {
  Driven centre;
  const Asking* policy;
};

Staffed staffed() {
  auto policy = std::make_unique<Asking>();
  const Asking* raw = policy.get();
  return {Driven(small_centre(), nullptr, std::move(policy)), raw};
}

}  // namespace

TEST_CASE("one person is asked and answers once", "[acd][people]") {
  auto [centre, policy] = staffed();
  centre.acd.start(centre.now, centre.outcome);
  REQUIRE(centre.wishes<AskPeople>() == 1);
  const RequestId request = centre.wish<AskPeople>()->request;
  CHECK(centre.wish<AskPeople>()->agent == bob);
  const auto answer = GENERATE(RequestAnswer::accepted, RequestAnswer::refused);
  centre.after(5s).tell(RequestAnswered{request, bob, answer});
  CHECK(centre.happened<RequestSettled>() ==
        std::vector<RequestSettled>{{request, bob, answer == RequestAnswer::accepted, false}});
  CHECK(policy->asked.back().kind == StaffingOccasion::Kind::request_settled);
  centre.tell(RequestAnswered{request, bob, answer});
  CHECK(centre.outcome.happenings.empty());
}

TEST_CASE("a request that nobody answers expires; the policy's own time comes first", "[acd][people]") {
  auto [centre, policy] = staffed();
  centre.acd.start(centre.now, centre.outcome);
  const StartTimer* first = nullptr;
  for (const Wish& wish : centre.outcome.wishes) {
    if (const auto* start = std::get_if<StartTimer>(&wish)) first = start;
  }
  REQUIRE(first != nullptr);
  CHECK(first->at == centre.now + 30s);
  const TimerId timer = first->timer;
  centre.after(30s).tell(TimerFired{timer});
  CHECK(policy->asked.back().kind == StaffingOccasion::Kind::timer);
  REQUIRE(centre.wish<StartTimer>() != nullptr);
  CHECK(centre.wish<StartTimer>()->at == centre.now + 30s);
  const TimerId expiry = centre.wish<StartTimer>()->timer;
  centre.after(30s).tell(TimerFired{expiry});
  REQUIRE(centre.happened<RequestSettled>().size() == 1);
  CHECK(centre.happened<RequestSettled>()[0].expired);
}

TEST_CASE("a forecast is seen, and a request to a group takes several answers", "[acd][people]") {
  auto [centre, policy] = staffed();
  centre.tell(ForecastIssued{sales, centre.now, centre.now + 1h, 40, 30, 50});
  CHECK(centre.acd.view().forecasts[0].calls == 40);
  CHECK(centre.happened<ForecastChanged>().size() == 1);
  const RequestId request = centre.wish<AskPeople>()->request;
  centre.tell(RequestAnswered{request, ann, RequestAnswer::refused});
  centre.tell(RequestAnswered{request, bob, RequestAnswer::accepted});
  centre.tell(RequestAnswered{request, eve, RequestAnswer::accepted});
  CHECK(centre.happened<RequestSettled>().size() == 1);
  centre.tell(RequestAnswered{request, ann, RequestAnswer::accepted});
  CHECK(centre.happened<RequestSettled>().empty());
}

TEST_CASE("what monitoring says of sites and services is seen, and a site's change is a reason to look again",
          "[acd][changes]") {
  Centre small = small_centre();
  small.sites = {"zurich", "home"};
  small.services = {"crm"};
  small.groups[1].site = SiteIndex{1U};
  auto routing = std::make_unique<ScriptedRouting>([](const View&, const Occasion& occasion, Decisions& decisions) {
    if (occasion.call) decisions.hold(occasion.call);
  });
  const ScriptedRouting& policy = *routing;
  Driven centre(small, std::move(routing));
  const View& view = centre.acd.view();
  const SiteIndex zurich{0U}, home{1U};
  CHECK(view.sites_reach_each_other(zurich, home));
  CHECK(view.service(ServiceIndex{0U}).health.up);

  centre.after(20s).ready(ann);
  centre.call();
  const std::size_t asked = policy.asked.size();
  centre.after(10s).tell(SiteReported{home, SiteState::cut_off});
  CHECK(centre.happened<SiteChanged>() == std::vector<SiteChanged>{{home, SiteState::cut_off}});
  CHECK(view.site_is_up(home));
  CHECK_FALSE(view.sites_reach_each_other(zurich, home));
  CHECK(view.sites_reach_each_other(home, home));
  CHECK(view.sites_reach_each_other(SiteIndex{}, zurich));
  CHECK(view.sites[1].since == centre.now);
  REQUIRE(policy.asked.size() > asked);
  CHECK(policy.asked[asked].kind == Occasion::Kind::review);

  const std::size_t reviewed = policy.asked.size();
  centre.after(10s).tell(SiteReported{home, SiteState::cut_off});  // nothing new
  CHECK(centre.outcome.happenings.empty());
  CHECK(policy.asked.size() == reviewed);
  centre.tell(SiteReported{home, SiteState::down});
  CHECK_FALSE(view.site_is_up(home));
  CHECK_FALSE(view.sites_reach_each_other(home, home));

  const Time slow = centre.now;
  centre.tell(ServiceReported{ServiceIndex{0U}, {true, 2, 14, 30, 1, 900ms}});
  CHECK(centre.happened<ServiceChanged>().size() == 1);
  centre.after(10s).tell(ServiceReported{ServiceIndex{0U}, {false, 0, 0, 2, 31, 4s}});
  const ServiceView& crm = view.service(ServiceIndex{0U});
  CHECK(crm.health == ServiceHealth{false, 0, 0, 2, 31, 4s});
  CHECK(crm.since == centre.now);
  CHECK(crm.since > slow);
  centre.after(10s).tell(ServiceReported{ServiceIndex{0U}, {false, 0, 0, 0, 5, Duration{0}}});
  CHECK(crm.since == centre.now - 10s);
  CHECK(crm.reported_at == centre.now);
}

TEST_CASE("at a swap offers finish, and everybody who waits is looked at again", "[acd][changes]") {
  auto holding = std::make_unique<ScriptedRouting>([](const View&, const Occasion& occasion, Decisions& decisions) {
    if (occasion.kind == Occasion::Kind::call_waits) decisions.hold(occasion.call);
  });
  auto* held_by = holding.get();
  Driven centre(small_centre(), std::move(holding));
  const CallId first = centre.call();
  centre.ready(ann);
  held_by->script = [](const View&, const Occasion& occasion, Decisions& decisions) {
    decisions.assign(occasion.call, ann);
  };
  const CallId rings = centre.call();
  REQUIRE(centre.wish<Offer>()->call == rings);
  held_by->script = [](const View&, const Occasion& occasion, Decisions& decisions) {
    if (occasion.agent) decisions.hold(occasion.agent);
  };
  centre.ready(bob);
  CHECK(centre.wishes<Offer>() == 0);
  const auto number = centre.acd.prepare(std::make_unique<RoundRobin>(centre.acd.centre(), RoundRobin::Params{}));
  centre.tell(PolicyPutInForce{PolicyKind::routing, number});
  CHECK(centre.wish<Offer>()->call == first);
  CHECK(centre.wish<Offer>()->offer.agent == bob);
  CHECK(centre.state(rings) == CallState::offered);
  CHECK(centre.happened<PolicyChanged>().size() == 1);
  centre.tell(OfferAnswered{{ann, 1}});
  CHECK(centre.state(rings) == CallState::talking);
  const auto asked = held_by->asked.size();
  centre.call();
  CHECK(held_by->asked.size() == asked);
  centre.tell(PolicyPutInForce{PolicyKind::routing, number});  // and back
  CHECK(held_by->asked.size() > asked);
  centre.tell(PolicyPutInForce{PolicyKind::ivr, number});  // not of that kind
  CHECK(centre.outcome.happenings.empty());
}

TEST_CASE("a reload keeps who waits, and new agents and skills count at once", "[acd][changes]") {
  Driven centre;
  const CallId call = centre.call();
  centre.ready(eve);
  Centre next = small_centre();
  next.groups[1].skills.push_back({SkillIndex{0U}, 1});
  next.agents.push_back({"new", GroupIndex{1U}});
  next.queues[0].treatments = {{30s, TreatmentKind::announcement, PromptIndex{0U}, {}, 0s}};
  const auto number = centre.acd.prepare(next);
  centre.after(10s).tell(CentreReloaded{number});
  CHECK(centre.wish<StartTimer>()->at == centre.now + 20s);
  CHECK(centre.wish<Offer>()->call == call);
  CHECK(centre.happened<CentreChanged>().size() == 1);
  centre.call(any_type);
  centre.ready(AgentIndex{3U});
  CHECK(centre.wish<Offer>()->offer.agent == AgentIndex{3U});
}

TEST_CASE("a reload may give an agent less room than the agent has calls", "[acd][changes]") {
  Centre roomy = small_centre();
  roomy.groups[0].capacity = 2;
  Driven centre(roomy);
  centre.ready(ann);
  const CallId first = centre.call(), second = centre.call(), third = centre.call();
  centre.tell(OfferAnswered{{ann, 1}}).tell(OfferAnswered{{ann, 2}});
  const auto narrow = centre.acd.prepare(small_centre()), wide = centre.acd.prepare(roomy);
  centre.tell(CentreReloaded{narrow});
  centre.tell(TalkEnded{first, TalkEnd::by_caller, {}}).tell(WrapUpEnded{first});
  CHECK(centre.state(third) == CallState::waiting);
  CHECK(centre.acd.view().agent(ann).engaged == 1);
  SECTION("and more again") {
    centre.tell(CentreReloaded{wide});
    CHECK(centre.wish<Offer>()->call == third);
  }
  SECTION("or none until done") {
    centre.tell(TalkEnded{second, TalkEnd::by_caller, {}}).tell(WrapUpEnded{second});
    CHECK(centre.wish<Offer>()->call == third);
  }
}

TEST_CASE("a centre never shrinks", "[acd][changes]") {
  Driven centre;
  Centre bigger = small_centre(), smaller = small_centre();
  bigger.agents.push_back({"new", GroupIndex{1U}});
  smaller.agents.pop_back();
  CHECK_THROWS_AS(centre.acd.prepare(smaller), std::invalid_argument);
  const auto same = centre.acd.prepare(small_centre()), more = centre.acd.prepare(bigger);
  centre.tell(CentreReloaded{more});
  CHECK(centre.acd.view().agents.size() == 4);
  centre.tell(CentreReloaded{same});
  CHECK(centre.acd.view().agents.size() == 4);
  CHECK(centre.outcome.happenings.empty());
}

TEST_CASE("a snapshot with any byte changed or cut off is refused", "[acd][snapshot]") {
  Driven centre;
  centre.ready(ann);
  centre.call();
  centre.call(any_type);
  const auto snapshot = centre.acd.save();
  for (std::size_t length = 0; length < snapshot.size(); length += length < 200 ? 1 : 97) {
    Driven other;
    REQUIRE_THROWS_AS(other.acd.restore(std::span(snapshot).first(length)), std::runtime_error);
  }
  for (std::size_t byte = 0; byte < snapshot.size(); byte += byte < 200 ? 1 : 41) {
    auto damaged = snapshot;
    damaged[byte] ^= 0x40;
    Driven other;
    REQUIRE_THROWS_AS(other.acd.restore(damaged), std::runtime_error);
  }
  Centre bigger = small_centre();
  bigger.agents.push_back({"new", GroupIndex{1U}});
  Driven elsewhere(bigger), same;
  CHECK_THROWS_AS(elsewhere.acd.restore(snapshot), std::runtime_error);
  same.acd.restore(snapshot);
  CHECK(same.acd.save() == snapshot);
}

}  // namespace twinline
