#include "live_bridge/explain/explained_call.hpp"

#include <filesystem>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "live_bridge/explain/explainer.hpp"
#include "live_bridge/rollout/state_file.hpp"
#include "tests/unit/explain/hand_made_journal.hpp"
#include "tests/unit/rollout/samples.hpp"

namespace twinline::live::explain {
namespace {

using Json = nlohmann::json;
using rollout::BarredPolicies;
using rollout::samples::promoted;

const journal::PolicyIdentity usual{"longest_idle_agent", 1, {}};

/// A call that began to wait under this policy.
reports::CallFound waited_under(const journal::PolicyIdentity& routing) {
  reports::CallFound call;
  call.key = 7;
  call.newest.centre = small_centre();
  call.waited = {world_start + 10s, QueueIndex{0U}, routing};
  return call;
}

journal::PolicyIdentity split(const std::string& share) {
  return {"split", 1, {{"incumbent", "longest_idle_agent"}, {"candidate", "round_robin"}, {"share", share}}};
}

/// "candidate round_robin", or nothing.
std::string other(const reports::CallFound& call, const std::optional<rollout::State>& state,
                  const BarredPolicies& barred = {}) {
  const auto found = other_policy(call, state, barred);
  return found ? found->role + " " + found->policy.name : "";
}

TEST_CASE("explained call: of a call of a canary the arm that it was not dealt to is asked", "[explain][rollout]") {
  CHECK(other(waited_under(split("1")), {}) == "incumbent longest_idle_agent");
  CHECK(other(waited_under(split("0")), {}) == "candidate round_robin");
}

TEST_CASE("explained call: else whom the rollout has beside the policy that decided", "[explain][rollout]") {
  rollout::State state;
  state.own = {"longest_idle_agent", 1, {}};
  CHECK(other(waited_under(usual), {}).empty());
  CHECK(other(waited_under(usual), state).empty());
  state.candidate = promoted("random");
  CHECK(other(waited_under(usual), state) == "candidate random");
  state.candidate.reset();
  state.in_force = promoted("round_robin");
  state.former = rollout::Former{};
  CHECK(other(waited_under(usual), state) == "in_force round_robin");
  CHECK(other(waited_under({"round_robin", 1, {}}), state) == "former longest_idle_agent");
  reports::CallFound never_waited = waited_under(usual);
  never_waited.waited.reset();
  CHECK(other(never_waited, state).empty());
}

TEST_CASE("explained call: nobody is asked who is barred, or is not here", "[explain][rollout]") {
  const auto file = std::filesystem::temp_directory_path() / ("twinline-bars-" + std::to_string(::getpid()));
  REQUIRE(rollout::bar(file, {{PolicyKind::routing, {"random", 1, {}}, "", "it did not return", "now"}}));
  rollout::State state;
  state.own = {"longest_idle_agent", 1, {}};
  state.candidate = promoted("random");
  CHECK(other(waited_under(usual), state, BarredPolicies::read(file)).empty());
  state.candidate->policy = {"no_such_policy", 1, {}};
  CHECK(other(waited_under(usual), state).empty());
  std::filesystem::remove(file);
}

TEST_CASE("explained call: out of the bridge's journal, with the candidate of its rollout beside", "[explain]") {
  HandMade run("live", HandMade::Files::numbered);
  run.ready(0s, eve);
  run.ready(10s, ann);
  run.begin_segment(15s);
  run.serve(22s, run.call(20s, any_type), eve);
  scenarios::Bridge bridge;
  bridge.settings.store.journal = run.closed().string();
  const auto state_file = rollout::state_file_beside(run.closed());
  rollout::State state;
  state.own = {"longest_idle_agent", 1, {}};
  state.candidate = promoted("skill_priority");
  state.candidate->policy.parameters = {{"overflow_after", "1 min"}};
  write_state(state_file, state);
  const Json story = Json::parse(explained(bridge, 0xabc0));
  std::filesystem::remove(state_file);
  CHECK(story["schema"] == "twinline.explain/1");
  CHECK(story["life"][0]["local"] == "2026-03-02 08:00:20.000");
  CHECK(story["counterfactual"]["role"] == "candidate");
  REQUIRE(story["decisions"].size() == 1);
  CHECK(story["decisions"][0]["recorded"]["decided"] == Json{"offer this call to eve (unskilled)"});
  CHECK(story["decisions"][0]["counterfactual"]["decided"] == Json{"offer this call to ann (skilled)"});
  CHECK_THROWS_WITH(explained(bridge, 1), "the journal has no call 0000000000000001");
}

TEST_CASE("explainer: a process that takes too long, fails or may not begin any more is told", "[explain]") {
  // This very program is begun, here the tests, which know no such option and say so on standard error.
  Explainer failing({"unit_tests", "--no-such-option"});
  const Explainer::Reply failed = failing.explain("00000000000000a1");
  CHECK(failed.status == 409);
  CHECK_THAT(failed.json, Catch::Contains("the call was not explained: exit status "));
  CHECK(Explainer({"unit_tests"}, Duration{0}).explain("--list-tests").status == 504);
  failing.stop();
  CHECK(failing.explain("00000000000000a1").status == 503);
}

}  // namespace
}  // namespace twinline::live::explain
