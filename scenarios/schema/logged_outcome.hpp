// How a call of a log ended, in the words that column maps and call tables share. It names what an existing
// log says of a call; what the ACD makes of a call is CallOutcome in policies/contract.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace twinline::scenarios {

enum class LoggedOutcome : std::uint8_t {
  answered,   ///< spoke with an agent
  abandoned,  ///< hung up before an agent answered
  blocked,    ///< found no free line and never entered
  diverted,   ///< left the queue alive: voicemail, callback, overflow to elsewhere, time-out
  excluded,   ///< no customer's call (a phantom, a test): kept in the table, left out of every KPI
};

/// The names in files, in the order of the enumerators.
inline constexpr std::array<std::string_view, 5> logged_outcome_names{"answered", "abandoned", "blocked", "diverted",
                                                                      "excluded"};

constexpr std::string_view name_of(LoggedOutcome outcome) {
  return logged_outcome_names[static_cast<std::size_t>(outcome)];
}

constexpr std::optional<LoggedOutcome> logged_outcome_from(std::string_view name) {
  for (std::size_t i = 0; i < logged_outcome_names.size(); ++i) {
    if (logged_outcome_names[i] == name) return static_cast<LoggedOutcome>(i);
  }
  return std::nullopt;
}

}  // namespace twinline::scenarios
