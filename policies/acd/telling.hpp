// How the ACD tells what it does: to whoever wants the happening, and to the policies that learn from it. Private to acd/.
#pragma once

#include <type_traits>

#include "policies/acd/acd.hpp"

namespace twinline {

template <class Kind>
void Acd::emit(const Kind& happening) {
  if (outcome_->wanted.has<Kind>()) outcome_->happenings.emplace_back(happening);
  if (!policy_interests_.has<Kind>()) return;
  const Happening told{happening};
  bool threw = false;
  const auto teach = [&](auto& policy) {
    try {
      policy.learn(told, view_);
    } catch (...) {
      threw = true;
    }
  };
  if (routing_interests_.has<Kind>()) teach(*policies_.routing);
  if (staffing_interests_.has<Kind>()) teach(*policies_.staffing);
  if (ivr_interests_.has<Kind>()) teach(*policies_.ivr);
  if constexpr (!std::is_same_v<Kind, DecisionRejected>) {
    if (threw) reject(DecisionFault::threw, {}, {});
  }
}

}  // namespace twinline
