#include "reports/json/json_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace twinline::reports {

using Json = nlohmann::ordered_json;

namespace {

/// What is written again is written recursively, and nothing that the project writes is nearly so deep.
constexpr int deepest = 64;

}  // namespace

Json parse_json(std::string_view text, const std::string& file, std::string_view expected) {
  const auto is_shallow = [&](int depth, Json::parse_event_t, const Json&) {
    if (depth > deepest) throw JsonReadError(fmt::format("{}: is nested too deeply; expected {}", file, expected));
    return true;
  };
  try {
    return Json::parse(text, is_shallow);
  } catch (const Json::parse_error& error) {
    const std::string_view before = text.substr(0, error.byte > 0 ? error.byte - 1 : 0);
    const auto line_start = before.rfind('\n') + 1;  // 0 where there is none before
    throw JsonReadError(fmt::format("{}:{}:{}: is no JSON; expected {}", file,
                                    std::count(before.begin(), before.end(), '\n') + 1, before.size() - line_start + 1,
                                    expected));
  } catch (const Json::out_of_range&) {
    throw JsonReadError(fmt::format("{}: holds a number that is out of range; expected {}", file, expected));
  }
}

void JsonReader::refuse(std::string_view expected) const {
  throw JsonReadError(fmt::format("{}: {} is no {}", file, path.empty() ? "all of it" : path, expected));
}

JsonReader JsonReader::at(const std::string& key) const {
  if (!json.is_object()) refuse("object");
  const std::string way = path.empty() ? key : path + "." + key;
  const auto found = json.find(key);
  if (found == json.end()) throw JsonReadError(fmt::format("{}: {} is missing", file, way));
  return {*found, file, way};
}

bool JsonReader::has(const std::string& key) const { return json.is_object() && json.contains(key); }

std::vector<JsonReader> JsonReader::items() const {
  if (!json.is_array()) refuse("list");
  std::vector<JsonReader> list;
  for (std::size_t i = 0; i < json.size(); ++i) list.push_back({json[i], file, fmt::format("{}[{}]", path, i)});
  return list;
}

std::string JsonReader::text() const {
  if (!json.is_string()) refuse("text");
  return json.get<std::string>();
}

std::uint64_t JsonReader::whole() const {
  if (!json.is_number_unsigned()) refuse("whole number");
  return json.get<std::uint64_t>();
}

double JsonReader::number() const {
  if (!json.is_number()) refuse("number");
  return json.get<double>();
}

std::optional<double> JsonReader::number_or_null() const {
  if (json.is_null()) return std::nullopt;
  return number();
}

bool JsonReader::yes_or_no() const {
  if (!json.is_boolean()) refuse("true or false");
  return json.get<bool>();
}

std::map<std::string, std::string> JsonReader::texts() const {
  if (!json.is_object()) refuse("object");
  std::map<std::string, std::string> values;
  for (const auto& [key, value] : json.items()) values[key] = JsonReader{value, file, path + "." + key}.text();
  return values;
}

void JsonReader::require_schema(std::string_view schema) const {
  const std::string found = at("schema").text();
  if (found != schema) {
    throw JsonReadError(fmt::format("{}: schema is '{}'; expected '{}'", file, found, schema));
  }
}

}  // namespace twinline::reports
