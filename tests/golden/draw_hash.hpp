// A fingerprint of every kind of draw: the same bits must come out of every compiler, optimisation level and
// instruction set (with -ffp-contract=off), and with the C library's fused multiply-add switched off. scripts/validate
// builds the golden tests many times to see that.
#pragma once

#include <cstdint>

namespace twinline::golden {

/// A hash of a million draws: of every distribution with its mean and distribution function, and of the standard ones.
std::uint64_t draw_hash();

}  // namespace twinline::golden
