#include "reports/statistics/holm.hpp"

#include <catch2/catch.hpp>

using twinline::statistics::holm;

TEST_CASE("Holm multiplies the smallest by how many there are, the next by one less, and never falls") {
  const std::vector<double> p{0.01, 0.04, 0.03, 0.005};
  const std::vector<double> adjusted = holm(p);
  CHECK(adjusted[3] == Approx(0.02));
  CHECK(adjusted[0] == Approx(0.03));
  CHECK(adjusted[2] == Approx(0.06));
  CHECK(adjusted[1] == Approx(0.06));  // 0.04 by itself would be smaller than the one before
}

TEST_CASE("adjusted p-values are at most 1, one alone stays as it is") {
  CHECK(holm(std::vector<double>{0.7, 0.8}) == std::vector<double>{1, 1});
  CHECK(holm(std::vector<double>{0.04}) == std::vector<double>{0.04});
  CHECK(holm({}).empty());
}
