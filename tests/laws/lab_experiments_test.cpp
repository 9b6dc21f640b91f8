// The experiments on the lab can fail. At reduced size they are run by the suite `validation`, which also holds them
// against docs/validation.md; here are those that are made wrong.
#include "tests/laws/lab_experiments.hpp"

#include <set>

#include <catch2/catch.hpp>

#include "tests/laws/sequence_experiments.hpp"

namespace twinline::laws {
namespace {

/// A true difference of three tenths of a standard deviation: what a false positive would look like if it were none.
Pair different_pair(random::Stream& stream) {
  Pair pair = normal_pair(stream);
  pair.b.numerator += 0.3;
  return pair;
}

}  // namespace

TEST_CASE("an A/A comparison of arms that do differ is noticed") {
  const auto same = false_positives(normal_pair, 60, 400, Size::reduced);
  const auto different = false_positives(different_pair, 60, 400, Size::reduced);
  REQUIRE(same.size() == different.size());
  CHECK(same.front().passed);
  CHECK_FALSE(different[0].passed);
  CHECK_FALSE(different[1].passed);
}

TEST_CASE("a share is judged by its criterion") {
  CHECK(at_most("", 0.05, 100, 2000, Size::full).passed);
  CHECK_FALSE(at_most("", 0.05, 101, 2000, Size::full).passed);
  CHECK(at_most("", 0.05, 14, 200, Size::reduced).passed);
  CHECK_FALSE(at_most("", 0.05, 30, 200, Size::reduced).passed);
  CHECK(within_range("", 0.95, 0.94, 0.965, 9400, 10000, Size::full).passed);
  CHECK_FALSE(within_range("", 0.95, 0.94, 0.965, 9399, 10000, Size::full).passed);
  CHECK_FALSE(within_range("", 0.95, 0.94, 0.965, 9651, 10000, Size::full).passed);
  CHECK(contrast("", 600, 2000).passed);
  CHECK_FALSE(contrast("", 100, 2000).passed);
}

TEST_CASE("experiments on the lab have names of their own") {
  std::set<std::string_view> names;
  for (const Experiment& experiment : experiments()) names.insert(experiment.name);
  for (const LabExperiment& experiment : lab_experiments()) names.insert(experiment.name);
  CHECK(names.size() == experiments().size() + lab_experiments().size());
}

}  // namespace twinline::laws
