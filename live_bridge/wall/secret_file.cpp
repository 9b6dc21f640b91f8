#include "live_bridge/wall/secret_file.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

namespace twinline::live {

std::string read_secret(const std::string& file, const std::string& purpose) {
  std::ifstream stream(file);
  std::string secret;
  if (!stream || !std::getline(stream, secret)) {
    throw std::runtime_error(fmt::format("{}: the file {} cannot be read", purpose, file));
  }
  if (!secret.empty() && secret.back() == '\r') secret.pop_back();
  if (secret.empty()) throw std::runtime_error(fmt::format("{}: the first line of {} is empty", purpose, file));
  return secret;
}

}  // namespace twinline::live
