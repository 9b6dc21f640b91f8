// A rollout's steps: when each may be taken and what it leads to, and every refusal with its reason.
#include "live_bridge/rollout/stages.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/rollout/samples.hpp"
#include "tests/unit/store/folder.hpp"

namespace twinline::live::rollout {
namespace {

using samples::promoted;
using Reasons = std::vector<std::string>;

const Promoted old_one = promoted("round_robin", 3);
const Promoted new_one = promoted("least_occupied", 4);
const scenarios::PolicyChoice of_the_file{"longest_idle_agent", 1, {}, ""};
const scenarios::PolicyChoice split{"split", 1, {{"share", "0.1"}}, ""};

/// A state that steps are tried on.
struct Trial {
  State state;
  scenarios::RolloutSettings settings;
  BarredPolicies barred;
  bool shadow_has_died = false;

  Trial() { state.own = of_the_file; }

  Reasons against(const Step& step) const { return rollout::against(step, state, {settings, barred, shadow_has_died}); }
  Trial& then(const Step& step) {
    REQUIRE(against(step) == Reasons{});
    state = after(step, state);
    return *this;
  }
};

Trial with_candidate() { return Trial().then(Promote{{new_one, {}}}); }
Trial in_canary() { return with_candidate().then(BeginCanary{split, {}}); }
Trial in_full() { return in_canary().then(GoFull{}); }

BarredPolicies with_bar(const Promoted& promoted, const store_test::Folder& folder) {
  const std::string file = folder / "bridge.barred";
  REQUIRE(bar(file, {{PolicyKind::routing, identity_of(promoted.policy), promoted.read.sha256, "it hung",
                      "2026-11-22T12:00:00Z"}}));
  return BarredPolicies::read(file);
}

TEST_CASE("rollout: from the file's policy by shadow and canary to full, and back") {
  Trial trial;
  CHECK(trial.state.deciding().name == "longest_idle_agent");
  trial.then(Promote{{new_one, {}}});
  CHECK(trial.state.stage == Stage::off);
  CHECK(trial.state.deciding().name == "longest_idle_agent");
  trial.then(BeginShadow{});
  CHECK(trial.state.stage == Stage::shadow);
  CHECK(trial.state.deciding().name == "longest_idle_agent");
  trial.then(BeginCanary{split, {}});
  CHECK(trial.state.stage == Stage::canary);
  CHECK(trial.state.deciding().name == "split");
  CHECK(trial.state.incumbent().name == "longest_idle_agent");
  trial.then(GoFull{});
  CHECK(trial.state.stage == Stage::full);
  CHECK(trial.state.deciding().name == "least_occupied");
  CHECK_FALSE(trial.state.candidate);
  trial.then(RollBack{});
  CHECK(trial.state.stage == Stage::off);
  CHECK(trial.state.deciding().name == "longest_idle_agent");
  CHECK(trial.against(RollBack{}) == Reasons{"there is nothing to go back to"});
}

TEST_CASE("rollout: a rollback gives up the candidate in whatever stage it is, and nothing else") {
  for (Trial trial : {with_candidate(), with_candidate().then(BeginShadow{}), in_canary(),
                      with_candidate().then(BeginShadow{}).then(BeginCanary{split, {}})}) {
    trial.then(RollBack{});
    CHECK_FALSE(trial.state.candidate);
    CHECK_FALSE(trial.state.split);
    CHECK(trial.state.deciding().name == "longest_idle_agent");
  }
}

TEST_CASE("rollout: a shadow is begun once, and again where it has died") {
  Trial trial = with_candidate();
  trial.then(BeginShadow{});
  CHECK(trial.against(BeginShadow{}) == Reasons{"the candidate is in shadow already"});
  trial.shadow_has_died = true;
  trial.then(BeginShadow{});
  CHECK(trial.state.stage == Stage::shadow);
}

TEST_CASE("rollout: the manifest that was in force comes back, once") {
  Trial trial;
  trial.state.in_force = old_one;
  trial.then(Promote{{new_one, {}}}).then(BeginCanary{split, {}});
  CHECK(trial.state.incumbent().name == "round_robin");
  trial.then(GoFull{}).then(RollBack{});
  CHECK(trial.state.in_force->read.sha256 == old_one.read.sha256);
  CHECK_FALSE(trial.state.former);
}

TEST_CASE("rollout: a candidate that is given up after a full rollout leaves the way back open") {
  Trial trial = in_full();
  trial.then(Promote{{promoted("random", 5), {}}}).then(RollBack{});
  CHECK(trial.state.deciding().name == "least_occupied");
  trial.then(RollBack{});
  CHECK(trial.state.deciding().name == "longest_idle_agent");
}

TEST_CASE("rollout: nothing goes forwards without a candidate") {
  const Trial trial;
  for (const Step& step : std::vector<Step>{BeginShadow{}, BeginCanary{split, {}}}) {
    CHECK(trial.against(step) == Reasons{"there is no candidate; promote a manifest first"});
  }
  CHECK(trial.against(GoFull{}).size() == 1);
}

TEST_CASE("rollout: frozen it goes nowhere but back") {
  Trial trial = in_canary();
  trial.then(Freeze{true});
  const std::string frozen = "the rollout is frozen; freeze --off ends that";
  CHECK(trial.against(BeginCanary{split, {}}) == Reasons{frozen});
  CHECK(trial.against(GoFull{}) == Reasons{frozen});
  CHECK(trial.against(Freeze{true}) == Reasons{"the rollout is frozen already"});
  CHECK(trial.against(Promote{{promoted("random", 9), {}}}).front() == frozen);
  trial.then(RollBack{});
  CHECK(trial.state.frozen);
  CHECK(trial.against(Promote{{new_one, {}}}) == Reasons{frozen});
  trial.then(Freeze{false});
  CHECK(trial.against(Freeze{false}) == Reasons{"the rollout is not frozen"});
  CHECK(trial.against(Promote{{new_one, {}}}) == Reasons{});
}

TEST_CASE("rollout: full wants a canary, unless the settings do without") {
  Trial trial = with_candidate();
  CHECK(trial.against(GoFull{}) == Reasons{"there was no canary; bridge.promotion.full_without_canary does without"});
  trial.settings.full_without_canary = true;
  CHECK(trial.against(GoFull{}) == Reasons{});
}

TEST_CASE("rollout: one candidate at a time, and no step twice") {
  Trial trial = with_candidate();
  CHECK(trial.against(Promote{{promoted("random", 9), {}}}) == Reasons{});
  trial.then(BeginShadow{});
  CHECK(trial.against(BeginShadow{}) == Reasons{"the candidate is in shadow already"});
  CHECK_THAT(
      trial.against(Promote{{promoted("random", 9), {}}}).front(),
      Catch::StartsWith("a shadow of manifest ") && Catch::EndsWith("is going on; roll it back or make it full first"));
  trial.then(BeginCanary{split, {}});
  CHECK(trial.against(BeginShadow{}) == Reasons{"the candidate decides already; roll it back first"});
  CHECK(trial.against(BeginCanary{split, {}}) == Reasons{});
}

TEST_CASE("rollout: what the judge or the split has against it stands before everything else") {
  CHECK(Trial().against(Promote{{std::nullopt, {"expired: long ago", "tampered: it is"}}}) ==
        Reasons{"expired: long ago", "tampered: it is"});
  CHECK(with_candidate().against(BeginCanary{split, {"share is 7"}}) == Reasons{"share is 7"});
}

TEST_CASE("rollout: neither what is in force nor what came before it is promoted") {
  const Trial trial = in_full();
  CHECK(trial.against(Promote{{new_one, {}}}) == Reasons{"the manifest is in force already"});
  const Reasons reasons = trial.against(Promote{{old_one, {}}});
  REQUIRE(reasons.size() == 1);
  CHECK_THAT(reasons.front(), Catch::StartsWith("downgrade: "));
}

TEST_CASE("rollout: a barred manifest, and another one of the same policy, go nowhere") {
  const store_test::Folder folder;
  Trial trial = with_candidate();
  trial.barred = with_bar(new_one, folder);
  for (const Step& step :
       std::vector<Step>{Promote{{promoted("least_occupied", 9), {}}}, BeginShadow{}, BeginCanary{split, {}}}) {
    CHECK(trial.against(step) == Reasons{"barred: it hung"});
  }
  CHECK(trial.against(Promote{{promoted("random", 9), {}}}) == Reasons{});
  CHECK(trial.against(RollBack{}) == Reasons{});
}

TEST_CASE("rollout: steps are told in words that name both policies") {
  const Trial trial = in_canary();
  CHECK(in_words(GoFull{}, trial.state) ==
        "least_occupied 1 decides about all calls, in place of longest_idle_agent 1");
  CHECK(in_words(RollBack{}, trial.state) == "least_occupied 1 is given up, longest_idle_agent 1 decides");
  CHECK(in_words(BeginCanary{split, {}}, trial.state) == "least_occupied 1 decides in a canary: split 1 (share 0.1)");
  CHECK(in_words(RollBack{}, in_full().state) == "longest_idle_agent 1 decides again, in place of least_occupied 1");
  CHECK(word_of(Step{RollBack{}}) == "rollback");
}

}  // namespace
}  // namespace twinline::live::rollout
