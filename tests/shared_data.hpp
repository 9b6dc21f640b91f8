// The real data that the project may read but not carry: it lies beside it, in ../shared/data, or does not.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "tests/project_files.hpp"

namespace twinline::tests {

/// A file of the real data, or nothing after saying so; where CI is set its absence fails.
inline std::optional<std::filesystem::path> shared_data(const std::string& name) {
  const auto path = (project() / "../shared/data" / name).lexically_normal();
  if (std::filesystem::exists(path)) return path;
  const std::string told = "skipped: there is no ../shared/data/" + name;
  if (std::getenv("CI")) FAIL(told);
  WARN(told);
  return std::nullopt;
}

}  // namespace twinline::tests
