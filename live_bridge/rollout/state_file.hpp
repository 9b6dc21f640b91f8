// The state of a rollout on the disk, beside the journal: JSON, there whole or not at all, so that a process that was
// killed between two steps finds the one or the other. It holds the accepted manifests themselves: what is in force
// does not hang on files that somebody may move.
#pragma once

#include <filesystem>
#include <optional>

#include "live_bridge/rollout/state.hpp"

namespace twinline::live::rollout {

/// "journal/bridge.tlj" → "journal/bridge.rollout".
std::filesystem::path state_file_beside(const std::filesystem::path& journal);

/// Returns when the disk has it; a few milliseconds, a few times a day. Throws std::runtime_error.
void write_state(const std::filesystem::path& file, const State& state);

/// None where there is no such file. Throws std::runtime_error where it does not hold a state.
std::optional<State> read_state(const std::filesystem::path& file);

}  // namespace twinline::live::rollout
