// How much of a distribution, as a scenario writes it, lies up to a bound: for the loader, which refuses bounds that
// hardly any draw would meet. What is drawn from, and how, is sim/random's business; nothing of this reaches a result.
#pragma once

#include "scenarios/schema/distribution.hpp"

namespace twinline::scenarios {

/// Draws within bounds are drawn again until they fit; fewer than this share must not.
inline constexpr double least_mass_within_bounds = 0.01;

/// Probability of a draw of at most so many seconds, shift and bounds heeded.
double mass_up_to(const Distribution& distribution, double seconds);

/// The share of draws, shift included, that meet the bounds of the distribution; 1 without bounds.
double mass_within_bounds(const Distribution& distribution);

}  // namespace twinline::scenarios
