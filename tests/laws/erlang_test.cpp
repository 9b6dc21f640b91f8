// The yardstick itself: the tests' own formulas against printed values.
#include "tests/laws/erlang.hpp"

#include <catch2/catch.hpp>

namespace twinline::laws {
namespace {

/// Equal to 1e-6, or to half a unit of the last digit printed.
Approx printed(double value, double half_unit = 1e-6) { return Approx(value).epsilon(0).margin(half_unit); }

constexpr double per_minute = 1 / 60.0, per_hour = 1 / 3600.0, minutes = 60;

}  // namespace

TEST_CASE("Erlang B gives the printed values") {
  CHECK(erlang_b(1, 1) == printed(.5));
  CHECK(erlang_b(2, 1) == printed(.2));
  CHECK(erlang_b(14, 10) == printed(.05681914, 5e-9));
  CHECK(erlang_b(110, 100) == printed(.02746345, 5e-9));
}

TEST_CASE("Erlang C gives the printed values") {
  const SteadyState fourteen = erlang_c({200 * per_hour, 180, 14}, 20);
  CHECK(fourteen.probability_of_wait == printed(.1741319));
  CHECK(fourteen.service_level == printed(.88835, 5e-6));
  CHECK(fourteen.mean_wait == printed(7.83594, 5e-6));
  CHECK(fourteen.occupancy == printed(.7142857));

  const SteadyState forty = erlang_c({1000 * per_hour, 120, 40}, 20);
  CHECK(forty.probability_of_wait == printed(.1907, 5e-5));
  CHECK(forty.service_level == printed(.9372, 5e-5));
  CHECK(forty.mean_wait == printed(3.43, 5e-3));
  CHECK(forty.occupancy <= .85);

  CHECK(erlang_c({250 * per_hour, 330, 27}, 30).service_level == printed(.782, 5e-4));
  CHECK(erlang_c({250 * per_hour, 330, 28}, 30).service_level == printed(.857, 5e-4));
}

TEST_CASE("Erlang A gives the printed values") {
  const SteadyState fourteen = erlang_a({200 * per_hour, 180, 14}, 5 * minutes, 20);
  CHECK(fourteen.probability_of_wait == printed(.14526, 5e-6));
  CHECK(fourteen.probability_of_abandonment == printed(.013984));
  CHECK(fourteen.occupancy == printed(.704297));
  CHECK(fourteen.mean_wait / minutes == printed(.069919));
  CHECK(fourteen.service_level == printed(.916792));

  CHECK(erlang_a({3.5 * per_minute, 180, 13}, 5 * minutes, 20).mean_wait == printed(9.913, 5e-4));

  const SteadyState hundred = erlang_a({100, 1, 100}, 2, 20);
  CHECK(hundred.probability_of_wait == printed(.596703));
  CHECK(hundred.probability_of_abandonment == printed(.033030));
  const SteadyState ninety = erlang_a({100, 1, 90}, 2, 20);
  CHECK(ninety.probability_of_wait == printed(.937677));
  CHECK(ninety.probability_of_abandonment == printed(.103364));
  const SteadyState equal = erlang_a({102, 1, 100}, 1, 20);
  CHECK(equal.probability_of_wait == printed(.591719));
  CHECK(equal.probability_of_abandonment == printed(.049918));

  const SteadyState yardstick = erlang_a({.316667, 300, 100}, 300, 20);
  CHECK(yardstick.probability_of_abandonment == printed(.020166));
  CHECK(yardstick.mean_wait == printed(6.050, 5e-4));
  CHECK(yardstick.occupancy == printed(.93084, 5e-6));
  CHECK(yardstick.service_level == printed(.86377, 5e-6));
}

}  // namespace twinline::laws
