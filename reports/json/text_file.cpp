#include "reports/json/text_file.hpp"

#include <fstream>
#include <iterator>

namespace twinline::reports {

std::optional<std::string> text_of_file(const std::filesystem::path& path) {
  std::error_code error;
  std::ifstream stream(path, std::ios::binary);
  if (!stream || std::filesystem::is_directory(path, error)) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>{stream}, {}};
  if (stream.bad()) return std::nullopt;
  return text;
}

}  // namespace twinline::reports
