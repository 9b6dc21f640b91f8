// What each experiment on the lab does, and how much of it.
#include <array>

#include "tests/laws/dialler_experiment.hpp"
#include "tests/laws/lab_experiments.hpp"
#include "tests/laws/rollout_experiments.hpp"
#include "tests/laws/selections.hpp"
#include "tests/laws/sequence_experiments.hpp"
#include "tests/laws/watch_experiments.hpp"

namespace twinline::laws {
namespace {

constexpr std::uint32_t comparisons = 2000, few_comparisons = 200;
constexpr std::uint32_t looks = 10000, few_looks = 1000;

template <DrawPair draw>
std::vector<LabRow> no_difference(std::uint32_t so_many, std::uint32_t until, Size size) {
  return false_positives(draw, so_many, until, size);
}

/// Without symmetry the short tail hides how far the long one reaches: asked whether b is below a, one errs more often.
std::vector<LabRow> leaning_difference(std::uint32_t so_many, std::uint32_t until, Size size) {
  return false_positives(leaning_pair, so_many, until, size, 0.08);
}

constexpr std::array<LabExperiment, 16> table{{
    {"aa_normal", "A/A, looked at after each of 50 to 10000 replications: normal values",
     "drawn, independent arms; to 1000 in the reduced run", "", comparisons, few_comparisons, looks, few_looks,
     no_difference<normal_pair>},
    {"aa_skewed", "A/A, looked at after each of 50 to 10000 replications: skewed values",
     "drawn, independent arms, lognormal(0, 1); to 1000 in the reduced run", "", comparisons, few_comparisons, looks,
     few_looks, no_difference<skewed_pair>},
    {"aa_mostly_zero", "A/A, looked at after each of 50 to 10000 replications: values that are mostly zero",
     "drawn, independent arms, 95 % zeros, else exponential; to 1000 in the reduced run", "", comparisons,
     few_comparisons, looks, few_looks, no_difference<mostly_zero_pair>},
    {"aa_service_level", "A/A, looked at after each of 50 to 10000 replications: a service level",
     "drawn, independent arms, a ratio of sums over days of unequal busyness; to 1000 in the reduced run", "",
     comparisons, few_comparisons, looks, few_looks, no_difference<service_level_pair>},
    {"aa_paired", "A/A, looked at after each of 50 to 10000 replications: a service level of paired arms",
     "drawn, paired arms, a ratio of sums over days of unequal busyness; to 1000 in the reduced run", "", comparisons,
     few_comparisons, looks, few_looks, no_difference<paired_service_level_pair>},
    {"aa_leaning", "A/A, looked at after each of 50 to 10000 replications: paired differences that lean to one side",
     "drawn, lognormal(0, 1/2) less its mean; to 1000 in the reduced run", "", comparisons, few_comparisons, looks,
     few_looks, leaning_difference},
    {"aa_independent_teams", "A/A with the whole rule for stopping, within 10000: independent arms",
     "drawn from 20000 simulated days; from 4000 and within 1000 in the reduced run", "laws/two_teams.yaml",
     comparisons, few_comparisons, looks, few_looks, independent_teams},
    {"aa_paired_teams", "A/A with the whole rule for stopping, within 10000: paired arms whose paths differ",
     "drawn from 20000 simulated days; from 4000 and within 1000 in the reduced run", "laws/two_teams.yaml",
     comparisons, few_comparisons, looks, few_looks, paired_teams},
    {"sequence_use", "What looking costs: widths, and when an effect is found", "drawn, normal values", "", comparisons,
     few_comparisons, 3000, 3000, usefulness},
    {"power", "Power: the chance of finding an effect, by its size", "drawn, normal values", "", comparisons,
     few_comparisons, 1000, 1000, power},
    {"fixed_coverage", "Coverage of intervals for a fixed number of replications", "drawn, the true difference being 0",
     "", 10000, 400, 200, 200, fixed_coverage},
    {"selections_drawn", "Selections: how often the best of twenty is missed", "drawn, normal values", "", comparisons,
     few_comparisons, 0, 0, drawn_selection_rows},
    {"selections_routing", "Selections: how often the best of twenty ways of routing is missed",
     "drawn from 20000 simulated mornings (1000 in the reduced run)", "laws/twenty_routings.yaml", 500, 50, 20000, 1000,
     routing_selection_rows},
    {"rollout_equal", "Rollouts between equal policies: how often they are rolled back, every call being looked at",
     "days of 50000 calls", "laws/rollout_day.yaml", 500, 20, 0, 0, equal_rollouts},
    {"rollout_bad", "Rollouts of a candidate that is worse by five points: what a forecast foretells",
     "days of 50000 calls; the forecast from 400 others (6 in the reduced run)", "laws/rollout_day.yaml", 2000, 10, 400,
     6, bad_rollouts},
    {"predictive_dialler", "A predictive dialler held to 3 % of those who answer, day by day",
     "eight hours of 40 agents with each of 100 seeds (8 in the reduced run), beside progressive dialling",
     "laws/dialler_day.yaml", 100, 8, 0, 0, dialler_rows},
}};

}  // namespace

std::span<const LabExperiment> lab_experiments() { return table; }

}  // namespace twinline::laws
