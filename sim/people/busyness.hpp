// How busy a day and its intervals turn out: random factors with mean 1 on the rates. Which rates they multiply is
// demand.hpp's business.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "policies/contract/ids.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/draws.hpp"

namespace twinline::sim {

/// The factor that all call types share on a day of the horizon; 1 where the scenario has none.
double shared_busyness(const scenarios::Scenario& scenario, const Draws& draws, std::size_t day);

/// The factor of a call type on a day, the shared one included.
double day_busyness(const scenarios::Scenario& scenario, const Draws& draws, CallTypeIndex type, std::size_t day);

/// The factors of a call type in the reporting intervals of a day, from midnight on, shared ones included; empty where
/// neither varies.
///
/// Persistent factors are tied together by a normal copula, as Channouf and L'Ecuyer have it (2012, "A normal copula
/// model for the arrival process in a call center", International Transactions in Operational Research 19): scores
/// z₀ ~ N(0, 1), zᵢ = ρ zᵢ₋₁ + √(1 − ρ²) εᵢ, factors F⁻¹(Φ(zᵢ)), so that each factor has the distribution that is
/// written and neighbouring scores correlate by ρ. Each day begins anew.
std::vector<double> interval_busyness(const scenarios::Scenario& scenario, const Draws& draws, CallTypeIndex type,
                                      std::size_t day);

}  // namespace twinline::sim
