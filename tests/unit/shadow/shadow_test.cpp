// A shadow beside a bridge that writes its journal in the same process: a busy day of calls, hung up on, redialled and
// overflowing, in many small segments.
#include "live_bridge/shadow/shadow.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "live_bridge/shadow/shadow_status.hpp"
#include "reports/journal/reader.hpp"
#include "reports/journal/segment.hpp"
#include "reports/journal/segment_names.hpp"
#include "reports/journal/writer.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/schema/load.hpp"
#include "sim/lab/replication.hpp"
#include "tests/project_files.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::live::shadow {
namespace {

using scenarios::samples::Folder;

const journal::PolicyIdentity incumbent{"skill_priority", 1, {{"overflow_after", "45 s"}}};

/// A bridge's journal of a simulated day, as far as it was written.
class Day {
 public:
  Day() : reader_(simulated()) {
    header_ = reader_.header();
    const auto opening = std::get<journal::Snapshot>(*reader_.next());
    header_.routing = incumbent;
    const auto makers = scenarios::policy_makers<journal::PolicyMakers>();
    acd_ = std::make_unique<Acd>(
        header_.centre,
        Policies{makers.routing(header_.centre, header_.routing), makers.staffing(header_.centre, header_.staffing),
                 makers.ivr(header_.centre, header_.ivr)},
        header_.policy_seed);
    outcome_.keep_decisions = true;
    acd_->start(opening.at, outcome_);
    last_ = opening.at;
    begin();
  }

  /// Another process goes on.
  void begin() {
    journal::WriterOptions options;
    options.segment_bytes = 100'000;
    options.compress = false;
    options.handover = journal::Handover::every_frame;
    options.existing = journal::Existing::follow;
    header_.entries_before = entries_;
    writer_.reset();
    writer_.emplace(path(), header_, journal::Snapshot{last_, acd_->save()}, options);
  }

  /// So many facts more; whether there were that many.
  bool write(std::size_t entries) {
    for (std::size_t written = 0; written < entries; ++written) {
      const auto record = reader_.next();
      if (!record) return false;
      const auto& entry = std::get<journal::Entry>(*record);
      outcome_.clear();
      acd_->handle(entry.at, entry.fact, outcome_);
      last_ = entry.at;
      writer_->append(entry.at, entry.fact, outcome_.decisions, outcome_.answers, {}, outcome_.wishes,
                      outcome_.happenings);
      ++entries_;
      if (writer_->segment_is_full()) writer_->append(journal::Snapshot{last_, acd_->save()});
    }
    return true;
  }

  std::filesystem::path path() const { return folder_.path() / "day.tlj"; }
  std::uint64_t entries() const { return entries_; }
  std::size_t segments() const { return journal::segments_of(path()).size(); }

 private:
  /// With too few juniors, so that calls wait, overflow and are given up. Once for all tests.
  static std::filesystem::path simulated() {
    static const Folder folder;
    const auto path = folder.path() / "simulated.tlj";
    if (std::filesystem::exists(path)) return path;
    auto loaded = scenarios::load(tests::project() / "scenarios/library/quickstart.yaml", scenarios::policy_menu(),
                                  {{"policies.routing", "{name: skill_priority, params: {overflow_after: 45 s}}"},
                                   {"groups.juniors.scheduled", "9"}});
    sim::Replicator(sim::Model(std::move(*loaded.scenario)), reports::Detail::counts).run_journalled({3, 0}, path);
    return path;
  }

  Folder folder_;
  journal::Reader reader_;
  journal::Header header_;
  std::unique_ptr<Acd> acd_;
  Outcome outcome_;
  Time last_;
  std::uint64_t entries_ = 0;
  std::optional<journal::Writer> writer_;
};

Candidate from_menu(const journal::PolicyIdentity& identity) {
  return {identity, [identity](const Centre& centre) {
            return scenarios::make_routing(centre, {identity.name, identity.version, identity.parameters});
          }};
}

/// Nothing hangs here.
struct Patient {
  Watchdog dog{10s, [] {}};
  Shadow shadow;
  explicit Patient(const Day& day, const Candidate& candidate)
      : shadow(day.path(), scenarios::policy_makers<journal::PolicyMakers>(), candidate, dog, 5s) {}

  void catch_up(Time now = {}) {
    while (shadow.take_in(1000, now) > 0) {
    }
  }
};

/// Fails as it is told to, and counts what it is asked.
struct Failing final : RoutingPolicy {
  bool learns;
  explicit Failing(bool may_learn) : learns(may_learn) {}
  void decide(const View&, const Occasion&, Decisions&) const override { throw std::runtime_error("no idea"); }
  HappeningSet interests() const override { return HappeningSet::of<WaitBegan>(); }
  void learn(const Happening&, const View&) override {
    if (!learns) throw std::runtime_error("too much");
  }
};

TEST_CASE("shadow: a candidate like the incumbent agrees on a whole day, over segments, packing and a restart") {
  Day day;
  Patient beside(day, from_menu(incumbent));
  CHECK(beside.shadow.take_in(10, {}) == 1);  // the snapshot
  for (int part = 0; day.write(500); ++part) {
    if (part == 2) beside.catch_up();
    if (part == 4) journal::compress_segment(journal::segments_of(day.path()).front());
    if (part == 5) day.begin();
    if (part % 2 == 1) beside.catch_up();
  }
  beside.catch_up();
  const ShadowTally& tally = beside.shadow.tally();
  CHECK(day.segments() > 4);
  CHECK(tally.entries == day.entries());
  CHECK(tally.occasions > 1500);
  CHECK(tally.disagreements == 0);
  CHECK(tally.dropped_entries + tally.dropped_occasions + tally.skips == 0);
  REQUIRE(beside.shadow.incumbent() != nullptr);
  CHECK(*beside.shadow.incumbent() == incumbent);
}

TEST_CASE("shadow: another candidate disagrees, by cause, with examples in words") {
  Day day;
  const journal::PolicyIdentity candidate{"longest_idle_agent", 1, {}};
  Patient beside(day, from_menu(candidate));
  beside.catch_up();
  while (day.write(1000)) beside.catch_up();
  const ShadowTally& tally = beside.shadow.tally();
  CHECK(tally.disagreements > 500);
  CHECK(tally.disagreements < tally.occasions);
  CHECK(std::accumulate(tally.by_cause.begin(), tally.by_cause.end(), std::uint64_t{0}) == tally.disagreements);
  const auto number_of = [&](journal::DisagreementCause cause) {
    return tally.by_cause[static_cast<std::size_t>(cause)];
  };
  CHECK(number_of(journal::DisagreementCause::assigns) > 0);
  CHECK(number_of(journal::DisagreementCause::invalid) == 0);

  ShadowStatus status{ShadowState::following, "", "5ha", candidate, incumbent, 0.25};
  const auto json = nlohmann::json::parse(to_json(status, tally));
  CHECK(json["schema"] == "twinline.shadow/1");
  CHECK(json["expected_disagreement_share"] == 0.25);
  CHECK(json["by_cause"]["assigns"] == number_of(journal::DisagreementCause::assigns));
  REQUIRE_FALSE(json["examples"].empty());
  for (const auto& example : json["examples"]) {
    CHECK(example["incumbent"]["decisions"] != example["candidate"]["decisions"]);
  }
  CHECK(json["examples"].size() <= examples_per_cause * journal::disagreement_causes);
  CHECK(json["examples"][0]["candidate"]["because"].is_string());
  CHECK_THAT(in_words(status, tally), Catch::Contains("following: longest_idle_agent, version 1") &&
                                          Catch::Contains("beside skill_priority, version 1") &&
                                          Catch::Contains("expected 25.00 %") && Catch::Contains("  assigns: "));
}

TEST_CASE("shadow: a candidate that throws is counted, whether it decides or learns") {
  Day day;
  Patient beside(day, {{"failing", 1, {}}, [](const Centre&) { return std::make_unique<Failing>(false); }});
  day.write(600);
  beside.catch_up();
  const ShadowTally& tally = beside.shadow.tally();
  CHECK(tally.entries == 600);
  CHECK(tally.by_cause[static_cast<std::size_t>(journal::DisagreementCause::threw)] == tally.occasions);
  CHECK(tally.occasions > 50);
  CHECK(tally.learning_failures > 50);
  CHECK(tally.examples.at(0).candidate == "threw: no idea");
}

TEST_CASE("shadow: who is behind is not asked, and skips what can be skipped; all of it is counted") {
  Day day;
  int made = 0;
  Patient beside(day, {incumbent, [&](const Centre& centre) {
                         ++made;
                         return from_menu(incumbent).make(centre);
                       }});
  beside.catch_up(Time{0s});
  day.write(200);
  CHECK(beside.shadow.take_in(100, Time{6s}) == 100);
  CHECK(beside.shadow.tally().behind);
  beside.catch_up(Time{7s});  // in the same segment: lived through, but nobody asks
  CHECK(beside.shadow.tally().dropped_occasions > 0);
  CHECK(beside.shadow.tally().dropped_entries == 0);
  CHECK(beside.shadow.tally().entries == 200);
  CHECK_FALSE(beside.shadow.tally().behind);

  while (day.segments() < 5) day.write(100);
  const std::uint64_t dropped = beside.shadow.tally().dropped_occasions;
  CHECK(beside.shadow.take_in(10, Time{20s}) == 10);
  CHECK(beside.shadow.tally().skips == 1);
  beside.catch_up(Time{20s});
  day.write(300);
  beside.catch_up(Time{21s});
  const ShadowTally& tally = beside.shadow.tally();
  CHECK(tally.entries + tally.dropped_entries == day.entries());
  CHECK(tally.dropped_entries > 100);
  CHECK(tally.dropped_occasions >= dropped);
  CHECK(made == 2);
  CHECK(tally.occasions > 50);
  CHECK(tally.disagreements == 0);
}

TEST_CASE("shadow: a candidate that does not return wakes the watchdog") {
  struct Slow final : RoutingPolicy {
    void decide(const View&, const Occasion&, Decisions&) const override { std::this_thread::sleep_for(150ms); }
  };
  Day day;
  std::atomic<bool> barked = false;
  Watchdog dog(50ms, [&] { barked = true; });
  Shadow shadow(day.path(), scenarios::policy_makers<journal::PolicyMakers>(),
                {{"slow", 1, {}}, [](const Centre&) { return std::make_unique<Slow>(); }}, dog, 5s);
  day.write(100);
  while (!barked && shadow.take_in(1, {}) > 0) {
  }
  CHECK(barked);
}

TEST_CASE("shadow: a journal that does not replay here ends it, in words") {
  Day day;
  day.write(600);
  auto makers = scenarios::policy_makers<journal::PolicyMakers>();
  makers.routing = [](const Centre& centre, const journal::PolicyIdentity&) {
    return scenarios::make_routing(centre, {"longest_idle_agent", 0, {}});
  };
  Watchdog dog(10s, [] {});
  Shadow shadow(day.path(), makers, from_menu(incumbent), dog, 5s);
  CHECK_THROWS_WITH(shadow.take_in(1000, {}), Catch::Contains("entry ") && Catch::Contains(" decided "));
}

}  // namespace
}  // namespace twinline::live::shadow
