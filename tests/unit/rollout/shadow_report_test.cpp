#include "live_bridge/rollout/shadow_report.hpp"

#include <catch2/catch.hpp>

#include "live_bridge/shadow/shadow_status.hpp"

using namespace twinline;
using journal::DisagreementCause;

TEST_CASE("What a shadow prints is read again, and told in lines", "[rollout][shadow]") {
  live::shadow::ShadowStatus status;
  status.state = live::shadow::ShadowState::following;
  status.expected = 0.1;
  live::shadow::ShadowTally tally;
  tally.entries = 900;
  tally.occasions = 400;
  tally.disagreements = 30;
  tally.by_cause[static_cast<std::size_t>(DisagreementCause::other_agent)] = 28;
  tally.by_cause[static_cast<std::size_t>(DisagreementCause::holds)] = 2;
  tally.dropped_occasions = 7;
  const auto report = live::rollout::read_shadow_report(live::shadow::to_json(status, tally));
  REQUIRE(report);
  CHECK(report->by_cause.size() == journal::disagreement_causes);
  CHECK(live::rollout::in_words(*report) ==
        std::vector<std::string>{"  shadow, following: 900 facts seen, asked 400 times, agreed in 92.50 %, would have "
                                 "decided otherwise 30 times (expected 10.00 %)",
                                 "    other_agent: 28", "    holds: 2",
                                 "    behind: not asked 7 times, 0 facts left out"});
}

TEST_CASE("A shadow that was asked nothing yet has no share, and one that ended says why", "[rollout][shadow]") {
  live::shadow::ShadowStatus status;
  status.state = live::shadow::ShadowState::failed;
  status.why = "the journal cannot be read";
  const auto report = live::rollout::read_shadow_report(live::shadow::to_json(status, {}));
  REQUIRE(report);
  CHECK(live::rollout::in_words(*report) ==
        std::vector<std::string>{"  shadow, failed: 0 facts seen, asked 0 times, would have decided otherwise 0 times",
                                 "    the journal cannot be read"});
}

TEST_CASE("What a plug-in prints among a shadow's lines is no report", "[rollout][shadow]") {
  CHECK_FALSE(live::rollout::read_shadow_report("made for 3 agents"));
  CHECK_FALSE(live::rollout::read_shadow_report(R"({"schema": "twinline.shadow/1"})"));
  CHECK_FALSE(live::rollout::read_shadow_report(""));
}
