#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {

TEST_CASE("an agent who is not ready for another reason is told of, and has been so since before") {
  Driven centre;
  centre.presence(ann, Presence::not_ready);
  const Time since = centre.now;
  centre.after(5min).tell(AgentPresenceChanged{ann, Presence::not_ready, NotReadyReason::phone_lost});
  CHECK(centre.happened<AgentChanged>() ==
        std::vector{AgentChanged{ann, GroupIndex{0U}, AgentState::not_ready, AgentState::not_ready,
                                 NotReadyReason::phone_lost}});
  CHECK(centre.acd.view().agent(ann).reason == NotReadyReason::phone_lost);
  CHECK(centre.acd.view().agent(ann).since == since);
}

TEST_CASE("an agent of whom nothing has changed is not told of") {
  Driven centre;
  centre.presence(ann, Presence::not_ready);
  centre.presence(ann, Presence::not_ready);
  CHECK(centre.happened<AgentChanged>().empty());
  centre.ready(ann);
  CHECK(centre.happened<AgentChanged>().size() == 1);
  centre.ready(ann);
  CHECK(centre.happened<AgentChanged>().empty());
}

}  // namespace twinline
