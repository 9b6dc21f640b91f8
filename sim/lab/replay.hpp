// Replays a journal with the policies of the menu (reports/replay/replay.hpp).
#pragma once

#include <filesystem>
#include <functional>

#include "reports/replay/replay.hpp"

namespace twinline::sim {

using journal::ReplayDifference;
using journal::ReplayedJournal;
using journal::ReplayResult;

/// Sees every entry in order, and what came of it in the replay.
using EntrySink = std::function<void(const journal::Entry&, const Outcome&)>;

/// Replays from the first snapshot on, or from the opening of a later segment (counted from 0). Throws
/// journal::JournalError for a journal that cannot be read, std::invalid_argument for one whose policies are not known.
ReplayResult replay(const std::filesystem::path& journal, std::size_t from_segment = 0, const EntrySink& sink = {},
                    const journal::RoutingWrapper& wrap = {});

}  // namespace twinline::sim
