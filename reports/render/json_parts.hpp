// The pieces that several JSON answers have in common. Which answer has which keys is the business of each one's
// writer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "reports/kpi/results.hpp"

namespace twinline::reports::json_parts {

using Json = nlohmann::ordered_json;

/// null where there is no finite number.
Json number(double value);
Json number(const std::optional<double>& value);

Json dimensions(const Dimensions& by);

/// What every answer opens with.
Json heading(std::string_view schema, const RunIdentity& identity);

Json arm_object(const Arm& arm);
/// A p-value is valid at every look or for one fixed number of replications; its name says which.
Json difference_object(const Difference& difference);

/// Names come from files and may hold bytes that are not UTF-8; those become U+FFFD instead of ending the program.
std::string text_of(const Json& json);

}  // namespace twinline::reports::json_parts
