// Bencode, the encoding of the media server's control protocol: integers, byte strings, lists and dictionaries, each
// with its end or its length written in front. What comes off a socket is hostile until it is decoded, so decoding is
// strict, bounded in size and depth, and never reads past what it was given. What the values mean is not known here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace twinline::live::media::bencode {

class Value;
using List = std::vector<Value>;
using Dictionary = std::map<std::string, Value, std::less<>>;

class Value {
 public:
  Value(std::int64_t number) : content_(number) {}
  Value(int number) : content_(std::int64_t{number}) {}
  Value(std::string text) : content_(std::move(text)) {}
  Value(std::string_view text) : content_(std::string{text}) {}
  Value(const char* text) : content_(std::string{text}) {}
  Value(List list) : content_(std::move(list)) {}
  Value(Dictionary dictionary) : content_(std::move(dictionary)) {}

  const std::int64_t* number() const { return std::get_if<std::int64_t>(&content_); }
  const std::string* text() const { return std::get_if<std::string>(&content_); }
  const List* list() const { return std::get_if<List>(&content_); }
  const Dictionary* dictionary() const { return std::get_if<Dictionary>(&content_); }

  /// The value under `key` of a dictionary; null where there is none, or this is no dictionary.
  const Value* find(std::string_view key) const;
  /// The text under `key`; empty where there is none.
  std::string_view text_at(std::string_view key) const;
  /// The number under `key`; none where there is none.
  std::optional<std::int64_t> number_at(std::string_view key) const;

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::int64_t, std::string, List, Dictionary> content_;
};

/// Dictionaries are written in the order of their keys, as the format asks.
std::string encode(const Value& value);

enum class Outcome : std::uint8_t { whole, truncated, malformed };

struct Decoded {
  Outcome outcome = Outcome::malformed;
  Value value = 0;       ///< when whole
  std::size_t size = 0;  ///< bytes that the value took, when whole
};

constexpr std::size_t deepest = 16;
constexpr std::size_t largest = std::size_t{1} << 20;  ///< bytes of one value

/// The value at the beginning of `bytes`; what follows it is not looked at. Refused as malformed: leading zeros, minus
/// zero, keys that are no strings or come twice, more than `deepest` levels, strings longer than `largest`. Keys may
/// come in any order, for the media server does not sort them.
Decoded decode(std::string_view bytes);

}  // namespace twinline::live::media::bencode
