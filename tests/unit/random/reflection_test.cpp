// Quantiles and mirror images of distributions.
#include <algorithm>

#include <catch2/catch.hpp>

#include "reports/statistics/reference_distributions.hpp"
#include "sim/random/distribution.hpp"

namespace twinline::random {
namespace {

std::vector<Distribution> continuous() {
  return {Distribution::exponential(3),
          Distribution::lognormal(180, 210),
          Distribution::gamma(1, 28.7),
          Distribution::gamma(2, 0.5),
          Distribution::hyperexponential({0.3, 0.7}, {1, 20}),
          Distribution::weibull(1.3, 360),
          Distribution::uniform(1, 5),
          Distribution::mixture({1, 3}, {Distribution::lognormal(90, 60), Distribution::lognormal(420, 260)}),
          Distribution::exponential(4).shifted(2),
          Distribution::gamma(75, 2.5).truncated(0, 600)};
}

}  // namespace

TEST_CASE("the value at a normal score is the quantile at the score's share") {
  for (const double score : {-6.0, -2.5, -0.1, 0.0, 1.0, 3.0, 6.0}) {
    const double share = statistics::normal_cumulative(score);
    for (const Distribution& distribution :
         {Distribution::lognormal(1, 0.4), Distribution::gamma(1, 0.3), Distribution::gamma(1, 1),
          Distribution::gamma(2, 28.7), Distribution::gamma(1, 4000), Distribution::weibull(1.5, 10)}) {
      CHECK(distribution.at_normal_score(score) == Approx(distribution.quantile(share)).epsilon(1e-7));
    }
  }
  CHECK(Distribution::gamma(1, 5).at_normal_score(-40) > 0);
  CHECK(Distribution::gamma(1, 5).at_normal_score(40) < 100);
}

TEST_CASE("a quantile is what its share does not exceed") {
  for (const Distribution& distribution : continuous()) {
    CAPTURE(static_cast<int>(distribution.kind()));
    REQUIRE(distribution.is_continuous());
    for (const double p : {1e-6, 0.1, 0.5, 0.9, 0.999999})
      CHECK(distribution.cumulative(distribution.quantile(p)) == Approx(p).epsilon(1e-9));
  }
  CHECK_THROWS_AS(Distribution::exponential(1).quantile(1), std::invalid_argument);
}

TEST_CASE("a mirror image is as far from the other end, and mirrors back") {
  for (const Distribution& distribution : continuous()) {
    CAPTURE(static_cast<int>(distribution.kind()));
    double last = 1e300;
    for (const double p : {0.001, 0.2, 0.5, 0.7, 0.99}) {
      const double value = distribution.quantile(p), image = distribution.reflected(value);
      CHECK(distribution.cumulative(image) == Approx(1 - p).epsilon(1e-7));
      CHECK(distribution.reflected(image) == Approx(value).epsilon(1e-7));
      CHECK(image < last);
      last = image;
    }
  }
  CHECK(Distribution::exponential(2).reflected(0) < 100);
}

TEST_CASE("what has single values with a probability is not mirrored") {
  CHECK_FALSE(Distribution::constant(3).is_continuous());
  CHECK_FALSE(Distribution::empirical({1, 2, 3}).is_continuous());
  CHECK_FALSE(Distribution::mixture({1, 1}, {Distribution::constant(0), Distribution::exponential(2)}).is_continuous());
  CHECK_FALSE(Distribution::constant(3).shifted(1).is_continuous());
}

}  // namespace twinline::random
