#include "live_bridge/recording/keyring.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/rand.h>
#include <sys/stat.h>

#include "live_bridge/wall/refusal.hpp"
#include "live_bridge/wall/whole_file.hpp"

namespace twinline::live::recording {
namespace {

constexpr std::string_view hexadecimal = "0123456789abcdef";

std::string fresh_line(std::size_t number) {
  Key key;
  if (RAND_priv_bytes(key.data(), static_cast<int>(key.size())) != 1) throw std::runtime_error("no key can be drawn");
  std::string line = fmt::format("key{} ", number);
  for (const std::uint8_t byte : key) line += fmt::format("{:02x}", byte);
  return line + "\n";
}

bool read_key(std::string_view text, Key& key) {
  if (text.size() != key.size() * 2) return false;
  for (std::size_t place = 0; place < key.size(); ++place) {
    const auto high = hexadecimal.find(text[place * 2]), low = hexadecimal.find(text[place * 2 + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    key[place] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(file.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

Keyring::Keyring(const std::filesystem::path& file) : file_(file) {
  if (!std::filesystem::exists(file)) write_whole(file, fresh_line(1));
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) refuse(file, "cannot be read", errno);
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw std::runtime_error(file.string() +
                             ": the keys of recordings may be used by others than their owner; expected mode 0600");
  }
  read(text_of(file));
}

void Keyring::read(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.find(' ');
    Named named{line.substr(0, space), {}};
    if (space == std::string::npos || !read_key(std::string_view{line}.substr(space + 1), named.key)) {
      throw std::runtime_error(fmt::format("{}:{}: is no key of recordings; expected a name and 64 hexadecimal digits",
                                           file_.string(), keys_.size() + 1));
    }
    keys_.push_back(std::move(named));
  }
  if (keys_.empty()) throw std::runtime_error(file_.string() + ": holds no key; expected lines `NAME KEY`");
}

const Key& Keyring::key(std::string_view name) const {
  for (const Named& named : keys_) {
    if (named.name == name) return named.key;
  }
  throw std::runtime_error(
      fmt::format("{}: has no key '{}', with which this recording was made", file_.string(), name));
}

std::string add_key(const std::filesystem::path& file) {
  const Keyring before(file);
  const std::string text = text_of(file);
  const std::string line = fresh_line(lines_in(text) + 1);
  write_whole(file, line + text);
  return line.substr(0, line.find(' '));
}

}  // namespace twinline::live::recording
