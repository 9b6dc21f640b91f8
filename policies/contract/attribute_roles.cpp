#include "policies/contract/attribute_roles.hpp"

#include <algorithm>

namespace twinline {

std::optional<std::int64_t> value_of(AttributeIndex name, Attributes attributes) {
  if (!name) return std::nullopt;
  const auto found = std::find_if(attributes.rbegin(), attributes.rend(),
                                  [name](const Attribute& known) { return known.name == name; });
  return found == attributes.rend() ? std::nullopt : std::optional{found->value};
}

std::optional<std::uint8_t> priority_in(const Centre& centre, Attributes attributes) {
  const auto priority = value_of(centre.roles.priority, attributes);
  if (!priority || *priority < 0 || *priority > highest_priority) return std::nullopt;
  return static_cast<std::uint8_t>(*priority);
}

std::optional<double> worth_in(const Centre& centre, Attributes attributes) {
  const auto value = value_of(centre.roles.value, attributes);
  return value ? std::optional{static_cast<double>(*value)} : std::nullopt;
}

void heed_attributes(const Centre& centre, CallArrived& arrival) {
  const auto segment = value_of(centre.roles.segment, arrival.attributes);
  if (segment && *segment >= 0 && static_cast<std::uint64_t>(*segment) < centre.segments.size()) {
    arrival.segment = SegmentIndex{static_cast<std::size_t>(*segment)};
    arrival.priority = priority_of(centre, arrival.type, arrival.segment);
    arrival.value = centre.call_types[arrival.type.value].value + centre.segments[arrival.segment.value].value;
  }
  arrival.priority = priority_in(centre, arrival.attributes).value_or(arrival.priority);
  arrival.value = worth_in(centre, arrival.attributes).value_or(arrival.value);
}

}  // namespace twinline
