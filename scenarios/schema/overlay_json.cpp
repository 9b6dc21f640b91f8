#include <cmath>

#include <nlohmann/json.hpp>

#include "policies/contract/units.hpp"
#include "scenarios/schema/document.hpp"
#include "scenarios/schema/load.hpp"

namespace twinline::scenarios {
namespace {

using Json = nlohmann::ordered_json;

Json scalar_of(const Node& node) {
  const auto number = node.was_quoted ? std::nullopt : parse_number(node.text);
  if (!number) return node.text;
  constexpr double exact = 9007199254740992.0;  // up to 2^53 a whole number is itself
  if (std::abs(*number) <= exact && std::trunc(*number) == *number) return static_cast<std::int64_t>(*number);
  return *number;
}

Json json_of(const Node& node) {
  if (node.is_scalar()) return scalar_of(node);
  if (node.is_list()) {
    Json list = Json::array();
    for (const Node& item : node.items) list.push_back(json_of(item));
    return list;
  }
  if (!node.is_map()) return nullptr;
  Json map = Json::object();
  for (const Entry& entry : node.entries) map[entry.key] = json_of(entry.value);
  return map;
}

}  // namespace

std::string overlay_as_json(const std::string& value) {
  Problems problems;
  const auto node = parse_document(value, std::make_shared<const std::string>("overlay"), problems);
  const Json json = node && problems.empty() ? json_of(*node) : Json(value);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace twinline::scenarios
