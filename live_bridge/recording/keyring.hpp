// The keys of recordings: a file of lines `NAME KEY`, the key in 64 hexadecimal digits. The first encrypts what is
// recorded from now on, the others still open what was recorded before; a new line on top is all that a change of keys
// takes.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace twinline::live::recording {

using Key = std::array<std::uint8_t, 32>;

class Keyring {
 public:
  /// Reads the file; makes it, with one key, where there is none. Throws std::runtime_error naming the file where it
  /// cannot, where others than its owner may use it, and where a line is no key.
  explicit Keyring(const std::filesystem::path& file);

  const std::string& newest() const { return keys_.front().name; }
  /// Throws std::runtime_error where there is none of this name.
  const Key& key(std::string_view name) const;

 private:
  struct Named {
    std::string name;
    Key key;
  };
  void read(const std::string& text);

  std::filesystem::path file_;
  std::vector<Named> keys_;
};

/// Puts a fresh key on top of the file and gives its name: `key2` where `key1` was the newest.
std::string add_key(const std::filesystem::path& file);

}  // namespace twinline::live::recording
