// What a caller pressed on the telephone's keys: a short text without a heap, so that a fact can carry it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace twinline {

/// Nobody is asked for more keys at once.
inline constexpr std::size_t most_digits = 32;

/// The sixteen keys of DTMF (ITU-T Q.23).
constexpr bool is_key(char key) {
  return (key >= '0' && key <= '9') || key == '*' || key == '#' || (key >= 'A' && key <= 'D');
}

class Digits {
 public:
  constexpr Digits() = default;

  /// Nothing where the text holds anything but keys, or too many.
  static constexpr std::optional<Digits> from(std::string_view text) {
    Digits digits;
    for (const char key : text) {
      if (!digits.add(key)) return std::nullopt;
    }
    return digits;
  }

  /// False, and unchanged, when there is no room or this is no key.
  constexpr bool add(char key) {
    if (size_ == most_digits || !is_key(key)) return false;
    keys_[size_++] = key;
    return true;
  }

  constexpr std::string_view text() const { return {keys_.data(), size_}; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  friend constexpr bool operator==(const Digits& a, const Digits& b) { return a.text() == b.text(); }

 private:
  std::array<char, most_digits> keys_{};
  std::uint8_t size_ = 0;
};

}  // namespace twinline
