// What a shadow has seen so far, as counts and a few examples in words.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/time.hpp"
#include "reports/explain/call_story.hpp"
#include "reports/replay/disagreement.hpp"

namespace twinline::live::shadow {

/// One occasion at which the candidate would have decided otherwise.
struct Example {
  journal::DisagreementCause cause = journal::DisagreementCause::threw;
  std::uint64_t entry = 0;  ///< counted from 1 over the whole journal
  Time at;
  std::string recorded, candidate;  ///< what each decided, as replays tell it
  std::string call;                 ///< the key of the call at issue; empty: none
  std::optional<reports::RoutingStep>
      step;  ///< the same with what was known and why; none where no waiting call is at issue
};

struct ShadowTally {
  std::uint64_t entries = 0;        ///< of the journal that were lived through
  std::uint64_t occasions = 0;      ///< at which the candidate was asked
  std::uint64_t disagreements = 0;  ///< at which it would have decided otherwise
  std::array<std::uint64_t, journal::disagreement_causes> by_cause{};
  std::uint64_t learning_failures = 0;  ///< happenings at which learn() threw
  std::uint64_t dropped_occasions = 0;  ///< at which it was not asked, being behind
  std::uint64_t dropped_entries = 0;    ///< that were left out altogether
  std::uint64_t skips = 0;              ///< after each it began anew, with nothing learnt
  bool behind = false;
  Time last;                      ///< of the latest entry
  std::vector<Example> examples;  ///< the first few of each cause, in the order of time
};

/// So many are kept of each cause.
inline constexpr std::size_t examples_per_cause = 3;

/// Counts what was heard. `entry` is that which led to it.
void count(const journal::Overheard& heard, std::uint64_t entry, ShadowTally& tally);

}  // namespace twinline::live::shadow
