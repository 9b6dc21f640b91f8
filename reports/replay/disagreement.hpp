// In what a policy that is only asked would have decided otherwise than the one in force: one cause for each occasion,
// the gravest first. Occasions at which both say the same, decision for decision, have none. What would have come of it
// is not its business; a simulation says that.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "reports/replay/overheard.hpp"

namespace twinline::journal {

enum class DisagreementCause : std::uint8_t {
  threw,
  invalid,      ///< one of its decisions would be rejected, or it idles an agent beside a call without saying so
  other_call,   ///< gives another call, to the same agent or another
  other_agent,  ///< gives the same call to another agent
  holds,        ///< lets a call wait, or an agent idle, that the policy in force does not
  assigns,      ///< gives a call, or no longer holds, where the policy in force lets wait or idle
  other_queue,  ///< the calls that are moved, or where to
  other_time,   ///< when it wants to be asked again
};

inline constexpr std::size_t disagreement_causes = static_cast<std::size_t>(DisagreementCause::other_time) + 1;

/// "other_agent"
std::string_view name_of(DisagreementCause cause);

/// None where they agree, and where nobody else was asked.
std::optional<DisagreementCause> disagreement_in(const Overheard& heard);

/// The call that a disagreement is about: one of those that the decisions name, or the occasion's; none where there is
/// none.
CallId call_at_issue(const Overheard& heard);

}  // namespace twinline::journal
