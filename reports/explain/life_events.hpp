// What a journal's facts, happenings and wishes mean for one call, in words: none where they mean nothing for it, or
// where another of them says the same.
#pragma once

#include <optional>

#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/wishes.hpp"
#include "reports/explain/call_story.hpp"

namespace twinline::reports {

/// Without time and decision.
std::optional<LifeEvent> life_event(const Centre& centre, CallId call, const Fact& fact);
std::optional<LifeEvent> life_event(const Centre& centre, CallId call, const Happening& happening);
std::optional<LifeEvent> life_event(const Centre& centre, CallId call, const Wish& wish);

}  // namespace twinline::reports
