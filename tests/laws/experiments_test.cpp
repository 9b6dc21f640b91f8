// Every experiment of docs/validation.md at reduced size. A sanitizer build looks for wrong memory accesses, not for
// wrong means, and is slow: it takes a quarter of the replications (TWINLINE_LAWS_SHARE, set by this folder's
// CMakeLists.txt).
#include "tests/laws/experiments.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

namespace twinline::laws {

TEST_CASE("every experiment holds at reduced size") {
  for (const Experiment& experiment : experiments()) {
    const std::uint32_t replications = std::max(3U, experiment.reduced / TWINLINE_LAWS_SHARE);
    const Result result = conduct(experiment, Size::reduced, replications);
    REQUIRE(result.rows.size() == experiment.quantities.size());
    for (const Row& row : result.rows) {
      INFO(experiment.name << ": " << row.quantity->name << " is " << row.measured << " ± " << row.half_width
                           << ", expected " << row.quantity->expected.value << " within " << row.criterion);
      CHECK(row.passed);
    }
  }
}

TEST_CASE("an experiment that expects something else fails") {
  Experiment experiment = *std::find_if(experiments().begin(), experiments().end(),
                                        [](const Experiment& one) { return one.name == "erlang_b_14_10"; });
  const Result right = conduct(experiment, Size::reduced, 10);
  experiment.quantities.front().expected.value *= 1.05;
  const Result wrong = conduct(experiment, Size::reduced, 10);
  CHECK(right.passed());
  CHECK_FALSE(wrong.passed());
  CHECK(wrong.rows.front().measured == right.rows.front().measured);
}

TEST_CASE("experiments have names of their own") {
  std::set<std::string_view> names;
  for (const Experiment& experiment : experiments()) names.insert(experiment.name);
  CHECK(names.size() == experiments().size());
}

}  // namespace twinline::laws
