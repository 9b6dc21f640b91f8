// What is known of a customer or call beyond its type: history, language, spoken intent, an open ticket, a pseudonym's
// preferred agent. The Centre names the attributes; values are numbers, or indices into a table of the Centre's
// choosing.
#pragma once

#include <cstdint>
#include <span>

#include "policies/contract/ids.hpp"

namespace twinline {

struct Attribute {
  AttributeIndex name;
  std::int64_t value = 0;
  constexpr auto operator<=>(const Attribute&) const = default;
};

/// A call carries at most this many attributes; more are refused where they enter.
inline constexpr std::size_t max_attributes = 16;

using Attributes = std::span<const Attribute>;

}  // namespace twinline
