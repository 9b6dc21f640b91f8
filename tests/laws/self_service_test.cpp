// Finite ports of an IVR against Erlang B, and what must add up where machines serve customers.
#include <cmath>

#include <catch2/catch.hpp>

#include "reports/kpi/journey_totals.hpp"
#include "sim/lab/experiment.hpp"
#include "tests/laws/erlang.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {
namespace {

using enum reports::JourneyCount;

std::vector<reports::JourneyCounts> counted(const sim::Model& model, std::uint64_t replications) {
  sim::Effort effort;
  effort.replications = replications;
  effort.detail = reports::Detail::counts;
  const std::vector<sim::SeededModel> arms{{&model, model.scenario().seed}};
  std::vector<reports::JourneyCounts> counts;
  const auto by_arm = sim::replicate(arms, effort);
  for (const reports::ReplicationTotals& totals : by_arm.front()) {
    counts.push_back(totals.journeys.value().total());
  }
  return counts;
}

}  // namespace

TEST_CASE("law: an IVR without a queue behind its ports blocks as Erlang B says") {
  const auto model = library_model("laws/ivr_ports.yaml");
  const auto replications = counted(*model, model->scenario().replications);
  const double expected = erlang_b(10, 10);
  double sum = 0, squares = 0;
  for (const reports::JourneyCounts& counts : replications) {
    const auto busy = static_cast<double>(counts[ivr_ports_busy]);
    const double share = busy / (busy + static_cast<double>(counts[ivr_ports_taken]));
    sum += share;
    squares += share * share;
  }
  const auto n = static_cast<double>(replications.size());
  const double mean = sum / n;
  const double standard_error = std::sqrt((squares / n - mean * mean) / (n - 1));
  INFO("blocked " << mean << " ± " << standard_error << ", Erlang B " << expected);
  CHECK(standard_error < 0.005 * expected);
  CHECK(std::abs(mean - expected) < 3 * standard_error);
}

TEST_CASE("law: what is contained is resolved or fails in hiding, and every contact has one cause") {
  for (const reports::JourneyCounts& counts : counted(*library_model("self_service.yaml"), 5)) {
    CHECK(counts[self_service_attempted] > counts[self_service_contained]);
    CHECK(counts[self_service_contained] > counts[self_service_resolved]);
    CHECK(counts[self_service_resolved] > 0);
    CHECK(counts[hops] > 0);
    CHECK(counts[incentive_hundredths] % 150 == 0);
    // Each matter ends once.
    CHECK(counts[first_attempts] ==
          counts[resolved] + counts[left_unresolved] + counts[given_up] + counts[ended_elsewhere] + counts[still_open]);
    // Nothing is resolved but by a machine, at the first answer or by agents.
    CHECK(counts[resolved] >= counts[self_service_resolved]);
    CHECK(counts[recontacts] >= counts[contradictions]);
  }
}

TEST_CASE("a caller who was understood is not handed over, and one who was not is") {
  const auto by = [](const char* bill, const char* contract) {
    return library_model("self_service.yaml", {{"ivr.look_ups.listener.confusion.bill", bill},
                                               {"ivr.look_ups.listener.confusion.contract", contract}});
  };
  const auto understood =
      counted(*by("{bill: 100 %, contract: 0 %, unknown: 0 %}", "{bill: 0 %, contract: 100 %, unknown: 0 %}"), 3);
  const auto confused =
      counted(*by("{bill: 0 %, contract: 100 %, unknown: 0 %}", "{bill: 100 %, contract: 0 %, unknown: 0 %}"), 3);
  for (const reports::JourneyCounts& counts : understood) CHECK(counts[transfers] == 0);
  for (const reports::JourneyCounts& counts : confused) CHECK(counts[transfers] > 100);
}

}  // namespace twinline::laws
