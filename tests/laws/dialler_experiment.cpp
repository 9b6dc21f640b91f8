#include "tests/laws/dialler_experiment.hpp"

#include <algorithm>

#include "reports/kpi/kpis.hpp"
#include "sim/lab/replication.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {
namespace {

constexpr const char* day = "laws/dialler_day.yaml";
constexpr double limit = 0.03, busier_by = 0.10;

}  // namespace

DialledDay dialled_day(const sim::Model& model, std::uint64_t seed) {
  using enum reports::JourneyCount;
  const reports::ReplicationTotals totals = sim::Replicator(model, reports::Detail::counts).run({seed, 0});
  const reports::JourneyCounts counts = totals.journeys->total();
  const reports::AgentTimes& agents = totals.by_group.front().in_horizon;
  return {static_cast<double>(counts[dialler_abandoned]) / static_cast<double>(counts[dials_answered]),
          agents.handling.in_seconds() / agents.staffed.in_seconds()};
}

std::vector<LabRow> dialler_rows(std::uint32_t seeds, std::uint32_t, Size size) {
  const auto progressive = library_model_as_arm(day, "progressive");
  const auto predictive = library_model_as_arm(day, "predictive");
  std::uint32_t above = 0;
  double abandonment = 0, busier = 0, least_busier = 1;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const DialledDay with = dialled_day(*predictive, seed), without = dialled_day(*progressive, seed);
    above += with.abandonment > limit;
    abandonment += with.abandonment / seeds;
    busier += (with.occupancy - without.occupancy) / seeds;
    least_busier = std::min(least_busier, with.occupancy - without.occupancy);
  }
  return {at_most("days with more than 3 % abandoned by the dialler", 0.05, above, seeds, size),
          {"abandoned by the dialler, mean of the days", limit, "at most", abandonment, 0, "at most that",
           abandonment <= limit},
          {"occupancy above progressive, mean of the days", busier_by, "at least", busier, 0, "at least that",
           busier >= busier_by},
          {"occupancy above progressive, least of the days", busier_by, "at least", least_busier, 0, "at least that",
           least_busier >= busier_by}};
}

}  // namespace twinline::laws
