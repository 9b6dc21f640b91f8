// The loop of every world: a fact comes, the ACD handles it, somebody writes it down, the world performs what the ACD
// wishes. The sink is a template so that a run without a journal pays nothing for one.
#pragma once

#include <concepts>

#include "policies/acd/acd.hpp"

namespace twinline::sim {

/// Runs the world to its end. `sink(occurrence, outcome)` is called after the ACD and before the world acts, so that
/// what was journalled can be replayed up to the last word.
template <class World, std::invocable<const Occurrence&, const Outcome&> Sink>
void run(World& world, Acd& acd, Outcome& outcome, Sink&& sink) {
  outcome.clear();
  while (const auto* occurrence = world.next(acd.view())) {
    const CallSlot expected = world.expected_call();
    acd.expect(expected);
    acd.expect(world.next_free_slot());
    outcome.clear();
    acd.handle(occurrence->at, occurrence->fact, outcome);
    acd.expect_agent_of(expected);
    sink(*occurrence, outcome);
    world.perform(*occurrence, outcome, acd.view());
  }
}

}  // namespace twinline::sim
