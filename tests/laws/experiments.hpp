// The statistical experiments, all in one table: which scenario, how many replications, what theory or a published
// study expects of it and how near the simulator must come. laws_tests runs them at reduced size, the program
// `validate` at either. Results are the same bytes on every machine, because what is checked into docs/validation.md is
// compared.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/kpi/kpis.hpp"

namespace twinline::laws {

/// What a figure should be, and how exactly that is known.
struct Expected {
  double value = 0;
  double rounding = 0;    ///< half a unit of the last digit that it is printed with; 0: exact
  double half_width = 0;  ///< 95 %, where it comes of somebody else's simulation that says so
  double within = 0;      ///< share of the value, where theory itself is a limit that is only come near to; 0: exact
};

/// One figure of an experiment. Its estimate is a ratio of sums over replications.
struct Quantity {
  std::string_view name;
  Expected expected;
  std::string_view source;
  reports::Fraction (*measure)(const reports::KpiCell&) = nullptr;
  std::optional<std::uint32_t>
      group{};  ///< the agent group that it speaks of; neither this nor a queue: the whole centre
  std::optional<std::uint32_t> queue{};
};

/// What the replications of an experiment are.
enum class Replications : std::uint8_t {
  seeds,    ///< seeds 1, 2, 3, …, one replication of each: a long run of a steady-state model
  indices,  ///< the replications of seed 1: many short days
};

struct Experiment {
  std::string_view name, title;
  std::string_view scenario;  ///< below scenarios/library
  std::string_view arm;       ///< of the scenario; empty: as it stands
  Replications replications = Replications::seeds;
  std::uint32_t full = 0, reduced = 0;  ///< how many
  std::vector<Quantity> quantities;
  double largest_relative_error = 0.01;  ///< of a standard error, over the value, at full size in a steady state
};

/// All of them, in the order of docs/validation.md.
std::span<const Experiment> experiments();

enum class Size : std::uint8_t {
  full,     ///< within 3 standard errors; in a steady state one is at most a per cent, or less, of the value
  reduced,  ///< with the t quantile of the same probability in the place of 3: a few seeds know their spread badly
};

struct Row {
  const Quantity* quantity = nullptr;
  double measured = 0;
  double half_width = 0;
  std::string criterion;
  bool passed = false;
};

struct Result {
  const Experiment* experiment = nullptr;
  std::string scenario_hash;
  std::uint32_t replications = 0;
  std::vector<Row> rows;

  bool passed() const;
};

/// The hash of the scenario that an experiment runs.
std::string scenario_hash(const Experiment& experiment);

/// Runs it, on all cores, with so many replications.
Result conduct(const Experiment& experiment, Size size, std::uint32_t replications);

}  // namespace twinline::laws
