// Files that appear whole or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace twinline::cli {

/// Throws std::runtime_error where the folder could not be made or written into, before the work whose results go
/// there. Makes nothing. An empty name asks for nothing.
void require_writable_folder(const std::filesystem::path& folder);

/// Writes all of them into the folder, which is made when it is missing: each under a temporary name, synced to disk
/// and renamed, after all have been written. Throws std::runtime_error in the system's words; no file of a failed set
/// appears.
void write_files(const std::filesystem::path& folder, const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace twinline::cli
