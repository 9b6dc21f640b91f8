// How the ACD tells what it does: to whoever wants the happening, and to the policies that learn from it; what it wants
// done, and asked. Private to acd/.
#pragma once

#include "policies/acd/acd.hpp"
#include "policies/contract/append.hpp"

namespace twinline {

// Inline, so that a happening is written straight to its place, or not at all where nobody wants it.
template <class Kind>
[[gnu::always_inline]] inline void Acd::emit(const Kind& happening) {
  if (outcome_->wanted.has<Kind>()) [[likely]] {
    outcome_->told.add<Kind>();
    append(outcome_->happenings, happening);
  }
  if (policy_interests_.has<Kind>()) [[unlikely]]
    teach(happening);
}

template <class Kind>
[[gnu::always_inline]] inline void Acd::wish(const Kind& wish) {
  append(outcome_->wishes, wish);
}

/// Part by part, so that small fields are not written in one place and copied whole to another: the processor would
/// wait until it has written them out.
inline void Acd::want(Occasion::Kind kind, CallId call, AgentIndex agent, std::uint8_t part) {
  Occasion& occasion = append(pending_);
  occasion.kind = kind;
  occasion.call = call;
  occasion.agent = agent;
  occasion.part = part;
}

}  // namespace twinline
