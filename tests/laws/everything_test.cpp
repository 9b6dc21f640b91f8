// The scenario in which every mechanism about customers is on at once: each of them happens there, nothing gets lost
// between them, and they bear each other in whatever order replications are computed.
#include <catch2/catch.hpp>

#include "reports/kpi/totals.hpp"
#include "sim/lab/replication.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {

TEST_CASE("law: with every mechanism on, each of them happens and customers, calls and tickets are conserved") {
  const auto model = library_model("everything.yaml");
  reports::JourneyCounts seen;
  reports::ChannelCounts written;
  for (std::uint64_t index = 0; index < 4; ++index) {
    const reports::ReplicationTotals totals =
        sim::Replicator(*model, reports::Detail::full).run({model->scenario().seed, index});
    CHECK(reports::first_inconsistency(totals) == std::nullopt);
    REQUIRE(totals.journeys);
    seen += totals.journeys->total();
    REQUIRE(totals.channels);
    written += totals.channels->total();
  }
  for (std::size_t count = 0; count < seen.numbers.size(); ++count) {
    INFO("number " << count << " of reports::JourneyCount");
    CHECK(seen.numbers[count] > 0);
  }
  CHECK(written.closed > 0);
  CHECK(written.open > 0);
}

}  // namespace twinline::laws
