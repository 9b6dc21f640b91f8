// What came of one fact: the wishes to perform, what happened inside, and what the policies decided and why. The caller
// owns it and hands it in again and again, so that its memory is used over.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/happenings.hpp"
#include "policies/contract/routing_policy.hpp"
#include "policies/contract/wishes.hpp"

namespace twinline {

struct Outcome {
  Wishes wishes;
  Happenings happenings;            ///< only the kinds in `wanted`
  HappeningSet told;                ///< the kinds among them
  std::vector<Decision> decisions;  ///< only when `keep_decisions`
  /// Of each answer of the routing policy, in order: one more than its decisions are many, 0 where it threw. Only when
  /// `keep_decisions`.
  std::vector<std::uint32_t> answers;
  std::vector<Reason> reasons;  ///< only when `keep_reasons`
  HappeningSet wanted = HappeningSet::all();
  bool keep_decisions = false;
  bool keep_reasons = false;

  Outcome() {
    constexpr std::size_t usual = 64;
    wishes.reserve(usual);
    happenings.reserve(usual);
    decisions.reserve(usual);
    answers.reserve(usual);
  }

  void clear() {
    wishes.clear();
    happenings.clear();
    told = {};
    if (!decisions.empty()) [[unlikely]]
      decisions.clear();
    if (!answers.empty()) [[unlikely]]
      answers.clear();
    if (!reasons.empty()) [[unlikely]]
      reasons.clear();
  }
};

}  // namespace twinline
