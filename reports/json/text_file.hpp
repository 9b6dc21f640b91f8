// A file as the text that it holds: read whole, or not at all.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace twinline::reports {

/// Nothing where it cannot be read.
std::optional<std::string> text_of_file(const std::filesystem::path& path);

}  // namespace twinline::reports
