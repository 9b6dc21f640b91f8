// How the ACD tells what it does: to whoever wants the happening, and to the policies that learn from it. Private to
// acd/.
#pragma once

#include "policies/acd/acd.hpp"

namespace twinline {

// Inline, so that a happening is written straight to its place, or not at all where nobody wants it.
template <class Kind>
[[gnu::always_inline]] inline void Acd::emit(const Kind& happening) {
  if (outcome_->wanted.has<Kind>()) outcome_->happenings.emplace_back(happening);
  if (policy_interests_.has<Kind>()) [[unlikely]]
    teach(happening);
}

}  // namespace twinline
