#include "policies/rollout/split_rule.hpp"

#include <cmath>

#include <catch2/catch.hpp>

namespace twinline {
namespace {

/// How far a share of so many draws may be from its expectation: five standard deviations.
double bound(double share, double draws) { return 5 * std::sqrt(share * (1 - share) / draws); }

SplitRule by_call(double share, std::uint64_t seed = 1) {
  SplitRule rule;
  rule.ramp = {{0s, share}};
  rule.seed = seed;
  return rule;
}

SplitRule by_block(std::vector<RampStep> ramp = {}) {
  SplitRule rule;
  rule.by = SplitBy::block;
  rule.ramp = std::move(ramp);
  rule.block = 10min;
  return rule;
}

}  // namespace

TEST_CASE("split rule: by call the candidate gets its share, whatever the seed", "[rollout]") {
  const double share = GENERATE(0.0, 0.01, 0.1, 0.5, 1.0);
  const std::uint64_t seed = GENERATE(0ULL, 1ULL, 0xffff'ffff'ffff'ffffULL);
  const SplitRule rule = by_call(share, seed);
  constexpr int calls = 100'000;
  int of_candidate = 0;
  for (CallKey key = 0; key < calls; ++key) of_candidate += rule.arm_of(key, {}, world_start) == Arm::candidate;
  CHECK(std::abs(of_candidate / double{calls} - share) <= bound(share, calls));
}

TEST_CASE("split rule: the draws of two seeds, and those of calls and freed agents, have nothing to do with each other",
          "[rollout]") {
  const SplitRule one = by_call(0.5, 1), other = by_call(0.5, 2);
  constexpr int calls = 100'000;
  int equal_seeds = 0, equal_draws = 0;
  for (std::uint32_t key = 0; key < calls; ++key) {
    const Arm arm = one.arm_of(key, {}, world_start);
    equal_seeds += arm == other.arm_of(key, {}, world_start);
    equal_draws += arm == one.arm_of_freed(AgentIndex{0U}, key, world_start);
  }
  CHECK(std::abs(equal_seeds / double{calls} - 0.5) <= bound(0.5, calls));
  CHECK(std::abs(equal_draws / double{calls} - 0.5) <= bound(0.5, calls));
}

TEST_CASE("split rule: a ramp moves calls to the candidate and none back, and only those whose wait begins later",
          "[rollout]") {
  SplitRule rule;
  rule.began = world_start + 1h;
  rule.ramp = {{0s, 0.1}, {30min, 0.4}};
  CHECK(rule.share_at(world_start + 1h - 1ns) == 0);
  CHECK(rule.share_at(world_start + 1h) == 0.1);
  CHECK(rule.share_at(world_start + 90min - 1ns) == 0.1);
  CHECK(rule.share_at(world_start + 90min) == 0.4);
  int moved = 0;
  for (CallKey key = 0; key < 1000; ++key) {
    CHECK(rule.arm_of(key, {}, world_start) == Arm::incumbent);
    const Arm early = rule.arm_of(key, {}, world_start + 1h), late = rule.arm_of(key, {}, world_start + 2h);
    if (early == Arm::candidate) CHECK(late == Arm::candidate);
    moved += early != late;
  }
  CHECK(moved > 200);
  CHECK(SplitRule{}.share_at(world_start + 1h) == 0);
}

TEST_CASE("split rule: by queue the candidate has those named", "[rollout]") {
  SplitRule rule;
  rule.by = SplitBy::queue;
  rule.queues = {QueueIndex{1U}, QueueIndex{3U}};
  for (std::size_t queue = 0; queue < 5; ++queue) {
    const bool named = queue == 1 || queue == 3;
    CHECK((rule.arm_of(7, QueueIndex{queue}, world_start) == Arm::candidate) == named);
  }
  CHECK(rule.share_at(world_start) == 0);
}

TEST_CASE("split rule: at a half each pair of blocks has one of each, and either may come first", "[rollout]") {
  const SplitRule rule = by_block();
  int candidate_first = 0;
  constexpr int pairs = 4000;
  for (int pair = 0; pair < pairs; ++pair) {
    const Time first = rule.beginning_of(2 * pair), second = rule.beginning_of(2 * pair + 1);
    CHECK(rule.arm_at(first) != rule.arm_at(second));
    CHECK(rule.arm_at(first) == rule.arm_at(second - 1ns));
    CHECK(rule.arm_at(first) == rule.arm_of(pair, QueueIndex{0U}, first + 3min));
    candidate_first += rule.arm_at(first) == Arm::candidate;
  }
  CHECK(rule.share_at(world_start) == 0.5);
  CHECK(std::abs(candidate_first / double{pairs} - 0.5) <= bound(0.5, pairs));
}

TEST_CASE("split rule: at another share blocks are drawn one by one, and a block has the share of its beginning",
          "[rollout]") {
  const SplitRule rule = by_block({{0s, 0.2}, {15min, 1.0}});
  CHECK(rule.share_at(world_start + 19min) == 0.2);
  CHECK(rule.share_at(world_start + 20min) == 1.0);
  const SplitRule steady = by_block({{0s, 0.2}});
  constexpr int blocks = 20'000;
  int of_candidate = 0;
  for (int block = 0; block < blocks; ++block)
    of_candidate += steady.arm_at(steady.beginning_of(block)) == Arm::candidate;
  CHECK(std::abs(of_candidate / double{blocks} - 0.2) <= bound(0.2, blocks));
}

TEST_CASE("split rule: blocks are half-open, counted from the beginning, and wash out at theirs", "[rollout]") {
  SplitRule rule = by_block();
  rule.began = world_start + 1h;
  rule.wash_out = 2min;
  CHECK(rule.block_of(world_start + 1h) == 0);
  CHECK(rule.block_of(world_start + 1h - 1ns) == -1);
  CHECK(rule.block_of(world_start + 50min) == -1);
  CHECK(rule.block_of(world_start + 70min - 1ns) == 0);
  CHECK(rule.block_of(world_start + 70min) == 1);
  CHECK(rule.arm_at(world_start + 1h - 1ns) == Arm::incumbent);
  CHECK(rule.washes_out(world_start + 70min));
  CHECK(rule.washes_out(world_start + 72min - 1ns));
  CHECK_FALSE(rule.washes_out(world_start + 72min));
}

}  // namespace twinline
