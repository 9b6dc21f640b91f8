// How the store says that a file will not do.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace twinline::live::store {

/// What the system says of an errno.
inline std::string system_words(int error) { return std::generic_category().message(error); }

/// Throws std::runtime_error with the file's name before the text.
[[noreturn]] inline void refuse(const std::filesystem::path& file, const std::string& text) {
  throw std::runtime_error(file.string() + ": " + text);
}

}  // namespace twinline::live::store
