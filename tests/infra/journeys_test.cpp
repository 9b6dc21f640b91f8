// Customers' matters in a world on a grid: they are followed as anywhere else, and an outage settles nothing.
#include <catch2/catch.hpp>

#include "tests/infra/grid_samples.hpp"

namespace twinline::infra {
namespace {

using reports::JourneyCount;
using reports::JourneyCounts;
using scenarios::samples::changed;

std::string with(const std::string& keys) {
  return changed(samples::centre, "    ivr: front\n", "    ivr: front\n" + keys);
}

reports::ReplicationTotals sound_totals_of(const std::string& text) {
  reports::ReplicationTotals totals = samples::totals_of(text);
  CHECK(reports::first_inconsistency(totals) == std::nullopt);
  REQUIRE(totals.journeys);
  return totals;
}

JourneyCounts matters_of(const std::string& text) { return sound_totals_of(text).journeys->total(); }

const std::string all_keys =
    "    resolution: 70 %\n    recontact: {if_unresolved: 60 %, delay: {exponential: 40 min}}\n"
    "    transfers: {share: 15 %, to: bank, context: 50 %, repeated_questions: 40 s}\n"
    "    escalation: {share: 20 %, delay: 10 min, rework: {share: 30 %, as: bank}}\n"
    "    complaint: {if_unresolved: 20 %, as: bank, delay: 5 min}\n";

}  // namespace

TEST_CASE("a grid that never fails follows matters as if there were none", "[infra][journeys]") {
  reports::ReplicationTotals on_grid = sound_totals_of(with(all_keys) + samples::grid);
  on_grid.infrastructure.reset();
  CHECK(on_grid == sound_totals_of(with(all_keys)));
  const JourneyCounts counts = on_grid.journeys->total();
  CHECK(counts[JourneyCount::recontacts] > 50);
  CHECK(counts[JourneyCount::transfers] > 50);
  CHECK(counts[JourneyCount::reworks] > 3);
}

TEST_CASE("calls that a grid loses are attempts all the same, and matters stay whole", "[infra][journeys]") {
  const auto totals =
      sound_totals_of(with(all_keys) + samples::grid + "  outages: [{host: sbc_1, at: \"11:00\", lasts: 50 min}]\n");
  const JourneyCounts counts = totals.journeys->total();
  CHECK(totals.infrastructure->calls.all_dropped() > 0);
  CHECK(counts[JourneyCount::first_attempts] > 1000);
  CHECK(counts[JourneyCount::talks] > counts[JourneyCount::served]);
}

TEST_CASE("a talk that is cut off resolves nothing", "[infra][journeys]") {
  const std::string keys = "    resolution: 100 %\n    recontact: {if_unresolved: 100 %, delay: 2 min}\n";
  CHECK(matters_of(with(keys) + samples::grid)[JourneyCount::unresolved] == 0);
  const auto totals =
      sound_totals_of(with(keys) + samples::grid + "  outages: [{trunk: primary, at: \"11:00\", lasts: 5 min}]\n");
  const JourneyCounts counts = totals.journeys->total();
  CHECK(counts[JourneyCount::unresolved] > 0);
  CHECK(counts[JourneyCount::recontacts] == counts[JourneyCount::unresolved]);
}

}  // namespace twinline::infra
