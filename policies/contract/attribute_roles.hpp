// What the attributes with a role (Centre::roles) say of a call, for worlds that tell of arrivals and for the ACD,
// which learns more until the call queues. A value that makes no sense says nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "policies/contract/attributes.hpp"
#include "policies/contract/centre.hpp"
#include "policies/contract/facts.hpp"

namespace twinline {

/// The value of an attribute among these, the last where it is named twice; nothing without a name, or where it is not
/// known.
std::optional<std::int64_t> value_of(AttributeIndex name, Attributes attributes);

/// The priority that the attributes say, 0 to highest_priority.
std::optional<std::uint8_t> priority_in(const Centre& centre, Attributes attributes);

/// What a served call is worth, in whole units of the scenario's currency.
std::optional<double> worth_in(const Centre& centre, Attributes attributes);

/// Lets the segment, priority and value that the arrival's attributes say take the place of those that it came with. A
/// segment brings its own priority and value, unless the attributes say these too.
void heed_attributes(const Centre& centre, CallArrived& arrival);

}  // namespace twinline
