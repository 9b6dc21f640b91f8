// Bars are written by one process and read by the next.
#include "live_bridge/rollout/barred.hpp"

#include <catch2/catch.hpp>

#include "reports/json/json_reader.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::live::rollout {
namespace {

using scenarios::samples::contents;
using scenarios::samples::Folder;

const journal::PolicyIdentity plugin{"quick", 2, {{"prior", "4 min"}}, std::string(64, 'a')};
const journal::PolicyIdentity own{"skill_priority", 1, {{"overflow_after", "30 s"}}, ""};

TEST_CASE("barred: what was written is found again, and nothing else") {
  const Folder folder;
  const auto file = barred_file(folder.path() / "bridge.tlj");
  CHECK(file.filename() == "bridge.barred");
  CHECK(BarredPolicies::read(file).all().empty());
  REQUIRE(bar(file, {{PolicyKind::routing, plugin, "m1", "why", "2026-11-22T12:00:00Z"}}));
  REQUIRE(bar(file, {{PolicyKind::ivr, own, "", "why", "2026-11-22T12:00:01Z"}}));
  const BarredPolicies barred = BarredPolicies::read(file);
  REQUIRE(barred.all().size() == 2);
  CHECK(barred.all()[0].policy == plugin);
  CHECK(barred.all()[1].at == "2026-11-22T12:00:01Z");

  journal::PolicyIdentity otherwise = plugin;
  otherwise.parameters = {{"prior", "5 min"}};
  CHECK(barred.find(PolicyKind::routing, plugin) == &barred.all()[0]);
  CHECK(barred.find(PolicyKind::routing, otherwise) == &barred.all()[0]);
  otherwise.build = std::string(64, 'b');
  CHECK(barred.find(PolicyKind::routing, otherwise) == nullptr);
  CHECK(barred.find(PolicyKind::staffing, plugin) == nullptr);
  CHECK(barred.find(PolicyKind::ivr, own) == &barred.all()[1]);
  otherwise = own;
  otherwise.parameters = {};
  CHECK(barred.find(PolicyKind::ivr, otherwise) == nullptr);
  CHECK(barred.find_manifest("m1") == &barred.all()[0]);
  CHECK(barred.find_manifest("") == nullptr);
}

TEST_CASE("barred: a file that makes no sense is told with its line") {
  const Folder folder;
  const auto file = folder.path() / "bridge.barred";
  REQUIRE(bar(file, {{PolicyKind::routing, plugin, "m1", "why", "2026-11-22T12:00:00Z"}}));
  folder.write("bridge.barred", contents(file) + "{}\n");
  CHECK_THROWS_WITH(BarredPolicies::read(file), Catch::Contains("bridge.barred:2: schema is missing"));
  folder.write("bridge.barred", "nonsense\n");
  CHECK_THROWS_AS(BarredPolicies::read(file), reports::JsonReadError);
  CHECK_FALSE(bar(folder.path() / "nowhere" / "bridge.barred", {}));
}

}  // namespace
}  // namespace twinline::live::rollout
