// One distribution of each kind, and of the modifiers nested in one another, for the tests that look at all
// of them.
#pragma once

#include <string>
#include <vector>

#include "sim/random/distribution.hpp"

namespace twinline::random {

struct NamedDistribution {
  std::string name;
  Distribution distribution;
};

inline std::vector<NamedDistribution> every_distribution() {
  using D = Distribution;
  return {
      {"constant", D::constant(15)},
      {"exponential", D::exponential(240)},
      {"lognormal", D::lognormal(180, 210)},
      {"gamma of shape 28.7", D::gamma(1, 28.7)},
      {"gamma of shape 0.4", D::gamma(30, 0.4)},
      {"erlang", D::erlang(3, 90)},
      {"hyperexponential", D::hyperexponential({3, 1}, {20, 400})},
      {"weibull of shape 0.7", D::weibull(0.7, 60)},
      {"weibull of shape 2", D::weibull(2, 60)},
      {"uniform", D::uniform(10, 25)},
      {"empirical", D::empirical({31, 8, 120, 44, 8})},
      {"weighted empirical", D::empirical({5, 60, 600}, {0.5, 0, 1.5})},
      {"mixture", D::mixture({0.2, 0.8}, {D::constant(3), D::lognormal(60, 20)})},
      {"shifted", D::exponential(20).shifted(5)},
      {"truncated", D::lognormal(180, 210).truncated(30, 900)},
      {"truncated tail", D::exponential(60).truncated(120)},
      {"shifted mixture of truncated",
       D::mixture({1, 2}, {D::gamma(50, 2).truncated(0, 80), D::uniform(0, 5)}).shifted(2).truncated(3, 60)},
  };
}

}  // namespace twinline::random
