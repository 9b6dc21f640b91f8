// The gate for facts from outside: those of a journal that somebody may have tampered with, or of a network. An ACD
// believes what it is told and looks things up by number, so a fact that names what is not there must not reach it. The
// fast world makes its facts itself and does without the gate. Late facts are no defects; the ACD recognises them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "policies/contract/facts.hpp"
#include "policies/contract/view.hpp"

namespace twinline::acd {

/// No centre has more calls at once; a greater slot would only cost memory.
inline constexpr std::uint32_t most_call_slots = 1U << 20;

/// No world lasts longer; times beyond could not be added to.
inline constexpr Time latest_time{Duration{24h * 365 * 200}};

/// Why the fact must not be told to the ACD that this view is of, in words; nothing when it may.
std::optional<std::string> defect_of(const Occurrence& occurrence, const View& view);

}  // namespace twinline::acd
