// What a process leaves of its rollout is what the next one finds, and what cannot be read is said.
#include "live_bridge/rollout/state_file.hpp"

#include <fstream>

#include <catch2/catch.hpp>

#include "live_bridge/rollout/recovery.hpp"
#include "live_bridge/rollout/stages.hpp"
#include "tests/unit/rollout/samples.hpp"
#include "tests/unit/store/folder.hpp"

namespace twinline::live::rollout {
namespace {

using samples::promoted;

/// Everything that there is to be kept, at once.
State full_state() {
  State state;
  state.stage = Stage::canary;
  state.frozen = true;
  state.own = {"priority_ageing", 1, {{"per_minute", "2"}}, ""};
  state.in_force = promoted("round_robin", 3);
  state.candidate = promoted("least_occupied", 4);
  state.candidate->policy.build = std::string(64, 'b');
  state.former = Former{promoted("random", 2)};
  state.split = scenarios::PolicyChoice{"split", 1, {{"by", "call"}, {"ramp", "0.1, 0.5 after 1 h"}}, ""};
  state.watched_from = Time{90min};
  state.alarm = "service_level lay outside its band";
  state.last = "canary, anna: …";
  return state;
}

std::optional<std::string> plugin_everywhere(const manifest::PolicyIdentity& policy) {
  return policy.name == "least_occupied" ? std::string(64, 'b') : std::string{};
}

void check_equal(const std::optional<Promoted>& read, const std::optional<Promoted>& kept) {
  REQUIRE(read.has_value() == kept.has_value());
  if (!read) return;
  CHECK(read->read.sha256 == kept->read.sha256);
  CHECK(read->read.manifest == kept->read.manifest);
  CHECK(read->signer == kept->signer);
  CHECK(same(read->policy, kept->policy));
}

TEST_CASE("rollout state: all of it is read back") {
  const store_test::Folder folder;
  const State kept = full_state();
  const auto file = state_file_beside(folder / "bridge.tlj");
  CHECK(file.filename() == "bridge.rollout");
  CHECK_FALSE(read_state(file));
  write_state(file, kept);
  const auto read = read_state(file);
  REQUIRE(read);
  CHECK(read->stage == kept.stage);
  CHECK(read->frozen);
  CHECK(read->watched_from == kept.watched_from);
  CHECK(read->alarm == kept.alarm);
  CHECK(same(read->own, kept.own));
  check_equal(read->in_force, kept.in_force);
  check_equal(read->candidate, kept.candidate);
  REQUIRE(read->former);
  check_equal(read->former->manifest, kept.former->manifest);
  REQUIRE(read->split);
  CHECK(same(*read->split, *kept.split));
  CHECK(read->last == kept.last);
}

TEST_CASE("rollout state: that the file's own policy was in force before is another thing than that nothing was") {
  const store_test::Folder folder;
  State state;
  state.former = Former{};
  write_state(folder / "state", state);
  const auto read = read_state(folder / "state");
  REQUIRE(read->former);
  CHECK_FALSE(read->former->manifest);
  write_state(folder / "state", State{});
  CHECK_FALSE(read_state(folder / "state")->former);
}

TEST_CASE("rollout state: what is no state is refused with its place") {
  const store_test::Folder folder;
  std::ofstream(folder / "state") << "{\"schema\": \"twinline.rollout_state/1\", \"stage\": \"half\"}";
  CHECK_THROWS_WITH(read_state(folder / "state"), Catch::Contains("stage"));
  std::ofstream(folder / "state") << "{";
  CHECK_THROWS_WITH(read_state(folder / "state"), Catch::StartsWith(folder / "state"));
}

TEST_CASE("rollout state: after a restart the same decides, in every stage") {
  for (const Stage stage : {Stage::off, Stage::shadow, Stage::canary, Stage::full}) {
    State state = full_state();
    state.stage = stage;
    if (stage != Stage::canary) state.split.reset();
    const State before = state;
    CHECK(recover(state, {}, plugin_everywhere, "").empty());
    CHECK(state.stage == stage);
    CHECK(same(state.deciding(), before.deciding()));
  }
}

TEST_CASE("rollout state: a canary ends with its journal, a candidate whose policy is gone is given up") {
  State state = full_state();
  CHECK(recover(state, {}, plugin_everywhere, "its journal is gone").size() == 1);
  CHECK_FALSE(state.split);
  CHECK(state.deciding().name == "round_robin");

  state = full_state();
  const auto other_file = [](const manifest::PolicyIdentity&) { return std::optional<std::string>{""}; };
  const auto words = recover(state, {}, other_file, "");
  REQUIRE(words.size() == 1);
  CHECK_THAT(words.front(), Catch::EndsWith("is given up: the policy of this name and version is another file now"));
  CHECK(state.stage == Stage::off);
}

TEST_CASE("rollout state: what was barred while nobody looked does not decide again") {
  const store_test::Folder folder;
  const std::string file = folder / "bridge.barred";
  for (const auto& barred : {promoted("round_robin", 3), promoted("random", 2)}) {
    REQUIRE(bar(file, {{PolicyKind::routing, identity_of(barred.policy), barred.read.sha256, "it hung",
                        "2026-11-22T12:00:00Z"}}));
  }
  State state = full_state();
  const auto words = recover(state, BarredPolicies::read(file), plugin_everywhere, "");
  CHECK(words.size() == 2);
  CHECK(state.deciding().name == "priority_ageing");
  CHECK_FALSE(state.candidate);
}

}  // namespace
}  // namespace twinline::live::rollout
