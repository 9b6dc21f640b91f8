#include "scenarios/schema/distribution_mass.hpp"

#include <catch2/catch.hpp>

#include "sim/people/sampler.hpp"

namespace twinline::scenarios {
namespace {

using Kind = Distribution::Kind;

Distribution of(Kind kind, std::vector<double> parameters, std::vector<double> weights = {}) {
  Distribution distribution;
  distribution.kind = kind;
  distribution.parameters = std::move(parameters);
  distribution.weights = std::move(weights);
  return distribution;
}

}  // namespace

TEST_CASE("the loader's distribution functions are those that are drawn from") {
  Distribution mixture = of(Kind::mixture, {}, {1, 3});
  mixture.parts = {of(Kind::exponential, {50}), of(Kind::lognormal, {200, 100})};
  Distribution bounded = of(Kind::gamma, {100, 2.5});
  bounded.shift = 20;
  bounded.low = 40;
  bounded.high = 150;
  const std::vector<Distribution> all{of(Kind::constant, {60}),
                                      of(Kind::exponential, {60}),
                                      of(Kind::lognormal, {180, 210}),
                                      of(Kind::gamma, {75, 0.4}),
                                      of(Kind::gamma, {75, 900}),
                                      of(Kind::gamma, {75, 50000}),
                                      of(Kind::erlang, {75, 4}),
                                      of(Kind::hyperexponential, {10, 300}, {3, 1}),
                                      of(Kind::weibull, {60, 0.7}),
                                      of(Kind::uniform, {20, 90}),
                                      of(Kind::empirical, {30, 60, 61}, {1, 2, 1}),
                                      mixture,
                                      bounded};
  for (std::size_t which = 0; which < all.size(); ++which) {
    const random::Distribution drawn = sim::sampler(all[which]);
    for (const double seconds : {0.0, 1.0, 30.0, 60.0, 74.0, 75.5, 90.0, 149.0, 150.0, 1000.0}) {
      CAPTURE(which, seconds);
      CHECK(mass_up_to(all[which], seconds) == Approx(drawn.cumulative(seconds)).margin(2e-6));
    }
  }
  CHECK(mass_within_bounds(bounded) ==
        Approx(mass_up_to(of(Kind::gamma, {100, 2.5}), 130) - mass_up_to(of(Kind::gamma, {100, 2.5}), 20)));
}

}  // namespace twinline::scenarios
