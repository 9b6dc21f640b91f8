// How the bridge says that a file will not do.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace twinline::live {

/// Throws std::runtime_error with the file's name before the text.
[[noreturn]] inline void refuse(const std::filesystem::path& file, const std::string& text) {
  throw std::runtime_error(file.string() + ": " + text);
}

/// … and behind it what the system says of an errno.
[[noreturn]] inline void refuse(const std::filesystem::path& file, const std::string& text, int error) {
  refuse(file, text + ": " + std::generic_category().message(error));
}

}  // namespace twinline::live
