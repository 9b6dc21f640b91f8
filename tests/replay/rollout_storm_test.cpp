// A storm in which policies are put in force, tried beside each other and taken back, each with the state of its equal:
// the ACD's invariants hold, phones that ring go on ringing, and the journal of it all replays.
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "policies/acd/acd.hpp"
#include "policies/acd/defect.hpp"
#include "policies/rollout/hand_over.hpp"
#include "policies/routing/registry.hpp"
#include "reports/journal/reader.hpp"
#include "reports/journal/writer.hpp"
#include "reports/replay/replayed_acd.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "scenarios/menu/split_policy.hpp"
#include "scenarios/schema/policy_text.hpp"
#include "sim/lab/replay.hpp"
#include "tests/replay/fact_source.hpp"
#include "tests/replay/random_centre.hpp"
#include "tests/replay/views.hpp"

namespace twinline::reference {
namespace {

using scenarios::PolicyChoice;

constexpr const char* policies_put_in_force[] = {
    "round_robin@1",
    "skill_priority@1:overflow_after=4 s,credit_per_level=0 s",
    "split@1:incumbent=round_robin@1,candidate=\"skill_priority@1:overflow_after=4 s,credit_per_level=0 s\",share=0.3",
    "split@1:incumbent=random@1,candidate=round_robin@1,freed_agent=drawn",
    "split@1:incumbent=round_robin@1,candidate=longest_idle_agent@1,by=block,block=7 s",
    "split@1:incumbent=least_occupied@1,candidate=round_robin@1,by=queue,queues=q0",
};

journal::PolicyIdentity identity_of(const PolicyChoice& choice) {
  return {choice.name, choice.version, choice.parameters, choice.build};
}

struct Tally {
  std::uint64_t swaps = 0, ringing_at_swaps = 0, handed_over = 0, calls_ended = 0, decisions = 0;
};

class RolloutStorm {
 public:
  explicit RolloutStorm(std::uint64_t seed, std::filesystem::path path)
      : dice_(seed), path_(std::move(path)), facts_(dice_.bits(), {0, 0}) {
    journal::Header header;
    header.centre = random_centre(dice_);
    for (std::size_t queue = 0; queue < header.centre.queues.size(); ++queue) {
      header.centre.queues[queue].name = "q" + std::to_string(queue);
    }
    header.policy_seed = seed;
    header.routing = identity_of(in_force_);
    header.staffing = {"fixed", 1, {}};
    header.ivr = {"straight", 1, {}};
    acd_ = std::make_unique<Acd>(
        header.centre, scenarios::make_policies(header.centre, in_force_, {"fixed", 1, {}}, {"straight", 1, {}}), seed);
    outcome_.keep_decisions = true;
    acd_->start(world_start, outcome_);
    facts_.perform(outcome_.wishes);
    journal::WriterOptions options;
    options.existing = journal::Existing::replace;
    options.segment_bytes = 200'000;  // several segments, each with policies of its own
    writer_.emplace(path_, header, journal::Snapshot{world_start, acd_->save()}, options);
  }

  Tally run(int facts) {
    for (int told = 0; told < facts; ++told) {
      Occurrence next = facts_.next(acd_->view());
      // The policies are this test's to change, and a fact of the source may not know which there are.
      if (std::holds_alternative<PolicyPutInForce>(next.fact)) continue;
      // A journal has no fact that cannot have happened: its world would not have told it.
      if (acd::defect_of(next, acd_->view())) continue;
      tell(next.at, next.fact);
      if (dice_.one_in(60)) swap(next.at);
      if (writer_->segment_is_full()) writer_->append(journal::Snapshot{next.at, acd_->save()});
    }
    writer_->close();
    return tally_;
  }

 private:
  void tell(Time at, const Fact& fact) {
    outcome_.clear();
    acd_->handle(at, fact, outcome_);
    writer_->append(at, fact, outcome_.decisions, outcome_.answers, outcome_.reasons, outcome_.wishes,
                    outcome_.happenings);
    facts_.perform(outcome_.wishes);
    tally_.decisions += outcome_.decisions.size();
    for (const Happening& happening : outcome_.happenings) {
      if (std::holds_alternative<CallEnded>(happening)) ++tally_.calls_ended;
    }
    if (const std::string wrong = broken_invariant(acd_->view()); !wrong.empty()) FAIL(wrong);
  }

  void swap(Time at) {
    PolicyChoice next = scenarios::read_policy_text(policies_put_in_force[dice_.below(6)]);
    if (next.name == "split") next = scenarios::choice_of(acd_->centre(), scenarios::split_of(acd_->centre(), next));
    const std::function<std::unique_ptr<RoutingPolicy>()> make = [&] {
      return scenarios::make_routing(acd_->centre(), next);
    };
    auto handed = hand_over(acd_->routing(), scenarios::name_of(in_force_), make, scenarios::name_of(next));
    if (!handed.refusal.empty()) FAIL(handed.refusal);
    tally_.handed_over += handed.state.empty() ? 0 : 1;
    const std::uint32_t number = acd_->prepare(std::move(handed.policy));
    writer_->append(journal::Preparation{
        number, journal::Preparation::Policy{PolicyKind::routing, identity_of(next), std::move(handed.state)}});
    std::vector<CallView> ringing;
    for (const CallView& call : acd_->view().calls) {
      if (call.state == CallState::offered) ringing.push_back(call);
    }
    tell(at, PolicyPutInForce{PolicyKind::routing, number});
    for (const CallView& before : ringing) {
      const CallView& call = acd_->view().call(before.id);
      if (call.state != CallState::offered || call.agent != before.agent) FAIL("an offer did not outlive the swap");
    }
    tally_.ringing_at_swaps += ringing.size();
    in_force_ = std::move(next);
    ++tally_.swaps;
  }

  Dice dice_;
  std::filesystem::path path_;
  PolicyChoice in_force_ = scenarios::read_policy_text(policies_put_in_force[0]);
  FactSource facts_;
  std::unique_ptr<Acd> acd_;
  Outcome outcome_;
  std::optional<journal::Writer> writer_;
  Tally tally_;
};

}  // namespace

TEST_CASE("a storm of rollouts and rollbacks replays bit for bit, whole and from each segment", "[acd][rollout]") {
  const auto folder = std::filesystem::temp_directory_path() / ("twinline-rollouts-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  Tally all;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    INFO("seed " << seed);
    const auto path = folder / "day.tlj";
    const Tally tally = RolloutStorm(seed, path).run(4000);
    all.swaps += tally.swaps;
    all.ringing_at_swaps += tally.ringing_at_swaps;
    all.handed_over += tally.handed_over;
    all.calls_ended += tally.calls_ended;
    for (std::size_t segment = 0; segment < 2; ++segment) {
      const sim::ReplayResult replayed = sim::replay(path, segment);
      if (replayed.difference) {
        FAIL("entry " << replayed.difference->entry << ", " << replayed.difference->what << ": "
                      << replayed.difference->expected << " | " << replayed.difference->found);
      }
      CHECK(replayed.entries > (segment == 0 ? 2000 : 100));
    }
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
  }
  std::filesystem::remove_all(folder);
  CHECK(all.swaps > 500);
  CHECK(all.ringing_at_swaps > 300);
  CHECK(all.handed_over > 200);
  CHECK(all.calls_ended > 5000);
}

namespace {

/// In the place of a policy that must not be asked again; it learns, and has the state of the one that was.
class Unasked final : public RoutingPolicy {
 public:
  Unasked(std::unique_ptr<RoutingPolicy> policy, std::uint64_t& asked) : policy_(std::move(policy)), asked_(asked) {}
  void decide(const View&, const Occasion&, Decisions&) const override { ++asked_; }
  HappeningSet interests() const override { return policy_->interests(); }
  void learn(const Happening& happening, const View& view) override { policy_->learn(happening, view); }
  void save(StateWriter& writer) const override { policy_->save(writer); }
  void restore(StateReader& reader) override { policy_->restore(reader); }

 private:
  std::unique_ptr<RoutingPolicy> policy_;
  std::uint64_t& asked_;
};

}  // namespace

TEST_CASE("a journal is followed without asking anybody again, and leads to the same state", "[acd][rollout]") {
  const auto folder = std::filesystem::temp_directory_path() / ("twinline-followed-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const Tally tally = RolloutStorm(20, folder / "day.tlj").run(4000);
  std::uint64_t asked = 0, decisions = 0, snapshots = 0;
  auto makers = scenarios::policy_makers<journal::PolicyMakers>();
  makers.routing = [&asked, make = makers.routing](const Centre& centre, const journal::PolicyIdentity& identity) {
    return std::make_unique<Unasked>(make(centre, identity), asked);
  };
  journal::Reader reader(folder / "day.tlj");
  std::optional<journal::ReplayedAcd> acd;
  Outcome outcome;
  outcome.keep_decisions = true;
  while (const auto record = reader.next()) {
    if (!acd) acd.emplace(reader.header(), makers);
    if (const auto* entry = std::get_if<journal::Entry>(&*record)) {
      outcome.clear();
      acd->follow(*entry, outcome);
      decisions += outcome.decisions.size();
      if (outcome.wishes != entry->wishes) FAIL("other wishes");
      if (outcome.happenings != entry->happenings) FAIL("other happenings");
      if (outcome.answers != entry->answers) FAIL("other answers");
    } else if (const auto* preparation = std::get_if<journal::Preparation>(&*record)) {
      acd->take(*preparation);
    } else {
      if (!acd->take(std::get<journal::Snapshot>(*record))) FAIL("another state");
      ++snapshots;
    }
  }
  std::filesystem::remove_all(folder);
  CHECK(asked == 0);
  CHECK(snapshots > 1);
  CHECK(decisions == tally.decisions);
}

TEST_CASE("a policy tried beside itself decides as it does alone", "[acd][rollout]") {
  SplitRule by_call, drawn, by_queue;
  by_call.ramp = drawn.ramp = {{0s, 0.4}};
  drawn.freed_agent = FreedAgent::drawn;
  by_queue.by = SplitBy::queue;
  by_queue.queues = {QueueIndex{0U}};
  const SplitRule rule = GENERATE_COPY(by_call, drawn, by_queue);
  std::uint64_t decided = 0, seed = 40;
  for (const auto& entry : routing_policies()) {
    INFO(entry.info.name);
    Dice dice(++seed);
    const Centre centre = random_centre(dice);
    const auto made = [&] {
      std::vector<ParameterProblem> problems;
      return entry.make(centre, {}, problems);
    };
    const auto acd_with = [&](std::unique_ptr<RoutingPolicy> routing) {
      return std::make_unique<Acd>(centre,
                                   Policies{std::move(routing), scenarios::make_staffing(centre, {"fixed", 1, {}}),
                                            scenarios::make_ivr(centre, {"straight", 1, {}})},
                                   seed);
    };
    const auto alone = acd_with(made());
    const auto beside_itself =
        acd_with(std::make_unique<Split>(Split::Side{{"a", 1}, made()}, Split::Side{{"b", 1}, made()}, rule));
    FactSource facts(dice.bits(), {0, 0});
    Outcome expected, found;
    expected.keep_decisions = found.keep_decisions = true;
    for (int told = 0; told < 3000; ++told) {
      const Occurrence next = facts.next(alone->view());
      expected.clear();
      found.clear();
      alone->handle(next.at, next.fact, expected);
      beside_itself->handle(next.at, next.fact, found);
      if (found.decisions != expected.decisions) FAIL("other decisions");
      if (found.wishes != expected.wishes) FAIL("other wishes");
      if (found.happenings != expected.happenings) FAIL("other happenings");
      facts.perform(expected.wishes);
      decided += expected.decisions.size();
    }
  }
  CHECK(decided > 2000);
}

}  // namespace twinline::reference
