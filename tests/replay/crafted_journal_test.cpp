// A journal is a file that somebody may have made. What it tells that cannot have happened ends the replay with a word,
// before the ACD hears of it.
#include <filesystem>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "policies/acd/acd.hpp"
#include "reports/journal/writer.hpp"
#include "reports/replay/replayed_acd.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/lab/replay.hpp"
#include "tests/replay/random_centre.hpp"

namespace twinline::reference {
namespace {

constexpr CallTypeIndex first_type{std::size_t{0}};

/// A journal of one honest call and then this fact, with whatever came of it left out.
std::filesystem::path crafted(const Fact& fact) {
  Dice dice(5);
  journal::Header header;
  header.centre = random_centre(dice);
  header.routing = {"longest_idle_agent", 1, {}};
  header.staffing = {"fixed", 1, {}};
  header.ivr = {"straight", 1, {}};
  Acd acd(header.centre,
          scenarios::make_policies(header.centre, {"longest_idle_agent", 1, {}}, {"fixed", 1, {}}, {"straight", 1, {}}),
          header.policy_seed);
  const auto path =
      std::filesystem::temp_directory_path() / ("twinline-crafted-" + std::to_string(::getpid()) + ".tlj");
  journal::WriterOptions options;
  options.existing = journal::Existing::replace;
  journal::Writer writer(path, header, {world_start, acd.save()}, options);
  Outcome outcome;
  outcome.keep_decisions = true;
  CallArrived arrival;
  arrival.call = {CallSlot{std::size_t{0}}, 1};
  arrival.type = first_type;
  acd.handle(world_start + 1s, arrival, outcome);
  writer.append(world_start + 1s, arrival, outcome.decisions, outcome.answers, {}, outcome.wishes, outcome.happenings);
  writer.append(world_start + 2s, fact, {}, {}, {}, {}, {});
  writer.close();
  return path;
}

std::string complaint(const Fact& fact) {
  const auto path = crafted(fact);
  std::string said = "none";
  try {
    static_cast<void>(sim::replay(path));
  } catch (const std::invalid_argument& error) {
    said = error.what();
  }
  std::filesystem::remove(path);
  return said;
}

}  // namespace

TEST_CASE("replay refuses a journal that tells what cannot have happened", "[replay][defect]") {
  CallArrived arrival;
  arrival.call = {CallSlot{std::size_t{1}}, 1};
  arrival.type = first_type;
  SECTION("what can happen is replayed") { CHECK(complaint(WrapUpEnded{arrival.call}) == "none"); }
  SECTION("a call type that the centre lacks") {
    arrival.type = CallTypeIndex{std::size_t{1000}};
    CHECK_THAT(complaint(arrival), Catch::StartsWith("entry 2 cannot have happened: call type 1000 of "));
  }
  SECTION("a slot that would fill the memory") {
    arrival.call.slot = CallSlot{std::size_t{0xfffffff0U}};
    CHECK(complaint(arrival) == "entry 2 cannot have happened: call slot 4294967280 of 1048576");
  }
  SECTION("a call in another's place") {
    arrival.call = {CallSlot{std::size_t{0}}, 2};
    CHECK(complaint(arrival) == "entry 2 cannot have happened: a call in slot 0, whose call has not ended");
  }
  SECTION("an agent that nobody employs") {
    CHECK_THAT(complaint(AgentPresenceChanged{AgentIndex{std::size_t{77777}}, Presence::ready, {}}),
               Catch::StartsWith("entry 2 cannot have happened: agent 77777 of "));
  }
}

TEST_CASE("a state that a journal hands over has to be one of the policy's", "[journal][rollout]") {
  journal::Header header;
  Dice dice(5);
  header.centre = random_centre(dice);
  header.routing = {"longest_idle_agent", 1, {}};
  header.staffing = {"fixed", 1, {}};
  header.ivr = {"straight", 1, {}};
  journal::ReplayedAcd acd(header, scenarios::policy_makers<journal::PolicyMakers>());
  const auto prepared = [&](const char* name, std::vector<std::uint8_t> state) {
    acd.take(
        journal::Preparation{0, journal::Preparation::Policy{PolicyKind::routing, {name, 1, {}}, std::move(state)}});
  };
  CHECK_NOTHROW(prepared("round_robin", {1, 0, 0, 0, 0}));
  CHECK_THROWS_WITH(prepared("round_robin", {1}), "snapshot ends too early");
  CHECK_THROWS_WITH(prepared("longest_idle_agent", {1}),
                    "the journal hands over to policy 'longest_idle_agent' more than it knows");
}

}  // namespace twinline::reference
