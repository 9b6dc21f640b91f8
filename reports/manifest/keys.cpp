#include "reports/manifest/keys.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

namespace twinline::manifest {
namespace {

constexpr std::string_view algorithm = "ed25519 ";
constexpr std::size_t digits_of_a_key = 64;

KnownKey read_line(const std::string& line, const std::filesystem::path& file, std::size_t number) {
  const bool begins = line.starts_with(algorithm);
  const std::string key = begins ? line.substr(algorithm.size(), digits_of_a_key) : "";
  const auto end = algorithm.size() + digits_of_a_key;
  if (!is_hexadecimal(key, digits_of_a_key) || (line.size() > end && line[end] != ' ')) {
    throw KeyError(
        fmt::format("{}:{}: is no public key; expected 'ed25519', 64 hexadecimal digits and a name, as `twinline key "
                    "new` prints it",
                    file.string(), number));
  }
  return {key_id(key), key, line.size() > end + 1 ? line.substr(end + 1) : ""};
}

void read_file(const std::filesystem::path& file, std::vector<KnownKey>& keys) {
  std::ifstream stream(file);
  if (!stream) throw KeyError(fmt::format("{}: cannot be read", file.string()));
  std::string line;
  for (std::size_t number = 1; std::getline(stream, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty() && line.front() != '#') keys.push_back(read_line(line, file, number));
  }
}

}  // namespace

std::vector<KnownKey> read_known_keys(const std::filesystem::path& file_or_folder) {
  std::vector<KnownKey> keys;
  std::error_code error;
  if (!std::filesystem::is_directory(file_or_folder, error)) {
    read_file(file_or_folder, keys);
    return keys;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(file_or_folder)) {
    if (entry.path().extension() == ".pub") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) read_file(file, keys);
  return keys;
}

std::string public_line(const std::string& public_key, const std::string& name) {
  return fmt::format("{}{}{}{}", algorithm, public_key, name.empty() ? "" : " ", name);
}

}  // namespace twinline::manifest
