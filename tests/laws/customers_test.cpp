// Customers who remember, in a whole centre: what must hold to the last one.
#include <string>

#include <catch2/catch.hpp>

#include "sim/lab/replication.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {
namespace {

using reports::JourneyCount;
using reports::JourneyCounts;
using reports::JourneyMoney;

JourneyCounts counts_with(const scenarios::Overlays& overlays, const std::string& scenario = "customers.yaml") {
  const auto model = library_model(scenario, overlays);
  const auto totals = sim::Replicator(*model, reports::Detail::counts).run({9, 0});
  INFO(first_inconsistency(totals).value_or("all adds up"));
  CHECK_FALSE(first_inconsistency(totals));
  REQUIRE(totals.journeys);
  return totals.journeys->total();
}

}  // namespace

TEST_CASE("law: the matters that come and those that are kept away are those of a centre that nobody leaves") {
  const JourneyCounts faithful = counts_with({{"customers.churn.disloyal", "0 %"}, {"customers.churn.loyal", "0 %"}});
  const JourneyCounts counts = counts_with({});
  CHECK(faithful[JourneyCount::kept_away] == 0);
  CHECK(faithful[JourneyCount::left_for_good] == 0);
  CHECK(counts[JourneyCount::kept_away] > 0);
  CHECK(counts[JourneyCount::left_for_good] > 0);
  CHECK(counts[JourneyCount::first_attempts] + counts[JourneyCount::kept_away] ==
        faithful[JourneyCount::first_attempts]);
}

TEST_CASE("law: who answers a survey changes what is measured, and nothing else") {
  JourneyCounts nobody = counts_with({{"customers.surveys.asked", "0 %"}, {"customers.churn.silent", "1"}});
  JourneyCounts everybody =
      counts_with({{"customers.surveys.asked", "100 %"},
                   {"customers.surveys.answers", "{1: 100 %, 2: 100 %, 3: 100 %, 4: 100 %, 5: 100 %}"},
                   {"customers.churn.silent", "1"}});
  CHECK(everybody[JourneyCount::answers] == everybody[JourneyCount::served]);
  for (const JourneyCount measured :
       {JourneyCount::asked, JourneyCount::answers, JourneyCount::answered_points, JourneyCount::answered_recommend,
        JourneyCount::answered_advise_against, JourneyCount::left_in_silence}) {
    nobody[measured] = everybody[measured] = 0;
  }
  CHECK(nobody == everybody);
}

TEST_CASE("law: customers have an opinion of every contact of theirs, and conclude every matter that ends") {
  const JourneyCounts counts = counts_with({{"customers.remedy.share", "100 %"}});
  CHECK(counts[JourneyCount::remedies] > 0);
  CHECK(counts[JourneyCount::reworks] == 0);
  CHECK(counts[JourneyCount::ended_elsewhere] == 0);
  CHECK(counts[JourneyCount::concluded] ==
        counts[JourneyCount::resolved] + counts[JourneyCount::left_unresolved] + counts[JourneyCount::given_up]);
  CHECK(counts[JourneyCount::opinions] == attempts_of(counts));
}

TEST_CASE("law: customers of machines have opinions as well, and every matter that ends is concluded") {
  const JourneyCounts counts = counts_with({{"customers.population", "4000"}}, "self_service.yaml");
  CHECK(counts[JourneyCount::self_service_contained] > 0);
  CHECK(counts[JourneyCount::hops] > 0);
  CHECK(counts[JourneyCount::opinions] >= counts[JourneyCount::served] + counts[JourneyCount::self_service_contained]);
  CHECK(counts[JourneyCount::opinions] < attempts_of(counts));  // who was led to another channel judges there
  CHECK(counts[JourneyCount::concluded] ==
        counts[JourneyCount::resolved] + counts[JourneyCount::left_unresolved] + counts[JourneyCount::given_up]);
}

TEST_CASE("law: money is counted to the millionth") {
  const JourneyCounts counts = counts_with({{"calls.question.cost", "0.10 CHF"},
                                            {"calls.question.value", "3 CHF"},
                                            {"calls.fault.value", "3 CHF"},
                                            {"segments.business.value", "0 CHF"},
                                            {"customers.value_per_year", "140 CHF"},
                                            {"segments.business.value_per_year", "140 CHF"}});
  CHECK(counts[JourneyMoney::attempts] == attempts_of(counts) * 100'000);
  CHECK(counts[JourneyMoney::service] == counts[JourneyCount::resolved] * 3'000'000);
  CHECK(counts[JourneyMoney::lost] == counts[JourneyCount::left_for_good] * 3 * 140'000'000);
  CHECK(counts[JourneyMoney::sales] ==
        counts[JourneyCount::sales] * 60'000'000 + counts[JourneyCount::bought_again] * 80'000'000);
}

}  // namespace twinline::laws
