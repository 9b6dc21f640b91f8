#include "tests/laws/sequence_coverage.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "reports/kpi/sample.hpp"
#include "reports/statistics/paired_moments.hpp"
#include "reports/statistics/t_mixture.hpp"
#include "sim/lab/experiment.hpp"
#include "tests/laws/coverage_truth.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {
namespace {

constexpr double alpha = 0.05;
constexpr std::array<std::string_view, 3> followed_kpis{"abandoned", "service_level", "mean_wait"};

/// Runs that are simulated together; more only take memory.
constexpr std::uint32_t followed_at_once = 25;

using Totals = std::span<const reports::ReplicationTotals>;

struct FollowedKpi {
  const reports::Kpi* kpi = nullptr;
  double truth = 0;
  std::uint32_t lost = 0;  ///< runs in which the sequence did not hold the truth at every look
};

class Following {
 public:
  Following(const sim::Model& a, const sim::Model& b, std::uint32_t looks)
      : a_(a.scenario().centre, a.grid(), {}), b_(b.scenario().centre, b.grid(), {}) {
    const CoverageTruth truth_of_a(a.scenario()), truth_of_b(b.scenario());
    for (const std::string_view name : followed_kpis) {
      const reports::Kpi* kpi = reports::find_kpi(name);
      kpis_.push_back({kpi, truth_of_b.of(*kpi, std::nullopt) - truth_of_a.of(*kpi, std::nullopt)});
    }
    factors_.resize(looks + 1, std::numeric_limits<double>::infinity());
    for (std::uint64_t n = statistics::first_look; n <= looks; ++n)
      factors_[n] = statistics::t_mixture_factor(n, statistics::Sides::two, alpha);
  }

  void look_at(Totals a, Totals b) {
    for (FollowedKpi& followed : kpis_) followed.lost += loses_truth(followed, a, b);
  }

  const std::vector<FollowedKpi>& kpis() const { return kpis_; }

 private:
  bool loses_truth(const FollowedKpi& followed, Totals a, Totals b) const {
    statistics::PairedMoments moments;
    for (std::size_t pair = 0; pair < a.size(); ++pair) {
      moments.add(reports::part_of(*followed.kpi, a_.cell_at(reports::Place{}, a[pair])),
                  reports::part_of(*followed.kpi, b_.cell_at(reports::Place{}, b[pair])));
      const statistics::SampleEstimate difference = moments.difference();
      const double error = std::abs(difference.estimate - followed.truth);
      if (error > factors_[moments.n()] * std::sqrt(difference.variance)) return true;
    }
    return false;
  }

  reports::PlaceSampler a_, b_;
  std::vector<FollowedKpi> kpis_;
  std::vector<double> factors_;  ///< half-width of the sequence in standard errors, by replications
};

}  // namespace

std::vector<LabRow> sequence_coverage(std::uint32_t runs, std::uint32_t looks, Size size) {
  constexpr std::string_view scenario = "laws/erlang_a_hour.yaml";
  const auto a = library_model_as_arm(std::string{scenario}, "five");
  const auto b = library_model_as_arm(std::string{scenario}, "six");
  Following following(*a, *b, looks);
  sim::Effort effort;
  effort.replications = looks;
  effort.detail = reports::Detail::counts;
  for (std::uint32_t first = 1; first <= runs; first += followed_at_once) {
    std::vector<sim::SeededModel> seeded;
    for (std::uint32_t seed = first; seed < std::min(first + followed_at_once, runs + 1); ++seed) {
      seeded.push_back({a.get(), seed});
      seeded.push_back({b.get(), seed});
    }
    const auto totals = sim::replicate(seeded, effort);
    for (std::size_t run = 0; run < totals.size(); run += 2) following.look_at(totals[run], totals[run + 1]);
  }
  std::vector<LabRow> rows;
  for (const FollowedKpi& followed : following.kpis()) {
    rows.push_back(at_most(fmt::format("{}: the sequence lost the true difference at some look", followed.kpi->name),
                           alpha, followed.lost, runs, size));
  }
  return rows;
}

}  // namespace twinline::laws
