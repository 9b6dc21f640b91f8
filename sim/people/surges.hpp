// The calls that surges bring: whom a mailing, an advertisement or an outage reaches, who of them calls, when, and what
// about. All of it follows from the scenario and the draws, so that it is known from the beginning of a replication.
#pragma once

#include <vector>

#include "scenarios/schema/scenario.hpp"
#include "sim/people/arrival.hpp"
#include "sim/people/draws.hpp"

namespace twinline::sim {

/// By time, ties in the order of surges and customers. Each customer answers by draws of the customer's own: who calls
/// at a response of 3 % calls at 4 % too, at the same instant and about the same matter.
std::vector<Arrival> surge_calls(const scenarios::Scenario& scenario, const Draws& draws);

/// The first instant by which the site has been open for so long since `from`, `from` itself where it is open and
/// nothing is left to wait; `never` if the horizon ends before.
Time after_open_time(const std::vector<scenarios::Day>& days, Time from, Duration open_time);

}  // namespace twinline::sim
