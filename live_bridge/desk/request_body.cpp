#include "live_bridge/desk/request_body.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace twinline::live::desk {

std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += fmt::format("'{}'", words[i]);
  }
  return text;
}

std::size_t place_of(const std::string& name, const std::vector<std::string>& table, std::string_view what) {
  const auto found = std::find(table.begin(), table.end(), name);
  if (found != table.end()) return static_cast<std::size_t>(found - table.begin());
  throw Refusal(400, fmt::format("unknown {} '{}'; expected {}", what, name, listed({table.begin(), table.end()})));
}

RequestBody::RequestBody(const std::string& text, std::initializer_list<std::string_view> keys) {
  fields_ = text.empty() ? nlohmann::json::object() : nlohmann::json::parse(text, nullptr, false);
  if (!fields_.is_object()) throw Refusal(400, "the body is not a JSON object");
  for (const auto& [key, value] : fields_.items()) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    throw Refusal(400, keys.size() == 0 ? fmt::format("unknown key '{}'; expected none", key)
                                        : fmt::format("unknown key '{}'; expected {}", key, listed(keys)));
  }
}

std::string RequestBody::text(std::string_view key) const {
  const auto& value = at(key, "a string");
  if (!value.is_string()) throw Refusal(400, fmt::format("'{}' must be a string", key));
  return value.get<std::string>();
}

bool RequestBody::flag(std::string_view key) const {
  const auto& value = at(key, "true or false");
  if (!value.is_boolean()) throw Refusal(400, fmt::format("'{}' must be true or false", key));
  return value.get<bool>();
}

double RequestBody::number(std::string_view key) const {
  const auto& value = at(key, "a number");
  const double number = value.is_number() ? value.get<double>() : NAN;
  if (!std::isfinite(number)) throw Refusal(400, fmt::format("'{}' must be a number", key));
  return number;
}

const nlohmann::json& RequestBody::at(std::string_view key, std::string_view kind) const {
  const auto found = fields_.find(std::string{key});
  if (found == fields_.end()) throw Refusal(400, fmt::format("'{}' is missing; expected {}", key, kind));
  return *found;
}

}  // namespace twinline::live::desk
