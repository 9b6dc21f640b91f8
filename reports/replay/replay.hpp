// Replay: the facts of a journal are fed to an ACD with the same centre and policies, and what it decides, wishes and
// does must be what the journal says, bit for bit. The first difference is told with its context. Who makes the
// policies, and what is made of each entry, is its caller's business.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "policies/acd/outcome.hpp"
#include "reports/journal/header.hpp"
#include "reports/journal/record.hpp"
#include "reports/replay/overheard_routing.hpp"
#include "reports/replay/replayed_acd.hpp"

namespace twinline::journal {

struct ReplayDifference {
  std::uint64_t entry = 0;  ///< counted from 1 over what is replayed
  Time at;
  std::string what;  ///< "decisions", "wishes", "happenings" or "state at a snapshot"
  std::string expected, found;
};

/// Which journal it was, whatever its files are called, and which policies decided in it.
struct ReplayedJournal {
  std::string scenario_name, scenario_hash;
  std::string world_start;            ///< instant of Time 0, ISO 8601; empty in a simulation that begins anywhere
  std::uint64_t first = 0, last = 0;  ///< entries that were replayed, counted from 1 over the whole journal; 0: none
  Time first_at, last_at;
  std::vector<PolicyIdentity> routing, staffing, ivr;  ///< each once, in the order in which they came into force
};

struct ReplayResult {
  ReplayedJournal journal;
  std::uint64_t entries = 0;
  std::uint64_t decisions = 0;
  std::optional<ReplayDifference> difference;
  std::vector<std::string> warnings;  ///< torn tails
};

/// Sees every entry in order, and what came of it in the replay; false: that is enough. Of an entry that differs, too.
using ReplaySink = std::function<bool(const Entry&, const Outcome&)>;

/// The same makers, with something around each routing policy.
PolicyMakers with_wrapped_routing(PolicyMakers makers, const RoutingWrapper& wrap);

/// Replays from the opening of a segment (counted from 0) on. Throws JournalError for a journal that cannot be read,
/// std::invalid_argument where there is no such segment, and what the makers throw.
ReplayResult replay(const std::filesystem::path& path, std::size_t from_segment, const PolicyMakers& makers,
                    const ReplaySink& sink);

}  // namespace twinline::journal
