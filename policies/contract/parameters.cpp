#include "policies/contract/parameters.hpp"

namespace twinline::detail {

std::optional<bool> parse_yes_or_no(std::string_view text) {
  if (text == "true" || text == "yes" || text == "on") return true;
  if (text == "false" || text == "no" || text == "off") return false;
  return std::nullopt;
}

std::string_view expected(ParameterType type) {
  switch (type) {
    case ParameterType::duration: return "a duration such as '30 s' or '5 min'";
    case ParameterType::number: return "a number such as '0.3' or '15 %'";
    case ParameterType::whole_number: return "a whole number";
    case ParameterType::yes_or_no: return "true or false";
    case ParameterType::text: return "a text";
  }
  return "a value";
}

}  // namespace twinline::detail
