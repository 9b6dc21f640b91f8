#include "sim/infra/simgrid_timers.hpp"

#include <set>
#include <tuple>
#include <vector>

#include <simgrid/kernel/Timer.hpp>

#include "sim/infra/instants.hpp"
#include "sim/infra/only_engine.hpp"

namespace twinline::infra {

using simgrid::kernel::timer::Timer;

bool in_documented_order(const Due& a, const Due& b) {
  return std::tie(a.at, a.source, a.ordinal) < std::tie(b.at, b.source, b.ordinal);
}

struct SimGridTimers::Parts {
  /// What may be due: not set, set in SimGrid, or gone off and about to be told.
  struct Entry {
    enum class State : std::uint8_t { idle, set, gone_off };
    State state = State::idle;
    Timer* timer = nullptr;
    Due due;
  };

  std::unique_ptr<simgrid::s4u::Engine> engine = only_engine();
  std::vector<Entry> nodes;
  Entry change, arrival;
  std::set<Due, DueOrder> gone_off;
  std::uint64_t ordinal = 0;
  const std::function<bool(const Due&)>* tell = nullptr;

  explicit Parts(DueOrder order) : gone_off(order) {
    // SimGrid does not start without a platform, though nothing is on it.
    simgrid::s4u::create_empty_zone("nothing")->seal();
  }

  Entry& entry(Due::Source source, Node node) {
    switch (source) {
      case Due::Source::change: return change;
      case Due::Source::arrival: return arrival;
      case Due::Source::timer: break;
    }
    return nodes[node];
  }

  void set(Due::Source source, Node node, Time at) {
    Entry& wanted = entry(source, node);
    unset(wanted);
    wanted.due = {at, source, ordinal++, node};
    wanted.state = Entry::State::set;
    wanted.timer = Timer::set(on_clock(at), [this, source, node] { go_off(entry(source, node)); });
  }

  void unset(Entry& wanted) {
    if (wanted.state == Entry::State::set) wanted.timer->remove();
    if (wanted.state == Entry::State::gone_off) gone_off.erase(wanted.due);
    wanted.state = Entry::State::idle;
  }

  void expect(Due::Source source, Time at) {
    Entry& expected = entry(source, 0);
    if (expected.state != Entry::State::idle && expected.due.at == at) return;
    unset(expected);
    if (at != never) set(source, 0, at);
  }

  void unset_all() {
    for (Entry& node : nodes) unset(node);
    unset(change);
    unset(arrival);
  }

  /// SimGrid is in the middle of telling timers. What is told may set and cancel others of this very instant.
  void go_off(Entry& entry) {
    entry.state = Entry::State::gone_off;
    gone_off.insert(entry.due);
    while (!gone_off.empty() && !more_are_due()) {
      const Due first = gone_off.extract(gone_off.begin()).value();
      this->entry(first.source, first.node).state = Entry::State::idle;
      if (!(*tell)(first)) unset_all();
    }
  }

  /// Whether SimGrid will tell another timer before it lets time pass.
  static bool more_are_due() {
    const double next = Timer::next();
    return next >= 0 && next <= simgrid::s4u::Engine::get_clock();
  }
};

SimGridTimers::SimGridTimers(DueOrder order) : parts_(std::make_unique<Parts>(order)) {}

SimGridTimers::SimGridTimers(SimGridTimers&&) noexcept = default;

SimGridTimers::~SimGridTimers() {
  if (parts_) parts_->unset_all();
}

void SimGridTimers::grow(std::size_t nodes) {
  if (nodes > parts_->nodes.size()) parts_->nodes.resize(nodes);
}

void SimGridTimers::schedule(Node node, Time at) { parts_->set(Due::Source::timer, node, at); }

void SimGridTimers::cancel(Node node) { parts_->unset(parts_->nodes[node]); }

void SimGridTimers::expect_change(Time at) { parts_->expect(Due::Source::change, at); }

void SimGridTimers::expect_arrival(Time at) { parts_->expect(Due::Source::arrival, at); }

void SimGridTimers::run(const std::function<bool(const Due&)>& tell) {
  parts_->tell = &tell;
  parts_->engine->run();
}

}  // namespace twinline::infra
