#include "live_bridge/media/bencode.hpp"

#include <charconv>

namespace twinline::live::media::bencode {
namespace {

void append(std::string& out, const Value& value) {
  if (const auto* number = value.number()) {
    out += 'i';
    out += std::to_string(*number);
    out += 'e';
  } else if (const auto* text = value.text()) {
    out += std::to_string(text->size());
    out += ':';
    out += *text;
  } else if (const auto* list = value.list()) {
    out += 'l';
    for (const Value& item : *list) append(out, item);
    out += 'e';
  } else if (const auto* dictionary = value.dictionary()) {
    out += 'd';
    for (const auto& [key, item] : *dictionary) {
      append(out, key);
      append(out, item);
    }
    out += 'e';
  }
}

/// Each function reads one thing from where it stands and tells whether it was there; if not, outcome() says why.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  bool read(Value& value, std::size_t depth = 0) {
    if (depth >= deepest) return fail();
    if (at_end()) return fail(Outcome::truncated);
    switch (bytes_[position_]) {
      case 'i': ++position_; return read_number(value);
      case 'l': ++position_; return read_list(value, depth);
      case 'd': ++position_; return read_dictionary(value, depth);
      default: break;
    }
    std::string text;
    if (!read_text(text)) return false;
    value = Value{std::move(text)};
    return true;
  }

  Outcome outcome() const { return outcome_; }
  std::size_t position() const { return position_; }

 private:
  bool at_end() const { return position_ >= bytes_.size(); }
  bool ends_here() const { return !at_end() && bytes_[position_] == 'e'; }

  bool fail(Outcome outcome = Outcome::malformed) {
    outcome_ = outcome;
    return false;
  }

  /// The decimal number up to `end`, which is read too.
  bool read_digits(std::int64_t& number, char end) {
    constexpr std::size_t longest = 20;  // of a 64-bit number with its sign
    const std::string_view rest = bytes_.substr(position_, longest + 1);
    const std::size_t length = rest.find(end);
    const std::string_view written = rest.substr(0, length);
    if (written.find_first_not_of("-0123456789") != std::string_view::npos) return fail();
    if (length == std::string_view::npos) return fail(rest.size() > longest ? Outcome::malformed : Outcome::truncated);
    const bool padded = written.size() > 1 && (written[0] == '0' || written.substr(0, 2) == "-0");
    const auto [stop, error] = std::from_chars(written.data(), written.data() + written.size(), number);
    if (padded || error != std::errc{} || stop != written.data() + written.size()) return fail();
    position_ += length + 1;
    return true;
  }

  bool read_number(Value& value) {
    std::int64_t number = 0;
    if (!read_digits(number, 'e')) return false;
    value = Value{number};
    return true;
  }

  bool read_text(std::string& text) {
    std::int64_t length = 0;
    if (!read_digits(length, ':')) return false;
    if (length < 0 || length > static_cast<std::int64_t>(largest)) return fail();
    const auto size = static_cast<std::size_t>(length);
    if (bytes_.size() - position_ < size) return fail(Outcome::truncated);
    text = bytes_.substr(position_, size);
    position_ += size;
    return true;
  }

  bool read_list(Value& value, std::size_t depth) {
    List items;
    while (!ends_here()) {
      if (!read(items.emplace_back(0), depth + 1)) return false;
    }
    ++position_;
    value = Value{std::move(items)};
    return true;
  }

  bool read_dictionary(Value& value, std::size_t depth) {
    Dictionary items;
    while (!ends_here()) {
      if (at_end()) return fail(Outcome::truncated);
      std::string key;
      if (!read_text(key)) return false;
      const auto [entry, is_new] = items.emplace(std::move(key), 0);
      if (!is_new) return fail();
      if (!read(entry->second, depth + 1)) return false;
    }
    ++position_;
    value = Value{std::move(items)};
    return true;
  }

  std::string_view bytes_;
  std::size_t position_ = 0;
  Outcome outcome_ = Outcome::whole;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  const Dictionary* entries = dictionary();
  if (!entries) return nullptr;
  const auto entry = entries->find(key);
  return entry == entries->end() ? nullptr : &entry->second;
}

std::string_view Value::text_at(std::string_view key) const {
  const Value* found = find(key);
  const std::string* read = found ? found->text() : nullptr;
  return read ? std::string_view{*read} : std::string_view{};
}

std::optional<std::int64_t> Value::number_at(std::string_view key) const {
  const Value* found = find(key);
  const std::int64_t* read = found ? found->number() : nullptr;
  return read ? std::optional{*read} : std::nullopt;
}

std::string encode(const Value& value) {
  std::string out;
  append(out, value);
  return out;
}

Decoded decode(std::string_view bytes) {
  Reader reader{bytes.substr(0, largest)};
  Decoded decoded;
  const bool whole = reader.read(decoded.value);
  decoded.outcome = reader.outcome();
  if (whole) decoded.size = reader.position();
  if (decoded.outcome == Outcome::truncated && bytes.size() > largest) decoded.outcome = Outcome::malformed;
  return decoded;
}

}  // namespace twinline::live::media::bencode
