// The JSON body of a request, read strictly: an object with the keys that the route knows and no other, every value of
// its kind. What does not fit is refused in words that name what would.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "live_bridge/desk/http_message.hpp"
#include "live_bridge/desk/words.hpp"

namespace twinline::live::desk {

/// "'a', 'b' or 'c'"
std::string listed(const std::vector<std::string_view>& words);

template <class Value, std::size_t count>
std::string listed(const Words<Value, count>& words) {
  std::vector<std::string_view> names;
  for (const auto& entry : words) names.push_back(entry.word);
  return listed(names);
}

/// The place of a name in a table. Throws Refusal (400) naming all that there are.
std::size_t place_of(const std::string& name, const std::vector<std::string>& table, std::string_view what);

class RequestBody {
 public:
  /// An empty text is an object without keys. Throws Refusal (400) for what is no JSON object and for unknown keys.
  RequestBody(const std::string& text, std::initializer_list<std::string_view> keys);

  bool has(std::string_view key) const { return fields_.contains(std::string{key}); }

  // All throw Refusal (400) when the value is missing or of another kind.
  std::string text(std::string_view key) const;
  bool flag(std::string_view key) const;
  double number(std::string_view key) const;  ///< finite

  template <class Value, std::size_t count>
  Value choice(std::string_view key, const Words<Value, count>& words) const {
    const std::string given = text(key);
    if (const auto value = value_of(words, given)) return *value;
    throw Refusal(400, "unknown " + std::string{key} + " '" + given + "'; expected " + listed(words));
  }

 private:
  const nlohmann::json& at(std::string_view key, std::string_view kind) const;

  nlohmann::json fields_;
};

}  // namespace twinline::live::desk
