// The canonical form of a scenario: a line for each value that bears on results, whatever the order and the units of
// the file. A scenario's hash is over it, so what is written here may grow, but what old scenarios come to may not
// change.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "scenarios/schema/distribution.hpp"
#include "scenarios/schema/infrastructure.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::scenarios {

/// Writes "path value" lines. Numbers are written so that they read back the same; durations are whole
/// nanoseconds.
class CanonicalWriter {
 public:
  void line(std::string_view key, std::string_view value) { text_ += fmt::format("{}{} {}\n", prefix_, key, value); }
  void line(std::string_view key, double value) { line(key, std::string_view{to_text(value)}); }
  void line(std::string_view key, Duration value) { line(key, std::string_view{std::to_string(value.count())}); }
  void line(std::string_view key, Time value) { line(key, value.time_since_epoch()); }
  template <std::integral Whole>
  void line(std::string_view key, Whole value) {
    line(key, std::string_view{std::to_string(value)});
  }

  /// Runs `write` with every key of it under `key`.
  template <class Write>
  void under(std::string_view key, Write write) {
    const std::size_t length = prefix_.size();
    prefix_ += fmt::format("{}.", key);
    write();
    prefix_.resize(length);
  }

  template <class List, class Write>
  void each(std::string_view key, const List& list, Write write) {
    line(key, std::size(list));
    std::size_t position = 0;
    for (const auto& item : list) under(fmt::format("{}.{}", key, position++), [&] { write(item); });
  }

  void text(std::string_view key, std::string_view value) {
    // The length keeps a name with a line break from looking like two values.
    line(key, std::string_view{fmt::format("{}:{}", value.size(), value)});
  }

  std::string take() { return std::move(text_); }

 private:
  std::string prefix_;
  std::string text_;
};

void write_canonical(const Distribution& distribution, CanonicalWriter& out);
void write_canonical(std::string_view key, const std::optional<Distribution>& distribution, CanonicalWriter& out);
void write_canonical(const Infrastructure& infrastructure, CanonicalWriter& out);
/// Callbacks and campaigns, where there are any.
void write_canonical_outbound(const Scenario& scenario, CanonicalWriter& out);
void write_canonical(const Journeys& journeys, CanonicalWriter& out);
/// The groups' costs too, which bear on nothing else.
void write_canonical(const Customers& customers, const std::vector<People>& groups, CanonicalWriter& out);
void write_canonical(const Arrivals& arrivals, CanonicalWriter& out);
void write_canonical(std::string_view key, const std::optional<IntervalBusyness>& busyness, CanonicalWriter& out);
/// What all call types share beside the busyness: growth, special days, surges, notices.
void write_canonical_demand(const Scenario& scenario, CanonicalWriter& out);
/// What the IVR does beside leading to a queue, and what that means to agents.
void write_canonical_self_service(const Scenario& scenario, CanonicalWriter& out);

}  // namespace twinline::scenarios
