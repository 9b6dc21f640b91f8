#include "sim/infra/simgrid_world.hpp"

#include "sim/kernel/virtual_world_members.hpp"

namespace twinline::infra {

SimGridWorld::SimGridWorld(const scenarios::Scenario& scenario, const sim::ReplayLog& log, const sim::Draws& draws,
                           DueOrder order)
    : world_(scenario, log, draws, SimGridTimers{order}) {}

void SimGridWorld::perform_wishes(const Outcome& outcome, const View& view) { world_.perform_wishes(outcome, view); }

void SimGridWorld::run(Acd& acd, Outcome& outcome, const Sink& sink) {
  const auto tell_all = [&](const Occurrence* told) {
    for (; told != nullptr; told = world_.next_at_once()) {
      outcome.clear();
      acd.handle(told->at, told->fact, outcome);
      sink(*told, outcome);
      world_.perform(*told, outcome, acd.view());
    }
    expect_next();
  };
  tell_all(world_.next_at_once());
  world_.timers().run([&](const Due& due) {
    if (world_.is_over(due.at)) return false;
    tell_all(occurrence_of(due, acd.view()));
    return true;
  });
}

const Occurrence* SimGridWorld::occurrence_of(const Due& due, const View& view) {
  world_.pass_to(due.at);
  switch (due.source) {
    case Due::Source::change: world_.on_change(view); return world_.next_at_once();
    case Due::Source::timer: return world_.on_timer(due.node, view);
    case Due::Source::arrival: break;
  }
  return world_.on_arrival(view);
}

void SimGridWorld::expect_next() {
  world_.timers().expect_change(world_.next_change());
  world_.timers().expect_arrival(world_.next_arrival());
}

}  // namespace twinline::infra
