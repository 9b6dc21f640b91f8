// What a search for a centre's headroom came to, as plain data: at which load its targets break, and which of its
// resources is to blame, by what twice as much of each would mend there. The lab fills it, the renderers show it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

/// What must hold: a KPI in one place, not below or not above a limit.
struct HeadroomTarget {
  std::string name;  ///< "main.service_level", as the command line has it
  KpiDefinition kpi;
  Dimensions by;
  bool at_least = true;  ///< else at most
  double limit = 0;      ///< in the KPI's unit

  /// The estimate itself decides, not its interval; where nothing was observed nothing is broken.
  bool holds(const Estimate& estimate) const { return at_least ? !(estimate.mean < limit) : !(estimate.mean > limit); }
};

/// One load that was simulated.
struct HeadroomPoint {
  double load = 1;                  ///< of the scenario's arrivals
  std::vector<Estimate> estimates;  ///< by target
  bool holds = true;                ///< all of them do
};

/// What a centre can run short of.
enum class ResourceKind : std::uint8_t { people, lines, host, service, link, access, site };

/// The breaking load once more, with the same callers and twice as much of one resource.
struct Relief {
  ResourceKind kind = ResourceKind::people;
  std::string name;                 ///< of the agent group, trunk, host, …
  std::string amount;               ///< what there is of it: "12 agents", "30 lines", "4 cores"
  std::optional<double> busy;       ///< the share of it that was in use at the breaking load; empty: not counted
  std::vector<Estimate> estimates;  ///< by target
  Difference effect;                ///< on the target that broke: with the relief minus without, paired
  bool mends = false;               ///< every target holds again
};

struct HeadroomResult {
  RunIdentity identity;
  double from = 1, to = 5, step = 0.5, precision = 0.05;  ///< loads
  std::vector<HeadroomTarget> targets;
  std::vector<HeadroomPoint> points;  ///< by load
  std::optional<double> holds_up_to;  ///< empty: the targets are broken at the first load already
  std::optional<double> breaks_at;    ///< empty: they hold throughout
  std::size_t broken = 0;             ///< the target that broke, the first of several
  std::vector<Relief> reliefs;        ///< the bottleneck first: who mends everything, and most; empty: nothing broke
  std::vector<std::string> assumptions;
};

}  // namespace twinline::reports
