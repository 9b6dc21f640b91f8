// Replay: the facts of a journal are fed to an ACD with the same centre and policies, and what it decides, wishes and
// does must be what the journal says, bit for bit. The first difference is told with its context.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policies/acd/outcome.hpp"
#include "policies/contract/routing_policy.hpp"
#include "reports/journal/record.hpp"

namespace twinline::sim {

struct ReplayDifference {
  std::uint64_t entry = 0;  ///< counted from 1 over the whole journal
  Time at;
  std::string what;  ///< "decisions", "wishes", "happenings" or "state at a snapshot"
  std::string expected, found;
};

struct ReplayResult {
  std::uint64_t entries = 0;
  std::uint64_t decisions = 0;
  std::optional<ReplayDifference> difference;
  std::vector<std::string> warnings;  ///< torn tails
};

/// Sees every entry in order, and what came of it in the replay.
using EntrySink = std::function<void(const journal::Entry&, const Outcome&)>;

/// Puts something around each routing policy of a journal as it is made; what comes back must decide the same.
using RoutingWrapper = std::function<std::unique_ptr<RoutingPolicy>(const Centre&, const journal::PolicyIdentity&,
                                                                    std::unique_ptr<RoutingPolicy>)>;

/// Replays from the first snapshot on, or from the opening of a later segment (counted from 0). Throws
/// journal::JournalError for a journal that cannot be read, std::invalid_argument for one whose policies are not known.
ReplayResult replay(const std::filesystem::path& journal, std::size_t from_segment = 0, const EntrySink& sink = {},
                    const RoutingWrapper& wrap = {});

}  // namespace twinline::sim
