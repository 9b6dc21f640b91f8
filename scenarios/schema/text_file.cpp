#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "scenarios/schema/document.hpp"
#include "scenarios/schema/utf8.hpp"

namespace twinline::scenarios {
namespace {

/// Reports the first byte that no text file holds.
bool is_text(const std::string& bytes, const std::shared_ptr<const std::string>& file, Problems& problems) {
  int line = 1, column = 1;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto code = static_cast<unsigned char>(bytes[i]);
    const std::size_t length = utf8_length(std::string_view{bytes}.substr(i));
    const bool control = code < 0x20 && code != '\n' && code != '\r' && code != '\t';
    if (length == 0 || control) {
      problems.error({file, line, column},
                     fmt::format("byte 0x{:02x} is not UTF-8 text; is this the right file?", code));
      return false;
    }
    column = code == '\n' ? 1 : column + 1;
    line += code == '\n' ? 1 : 0;
    i += length;
  }
  return true;
}

}  // namespace

std::optional<std::string> read_text_file(const std::filesystem::path& path, std::size_t most_bytes, const Place& named,
                                          Problems& problems) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  const std::string name = path.string();
  const auto refuse = [&](std::string_view what) -> std::optional<std::string> {
    // A file named on the command line is its own place.
    const bool own = !named.file || *named.file == name;
    problems.error(named, own ? std::string{what} : fmt::format("file {} {}", in_quotes(name), what));
    return std::nullopt;
  };
  if (status.type() == std::filesystem::file_type::not_found) return refuse("does not exist");
  if (status.type() == std::filesystem::file_type::directory) return refuse("is a directory; expected a file");
  if (status.type() != std::filesystem::file_type::regular) return refuse("is not a regular file");
  const auto size = std::filesystem::file_size(path, error);
  if (error) return refuse(fmt::format("cannot be read: {}", error.message()));
  if (size > most_bytes) {
    return refuse(
        fmt::format("has {} MiB; at most {} MiB are read, is this the right file?", size >> 20, most_bytes >> 20));
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return refuse(fmt::format("cannot be read: {}", std::strerror(errno)));
  std::string bytes(size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  if (!is_text(bytes, std::make_shared<const std::string>(name), problems)) return std::nullopt;
  return bytes;
}

}  // namespace twinline::scenarios
