// The ACD against the reference: the same facts, the same policies, every wish, happening, decision and row equal. At
// random instants the ACD is saved and a second one goes on from the snapshot beside it.
#include "tests/replay/acd_reference.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "tests/replay/acd_under_test.hpp"
#include "tests/replay/fact_source.hpp"
#include "tests/replay/views.hpp"

namespace twinline::reference {
namespace {

struct Tally {
  std::uint64_t facts = 0, decisions = 0, happenings = 0, snapshots = 0, ended = 0, faults = 0;
  std::array<std::uint64_t, std::variant_size_v<Wish>> wishes{};  ///< by kind
  std::set<CallOutcome> outcomes;
  std::set<DecisionFault> kinds_of_fault;
};

class Storm {
 public:
  explicit Storm(std::uint64_t seed)
      : dice_(seed),
        centres_(make_centres(dice_)),
        tested_(centres_, seed),
        set_(centres_.front()),
        reference_(centres_.front(), seed),
        facts_(dice_.bits(), {policies(), 2}) {
    reference_.routing = set_.routing[0].get();
    reference_.staffing = set_.staffing[0].get();
    reference_.ivr = set_.ivr[0].get();
    std::uint32_t number = 0;
    for (std::size_t next = 1; next < set_.routing.size(); ++next) {
      reference_.prepared_routing[number++] = set_.routing[next].get();
    }
    reference_.prepared_staffing[number++] = set_.staffing[1].get();
    reference_.prepared_ivr[number++] = set_.ivr[1].get();
    for (std::size_t next = 1; next < centres_.size(); ++next) reference_.prepared_centres[number++] = centres_[next];
  }

  void run(std::uint64_t facts, std::uint64_t snapshot_one_in, Tally& tally) {
    for (std::uint64_t told = 0; told < facts; ++told) {
      const Occurrence occurrence = facts_.next(tested_.acd->view());
      tested_.handle(occurrence.at, occurrence.fact);
      const Said said = reference_.handle(occurrence.at, occurrence.fact);
      INFO("fact " << told << " of kind " << occurrence.fact.index());
      if (tested_.outcome.wishes != said.wishes) FAIL("other wishes");
      if (tested_.outcome.happenings != said.happenings) FAIL("other happenings");
      if (tested_.outcome.decisions != said.decisions) FAIL("other decisions");
      if (const auto text = difference(tested_.acd->view(), reference_.view()); !text.empty()) FAIL(text);
      if (const auto text = broken_invariant(tested_.acd->view()); !text.empty()) FAIL(text);
      note(said, tally);
      go_on_from_snapshot(occurrence, snapshot_one_in, tally);
      facts_.perform(said.wishes);
    }
    tally.facts += facts;
  }

 private:
  std::uint32_t policies() const { return static_cast<std::uint32_t>(set_.routing.size() - 1); }

  static std::vector<Centre> make_centres(Dice& dice) {
    std::vector<Centre> centres{random_centre(dice)};
    centres.push_back(changed_centre(centres.front(), dice));
    centres.push_back(changed_centre(centres.back(), dice));
    return centres;
  }

  /// Every call that came ends once, and none that did not come.
  void note(const Said& said, Tally& tally) {
    tally.decisions += said.decisions.size();
    tally.happenings += said.happenings.size();
    for (const Wish& wish : said.wishes) ++tally.wishes[wish.index()];
    for (const Happening& happening : said.happenings) {
      if (const auto* rejected = std::get_if<DecisionRejected>(&happening)) {
        ++tally.faults;
        tally.kinds_of_fault.insert(rejected->fault);
      }
      if (const auto* ended = std::get_if<CallEnded>(&happening)) {
        if (!ended_.insert(ended->call).second) FAIL("a call ended twice");
        ++tally.ended;
        tally.outcomes.insert(ended->outcome);
      }
    }
    for (const CallView& call : tested_.acd->view().calls) {
      if (call.state != CallState::gone && ended_.contains(call.id)) FAIL("a call lives after its end");
    }
  }

  void go_on_from_snapshot(const Occurrence& occurrence, std::uint64_t one_in, Tally& tally) {
    if (follower_) {
      follower_->handle(occurrence.at, occurrence.fact);
      if (follower_->outcome.wishes != tested_.outcome.wishes) FAIL("the restored ACD wishes otherwise");
      if (follower_->outcome.happenings != tested_.outcome.happenings) FAIL("other happenings after restore");
      if (follower_->outcome.decisions != tested_.outcome.decisions) FAIL("other decisions after restore");
    }
    const bool changes = std::holds_alternative<PolicyPutInForce>(occurrence.fact) ||
                         std::holds_alternative<CentreReloaded>(occurrence.fact);
    if (changes) changes_.push_back(occurrence.fact);
    if (!dice_.one_in(one_in)) return;
    const auto snapshot = tested_.acd->save();
    if (follower_ && follower_->acd->save() != snapshot) FAIL("the follower has come to another state");
    follower_ = tested_.restored(centres_, changes_, snapshot);
    if (follower_->acd->save() != snapshot) FAIL("save(restore(x)) is not x");
    if (const auto text = difference(follower_->acd->view(), tested_.acd->view()); !text.empty()) FAIL(text);
    ++tally.snapshots;
  }

  Dice dice_;
  std::vector<Centre> centres_;
  AcdUnderTest tested_;
  PolicySet set_;
  ReferenceAcd reference_;
  FactSource facts_;
  std::unique_ptr<AcdUnderTest> follower_;
  std::vector<Fact> changes_;
  std::set<CallId> ended_;
};

Tally storms(std::uint64_t first_seed, std::uint64_t seeds, std::uint64_t facts) {
  Tally tally;
  for (std::uint64_t seed = first_seed; seed < first_seed + seeds; ++seed) {
    INFO("seed " << seed);
    Storm storm(seed);
    storm.run(facts, 900, tally);
  }
  return tally;
}

}  // namespace

TEST_CASE("the ACD does what the reference does over a million facts", "[acd][reference]") {
  const Tally tally = storms(1, 530, 2000);
  CHECK(tally.facts >= 1'000'000);
  CHECK(tally.snapshots >= 1'000);
  // The storm must have been one: calls ended, policies decided, faults were met.
  CHECK(tally.ended > 100'000);
  CHECK(tally.decisions > 100'000);
  CHECK(tally.faults > 10'000);
  // Nothing that an ACD can say went unsaid.
  CHECK(*std::min_element(tally.wishes.begin(), tally.wishes.end()) > 500);
  CHECK(tally.outcomes.size() == static_cast<std::size_t>(CallOutcome::steered) + 1);
  for (const DecisionFault fault : tally.kinds_of_fault) UNSCOPED_INFO("fault " << static_cast<int>(fault));
  CHECK(tally.kinds_of_fault.size() == static_cast<std::size_t>(DecisionFault::agent_has_no_room) + 1);
  WARN(tally.facts << " facts, " << tally.happenings << " happenings, " << tally.decisions << " decisions, "
                   << tally.faults << " faults, " << tally.ended << " calls ended, " << tally.snapshots
                   << " snapshots");
}

}  // namespace twinline::reference
