// Files that appear whole or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace twinline::cli {

/// Writes all of them into the folder, which is made when it is missing: each under a temporary name, synced to disk and
/// renamed, after all have been written. Throws std::runtime_error in the system's words; no file of a failed set appears.
void write_files(const std::filesystem::path& folder, const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace twinline::cli
