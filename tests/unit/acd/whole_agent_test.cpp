// Contacts that share an agent, and contacts that take the whole one.
#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

using namespace twinline;

namespace {

/// Ann and Bob serve up to three contacts at once; a sale takes the whole of either.
Centre shared_agents() {
  Centre centre = small_centre();
  centre.groups[0].capacity = 3;
  centre.call_types[sales.value].whole_agent = true;
  return centre;
}

void answer(Driven& centre, AgentIndex agent) { centre.tell(OfferAnswered{centre.last_offer(agent)}); }

}  // namespace

TEST_CASE("what takes the whole agent waits for one with nothing in hand", "[acd]") {
  Driven centre(shared_agents());
  centre.ready(ann);
  const CallId chat = centre.call(any_type);
  answer(centre, ann);
  const CallId call = centre.call(sales);
  CHECK(centre.state(call) == CallState::waiting);
  CHECK(centre.happened<DecisionRejected>().empty());
  const CallId second_chat = centre.call(any_type);  // overtakes
  CHECK(centre.state(second_chat) == CallState::offered);
  answer(centre, ann);

  centre.tell(TalkEnded{chat, TalkEnd::by_caller, {}}).tell(WrapUpEnded{chat});
  CHECK(centre.state(call) == CallState::waiting);
  centre.tell(TalkEnded{second_chat, TalkEnd::by_caller, {}}).tell(WrapUpEnded{second_chat});
  CHECK(centre.state(call) == CallState::offered);
}

TEST_CASE("beside what takes the whole agent there is no room", "[acd]") {
  Driven centre(shared_agents());
  centre.ready(ann);
  const CallId call = centre.call(sales);
  answer(centre, ann);
  CHECK(centre.acd.view().group(GroupIndex{0U}).idle == 0);
  const CallId chat = centre.call(any_type);
  CHECK(centre.state(chat) == CallState::waiting);
  centre.tell(TalkEnded{call, TalkEnd::by_caller, {}}).tell(WrapUpEnded{call});
  CHECK(centre.state(chat) == CallState::offered);
}

TEST_CASE("who has the fewest in hand comes first", "[acd]") {
  Driven centre(shared_agents());
  centre.ready(ann);
  centre.after(1s).ready(bob);
  for (const AgentIndex expected : {ann, bob, ann, bob, ann, bob}) {
    const CallId chat = centre.after(1s).call(any_type);
    REQUIRE(centre.state(chat) == CallState::offered);
    CHECK(centre.acd.view().call(chat).agent == expected);
    answer(centre, expected);
  }
  CHECK(centre.state(centre.call(any_type)) == CallState::waiting);
}

TEST_CASE("a policy that offers a whole agent who is not is told so", "[acd]") {
  auto stubborn = std::make_unique<ScriptedRouting>([](const View&, const Occasion& occasion, Decisions& decisions) {
    if (occasion.kind == Occasion::Kind::call_waits) decisions.assign(occasion.call, ann);
  });
  Driven centre(shared_agents(), std::move(stubborn));
  centre.ready(ann);
  centre.call(any_type);
  const CallId call = centre.call(sales);
  REQUIRE(centre.happened<DecisionRejected>().size() == 1);
  CHECK(centre.happened<DecisionRejected>()[0].fault == DecisionFault::agent_has_no_room);
  CHECK(centre.state(call) == CallState::waiting);
}
