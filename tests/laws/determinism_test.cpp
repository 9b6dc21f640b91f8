// A replication is a pure function of model, seed and index: it comes to the same integers whoever computes it, beside
// whatever else, how often ever.
#include <catch2/catch.hpp>

#include "sim/lab/experiment.hpp"
#include "sim/lab/replication.hpp"
#include "tests/laws/library.hpp"

namespace twinline::laws {
namespace {

using Totals = std::vector<std::vector<reports::ReplicationTotals>>;

Totals replicated(const std::vector<sim::SeededModel>& arms, std::uint64_t replications, unsigned workers) {
  sim::Effort effort;
  effort.replications = replications;
  effort.workers = workers;
  return sim::replicate(arms, effort);
}

}  // namespace

TEST_CASE("one, two and three workers come to the same totals") {
  for (const char* path : {"quickstart.yaml", "laws/simple_msk.yaml"}) {
    INFO(path);
    const auto model = library_model(path);
    const Totals by_one = replicated({{model.get(), 5}}, 7, 1);
    CHECK(by_one.front().size() == 7);
    CHECK((by_one == replicated({{model.get(), 5}}, 7, 2)));
    CHECK((by_one == replicated({{model.get(), 5}}, 7, 3)));
    CHECK((by_one == replicated({{model.get(), 5}}, 7, 1)));
    CHECK_FALSE((by_one == replicated({{model.get(), 6}}, 7, 1)));
  }
}

TEST_CASE("an experiment that is enough at some index ends there, whoever works on it") {
  const auto model = library_model("laws/mmcab.yaml");
  const auto until = [&](std::uint64_t last, unsigned workers) {
    sim::Effort effort;
    effort.replications = 50;
    effort.workers = workers;
    effort.detail = reports::Detail::totals;
    effort.counts_from = 12;
    std::uint64_t expected = 0;
    effort.enough = [&, last](std::uint64_t index, std::span<const reports::ReplicationTotals> arms) {
      CHECK(index == expected++);
      CHECK(arms.size() == 2);
      return index == last;
    };
    const std::vector<sim::SeededModel> arms{{model.get(), 1}, {model.get(), 2}};
    return sim::replicate(arms, effort);
  };
  const Totals early = until(9, 1), late = until(20, 1);
  CHECK(early.front().size() == 10);
  CHECK(late.back().size() == 21);
  CHECK((early == until(9, 3)));
  CHECK((late == until(20, 3)));
  CHECK(early.front().front().detail == reports::Detail::totals);
  for (const auto& totals : late.front()) CHECK(totals.detail == reports::Detail::counts);
  CHECK(late.front()[3].total.counts == early.front()[3].total.counts);
  // One that is never enough runs to its end.
  CHECK(until(1000, 2).front().size() == 50);
}

TEST_CASE("a replication does not depend on what was computed before or beside it") {
  const auto model = library_model("quickstart.yaml");
  const auto other = library_model_as_arm("quickstart.yaml", "protect_seniors");

  const Totals both = replicated({{model.get(), 5}, {other.get(), 5}}, 4, 2);
  const Totals swapped = replicated({{other.get(), 5}, {model.get(), 5}}, 4, 2);
  CHECK((both[0] == swapped[1]));
  CHECK((both[1] == swapped[0]));
  CHECK_FALSE((both[0] == both[1]));

  sim::Replicator used(*model, reports::Detail::full);
  for (const std::uint64_t index : {2, 0, 3, 1, 2}) CHECK((used.run({5, index}) == both[0][index]));
  CHECK((sim::Replicator(*model, reports::Detail::full).run({5, 2}) == both[0][2]));
}

TEST_CASE("somebody looking on changes nothing") {
  const auto model = library_model("two_skill_bank.yaml");
  const auto journal = std::filesystem::temp_directory_path() / "twinline-determinism.journal";
  sim::Replicator replicator(*model, reports::Detail::full);
  const reports::ReplicationTotals unseen = replicator.run({5, 1});
  CHECK((replicator.run_journalled({5, 1}, journal) == unseen));
  std::filesystem::remove_all(journal);
}

}  // namespace twinline::laws
