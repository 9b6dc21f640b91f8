// Timers that SimGrid keeps: its clock leads, and says what is due. For sim/kernel's VirtualWorld, beside whose own
// timers stand the next change of the schedule and the next arrival. Every one of them is a timer of SimGrid's kernel;
// there is no calendar here and no activity.
//
// SimGrid's clock counts seconds in a double, and its timers of one instant go off in any order. So each keeps its own
// instant to the nanosecond, all that SimGrid holds for due are heard before the first of them is told, and they are
// told in an order that is written down.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "policies/contract/time.hpp"

namespace twinline::infra {

/// What is due.
struct Due {
  enum class Source : std::uint8_t { change, timer, arrival };

  Time at;
  Source source = Source::timer;
  std::uint64_t ordinal = 0;  ///< how many were set before it
  std::uint32_t node = 0;     ///< of a timer
};

/// Whether `a` is told before `b`.
using DueOrder = bool (*)(const Due& a, const Due& b);

/// By time; at one instant changes come before timers, timers in the order in which they were set, and then arrivals:
/// as sim/kernel/virtual_world.hpp has it.
bool in_documented_order(const Due& a, const Due& b);

class SimGridTimers {
 public:
  using Node = std::uint32_t;

  /// Throws CannotCarry if this process, or the one it was forked from, has had SimGrid's engine. Tests pass other
  /// orders.
  explicit SimGridTimers(DueOrder order = in_documented_order);
  SimGridTimers(SimGridTimers&& other) noexcept;
  SimGridTimers& operator=(SimGridTimers&&) = delete;
  ~SimGridTimers();

  /// Makes room for nodes up to nodes−1.
  void grow(std::size_t nodes);

  /// Sets the node's timer; one that is set is moved. Requires an instant that is not over.
  void schedule(Node node, Time at);

  /// Does nothing if the node's timer is not set.
  void cancel(Node node);

  /// When the schedule changes next, and when the next call arrives. `never`: not at all.
  void expect_change(Time at);
  void expect_arrival(Time at);

  /// Lets SimGrid's time pass until nothing is left, and tells what is due meanwhile, once each. Nothing is left either
  /// when `tell` returns false.
  void run(const std::function<bool(const Due&)>& tell);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace twinline::infra
