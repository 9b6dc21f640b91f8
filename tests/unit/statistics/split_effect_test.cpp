#include "reports/statistics/split_effect.hpp"

#include <array>
#include <cmath>

#include <catch2/catch.hpp>

#include "policies/contract/choice.hpp"
#include "reports/statistics/t_mixture.hpp"

using namespace twinline::statistics;

namespace {

/// Evenly spread below 1.
double drawn(std::uint64_t stream, std::uint64_t number) {
  return static_cast<double>(twinline::choice(stream, number, 0) >> 11) * 0x1p-53;
}

}  // namespace

TEST_CASE("over all ways of dealing calls out, the estimate is on average what the candidate changes") {
  // What each call would come to under the incumbent and under the candidate.
  constexpr std::array<double, 5> under_incumbent{3, 0, 7, 1, 2}, under_candidate{4, 2, 6, 1, 5};
  constexpr double share = 0.3, true_effect = 5.0 / 5;
  double expected = 0;
  for (unsigned dealt = 0; dealt < 32; ++dealt) {
    SplitEffect effect;
    double probability = 1;
    for (unsigned call = 0; call < 5; ++call) {
      const bool is_candidates = (dealt >> call & 1U) != 0;
      probability *= is_candidates ? share : 1 - share;
      effect.add({is_candidates ? under_candidate[call] : under_incumbent[call], 1}, is_candidates, share);
    }
    expected += probability * effect.difference().estimate;
  }
  CHECK(expected == Approx(true_effect).epsilon(1e-12));
}

TEST_CASE("the estimated variance of the effect is that of the estimates, though calls resemble their neighbours") {
  double sum = 0, squares = 0, variances = 0;
  constexpr int rollouts = 2000, calls = 400;
  for (int rollout = 0; rollout < rollouts; ++rollout) {
    SplitEffect effect;
    for (int call = 0; call < calls; ++call) {
      // Busy and quiet times of fifty calls each, the same in every rollout: only who decides is chance.
      const double answered_in_time = call / 50 % 2 == 0 ? 1 : (call % 3 == 0 ? 1 : 0);
      effect.add({answered_in_time, 1}, drawn(static_cast<std::uint64_t>(rollout), call) < 0.2, 0.2);
    }
    const double estimate = effect.difference().estimate;
    sum += estimate;
    squares += estimate * estimate;
    variances += effect.difference().variance;
  }
  const double mean = sum / rollouts, variance = squares / rollouts - mean * mean;
  CHECK(std::abs(mean) < 4 * std::sqrt(variance / rollouts));
  CHECK(variances / rollouts == Approx(variance).epsilon(0.12));
}

TEST_CASE("a ratio's denominators are part of what a call is") {
  SplitEffect effect;
  // Every other call counts: half of the counted ones are met, whoever decides.
  for (int call = 0; call < 8000; ++call) {
    const double counted = call % 2, met = call % 4 == 1 ? 1 : 0;
    effect.add({met, counted}, drawn(77, static_cast<std::uint64_t>(call)) < 0.5, 0.5);
  }
  CHECK(std::abs(effect.difference().estimate) < 4 * std::sqrt(effect.difference().variance));
  CHECK(std::sqrt(effect.difference().variance) == Approx(2 * std::sqrt(0.25 / 4000)).epsilon(0.05));
  CHECK(effect.n() == 8000);
  CHECK(effect.incumbents() + effect.candidates() == 8000);
}

TEST_CASE("scores of a ramp have one variance") {
  SplitEffect ramped, constant;
  for (std::uint64_t call = 0; call < 20000; ++call) {
    const double share = call < 10000 ? 0.01 : 0.5;
    const double met = drawn(5, call) < 0.8 ? 1 : 0;
    ramped.add({met, 1}, drawn(6, call) < share, share);
    if (call >= 10000) constant.add({met, 1}, drawn(6, call) < share, share);
  }
  // The second half alone says nearly as much as both: what 1 % says is not taken for as much.
  CHECK(ramped.difference().variance < 1.1 * constant.difference().variance);
  CHECK(std::isnan(SplitEffect{}.difference().estimate));
}
