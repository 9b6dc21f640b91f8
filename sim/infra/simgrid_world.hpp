// A scenario's world on SimGrid's clock, without infrastructure: the people of sim/kernel's VirtualWorld, told what is
// due by SimGrid instead of asking the event calendar. It comes to the same bytes, and is there to show that.
#pragma once

#include <functional>

#include "policies/acd/acd.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/infra/simgrid_timers.hpp"
#include "sim/kernel/virtual_world.hpp"
#include "sim/people/draws.hpp"
#include "sim/people/replay_log.hpp"

namespace twinline::infra {

class SimGridWorld {
 public:
  using Sink = std::function<void(const Occurrence&, const Outcome&)>;

  /// What it must see of what the ACD does, to follow its callers.
  static constexpr HappeningSet interests = sim::VirtualWorld<SimGridTimers>::interests;

  /// One in the life of a process, as SimGridTimers. Scenario and log must outlive it.
  SimGridWorld(const scenarios::Scenario& scenario, const sim::ReplayLog& log, const sim::Draws& draws,
               DueOrder order = in_documented_order);

  /// Sets going what the ACD wishes before the first fact: that of Acd::start.
  void perform_wishes(const Outcome& outcome, const View& view);

  /// Runs to the end of the world. As sim::run, which asks for facts; here they come.
  void run(Acd& acd, Outcome& outcome, const Sink& sink);

  /// As that of the fast world.
  Time end() const { return world_.end(); }
  std::optional<reports::JourneyTotals> journey_totals(std::span<const reports::GroupTotals> agents) const {
    return world_.journey_totals(agents);
  }

 private:
  const Occurrence* occurrence_of(const Due& due, const View& view);
  void expect_next();

  sim::VirtualWorld<SimGridTimers> world_;
};

}  // namespace twinline::infra
