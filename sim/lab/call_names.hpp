// The calls of a journal in the order of their arrival, found by what people call them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "policies/contract/ids.hpp"

namespace twinline::sim {

struct NamedCall {
  CallId id;
  CallKey key = 0;
};

/// Position of the call named by its key (16 hexadecimal digits), its slot and generation ("12:3") or its ordinal
/// (from 1). Throws std::invalid_argument with what is wrong: no such name, or no such call, how many there are and
/// which one is nearest.
std::size_t position_of(const std::string& name, const std::vector<NamedCall>& calls);

}  // namespace twinline::sim
