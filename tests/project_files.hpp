// Where the project lies, and its library of scenarios, for tests that read them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

namespace twinline::tests {

inline std::filesystem::path project() {
  return std::filesystem::absolute(__FILE__).lexically_normal().parent_path().parent_path();
}

/// Every scenario of the library, in order.
inline std::vector<std::filesystem::path> library_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(project() / "scenarios/library")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Those that the fast world runs: all but those in scenarios/library/infrastructure, which need a grid.
inline std::vector<std::filesystem::path> fast_library_files() {
  std::vector<std::filesystem::path> files = library_files();
  std::erase_if(files, [](const auto& file) { return file.parent_path().filename() == "infrastructure"; });
  return files;
}

}  // namespace twinline::tests
