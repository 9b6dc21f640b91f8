#include "reports/rollout/band_test.hpp"

#include <cmath>

namespace twinline::rollout {
namespace {

constexpr double share_below = 0.025;  // a 95 % band leaves as much above

}  // namespace

double chance_outside(std::uint64_t simulated_days) {
  const auto n = static_cast<double>(simulated_days);
  const double inner_rank = std::ceil(1 + share_below * (n - 1));
  return 2 * inner_rank / (n + 1);
}

void BandTest::begin_day(std::size_t intervals) {
  won_before_ = won();
  ++days_;
  intervals_ = static_cast<double>(intervals);
  paid_ = 0;
}

double BandTest::evidence() const {
  const double not_staked_yet = 1 / (days_ + 1);
  return won() + not_staked_yet;
}

}  // namespace twinline::rollout
