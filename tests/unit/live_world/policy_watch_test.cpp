// Who is barred when a policy does not return: what somebody has brought along, and nothing of Twinline's own.
#include "live_bridge/world/policy_watch.hpp"

#include <csignal>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/schema/samples.hpp"

namespace twinline::live {
namespace {

/// What is barred after a process in which this routing policy hangs, which ends it.
std::vector<rollout::Barred> barred_after(const journal::PolicyIdentity& routing, const std::string& manifest = {}) {
  const scenarios::samples::Folder folder;
  const auto bars = folder.path() / "bridge.barred";
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    close(STDERR_FILENO);
    PolicyWatch watch(bars);
    watch.in_force(PolicyKind::routing, routing, manifest);
    watch.in_force(PolicyKind::ivr, {"flow", 1, {}, {}});
    const Watchdog::Turn turn(watch.dog());
    std::this_thread::sleep_for(5s);
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
  return rollout::BarredPolicies::read(bars).all();
}

TEST_CASE("policy watch: a plug-in, a manifest's policy and a split with a plug-in are barred, the rest is not") {
  const std::string build(64, 'a');
  CHECK(barred_after({"round_robin", 1, {}, {}}).empty());
  const auto plugin = barred_after({"quick", 2, {}, build});
  REQUIRE(plugin.size() == 1);
  CHECK(plugin[0].kind == PolicyKind::routing);
  CHECK(plugin[0].policy.build == build);
  const auto promoted = barred_after({"round_robin", 1, {}, {}}, "5ha");
  REQUIRE(promoted.size() == 1);
  CHECK(promoted[0].manifest == "5ha");
  const journal::PolicyIdentity split{
      "split", 1, {{"incumbent", "round_robin@1"}, {"candidate", "quick@2#" + build + ":prior=3 min"}}, {}};
  const auto tried = barred_after(split);
  REQUIRE(tried.size() == 1);
  CHECK(tried[0].policy == split);
  CHECK(barred_after({"split", 1, {{"incumbent", "round_robin@1"}, {"candidate", "random@1"}}, {}}).empty());
}

}  // namespace
}  // namespace twinline::live
