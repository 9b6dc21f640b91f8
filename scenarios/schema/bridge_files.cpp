#include "scenarios/schema/bridge_files.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace twinline::scenarios {

std::string BridgeFiles::path_of(const Node* node, const std::string& fallback) const {
  const std::string written = text_or(node, fallback);
  if (written.empty()) return {};
  return std::filesystem::absolute(binding_.files.resolve(written)).lexically_normal().string();
}

std::string BridgeFiles::secret(const Node* node) const {
  const std::string path = path_of(node);
  if (!path.empty()) expect_secret(path, node->place);
  return path;
}

void BridgeFiles::expect_secret(const std::string& path, const Place& named) const {
  if (binding_.purpose != Purpose::bridge) return;
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    binding_.problems.error(named, fmt::format("file {} does not exist", in_quotes(path)));
  } else if (!std::filesystem::is_regular_file(status)) {
    binding_.problems.error(named, fmt::format("{} is not a regular file", in_quotes(path)));
  } else if (!std::ifstream(path)) {
    binding_.problems.error(named, fmt::format("file {} cannot be read", in_quotes(path)));
  } else if ((status.permissions() & std::filesystem::perms::others_read) != std::filesystem::perms::none) {
    binding_.problems.warn(named, fmt::format("everybody may read {}; take the right from others", in_quotes(path)));
  }
}

}  // namespace twinline::scenarios
