// An ACD with every policy of the menu prepared, the odd ones included, and ways to look inside them: what a storm
// drives, and what a snapshot of it is restored into.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "policies/acd/acd.hpp"
#include "policies/ivr/straight.hpp"
#include "policies/rollout/split.hpp"
#include "policies/routing/registry.hpp"
#include "policies/routing/round_robin.hpp"
#include "policies/routing/skill_priority.hpp"
#include "policies/staffing/fixed.hpp"
#include "tests/replay/odd_policies.hpp"

namespace twinline::reference {

/// Policies by number: the first is in force at the start, the others are prepared in this order.
struct PolicySet {
  std::vector<std::unique_ptr<RoutingPolicy>> routing;
  std::vector<std::unique_ptr<StaffingPolicy>> staffing;
  std::vector<std::unique_ptr<IvrPolicy>> ivr;

  explicit PolicySet(const Centre& centre) {
    for (const auto& entry : routing_policies()) {
      std::vector<ParameterProblem> problems;
      std::vector<ParameterText> parameters;
      if (entry.info.name == "skill_priority") parameters.push_back({"overflow_after", "4 s"});
      if (entry.info.name == "preferred_agent") parameters.push_back({"wait_at_most", "4 s"});
      routing.push_back(entry.make(centre, parameters, problems));
    }
    routing.push_back(std::make_unique<MischievousRouting>());
    add_splits(centre);
    staffing.push_back(std::make_unique<FixedStaffing>(centre, FixedStaffing::Params{}));
    staffing.push_back(std::make_unique<AskingStaffing>());
    ivr.push_back(std::make_unique<StraightToQueue>(centre, StraightToQueue::Params{}));
    ivr.push_back(std::make_unique<OddIvr>());
  }

 private:
  /// One of each kind, mischief on either side.
  void add_splits(const Centre& centre) {
    const auto mischief = [] { return Split::Side{{"mischief", 1}, std::make_unique<MischievousRouting>()}; };
    const auto robin = [&] {
      return Split::Side{{"round_robin", 1}, std::make_unique<RoundRobin>(centre, RoundRobin::Params{})};
    };
    const auto ranked = [&] {
      return Split::Side{{"skill_priority", 1}, std::make_unique<SkillPriority>(centre, SkillPriority::Params{4s})};
    };
    SplitRule by_call, drawn, by_queue, by_block;
    by_call.ramp = {{0s, 0.3}, {2min, 0.7}};
    drawn.ramp = {{0s, 0.5}};
    drawn.freed_agent = FreedAgent::drawn;
    by_queue.by = SplitBy::queue;
    by_queue.queues = {QueueIndex{0U}};
    by_block.by = SplitBy::block;
    by_block.block = 7s;
    routing.push_back(std::make_unique<Split>(ranked(), mischief(), by_call));
    routing.push_back(std::make_unique<Split>(robin(), ranked(), drawn));
    routing.push_back(std::make_unique<Split>(mischief(), robin(), by_queue));
    routing.push_back(std::make_unique<Split>(ranked(), mischief(), by_block));
  }
};

class AcdUnderTest {
 public:
  AcdUnderTest(const std::vector<Centre>& centres, std::uint64_t policy_seed) {
    PolicySet set(centres.front());
    for (const auto& policy : set.routing) routing_.push_back(policy.get());
    for (const auto& policy : set.staffing) staffing_.push_back(policy.get());
    for (const auto& policy : set.ivr) ivr_.push_back(policy.get());
    acd = std::make_unique<Acd>(centres.front(),
                                Policies{std::move(set.routing[0]), std::move(set.staffing[0]), std::move(set.ivr[0])},
                                policy_seed);
    for (std::size_t next = 1; next < set.routing.size(); ++next) acd->prepare(std::move(set.routing[next]));
    acd->prepare(std::move(set.staffing[1]));
    acd->prepare(std::move(set.ivr[1]));
    for (std::size_t next = 1; next < centres.size(); ++next) acd->prepare(centres[next]);
    outcome.keep_decisions = true;
  }

  void handle(Time now, const Fact& fact) {
    outcome.clear();
    acd->handle(now, fact, outcome);
  }

  /// The same state in a new ACD: the changes of its frame are told again, then the snapshot is read. What the policies
  /// that are not in force have learnt is no part of a snapshot and is carried over beside it.
  std::unique_ptr<AcdUnderTest> restored(const std::vector<Centre>& centres, std::span<const Fact> changes,
                                         std::span<const std::uint8_t> snapshot) const {
    auto other = std::make_unique<AcdUnderTest>(centres, 0);
    for (const Fact& change : changes) other->handle(world_start, change);
    const auto carry = [](const auto& from, const auto& to) {
      for (std::size_t policy = 0; policy < from.size(); ++policy) {
        StateWriter writer;
        from[policy]->save(writer);
        StateReader reader(writer.bytes());
        to[policy]->restore(reader);
      }
    };
    carry(routing_, other->routing_);
    carry(staffing_, other->staffing_);
    carry(ivr_, other->ivr_);
    other->acd->restore(snapshot);
    return other;
  }

  std::unique_ptr<Acd> acd;
  Outcome outcome;

 private:
  std::vector<RoutingPolicy*> routing_;
  std::vector<StaffingPolicy*> staffing_;
  std::vector<IvrPolicy*> ivr_;
};

}  // namespace twinline::reference
