// What a check of KPIs against their baselines came to, as plain data: regression_watch.hpp judges, sim/lab runs, the
// renderers show it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/kpi/results.hpp"

namespace twinline::reports {

/// How a KPI stands against its baseline.
enum class CheckVerdict : std::uint8_t {
  within,     ///< surely not worse by more than its tolerance
  worse,      ///< surely worse, and by more than its tolerance
  undecided,  ///< the replications were not enough to say either
};

/// One KPI of one arm.
struct CheckedKpi {
  std::string kpi;  ///< name of a KpiDefinition
  Dimensions by;
  double baseline = 0, now = 0;          ///< over the same replications
  double change = 0, low = 0, high = 0;  ///< now minus baseline, with its confidence sequence
  double tolerance = 0;                  ///< not negative, in the KPI's unit
  std::uint64_t n = 0;                   ///< replications that it took
  CheckVerdict verdict = CheckVerdict::undecided;
};

struct CheckedArm {
  std::string name;  ///< empty: the scenario as it is written
  std::vector<CheckedKpi> kpis;
};

struct CheckedScenario {
  std::string file;
  RunIdentity identity;  ///< with the baseline's seed and number of replications
  std::vector<KpiDefinition> kpis;
  std::vector<CheckedArm> arms;
};

struct KpiCheckResult {
  std::vector<CheckedScenario> scenarios;
  std::uint64_t questions = 0;    ///< over all scenarios, arms and KPIs: one family
  bool undecided_counts = false;  ///< what is undecided fails the check
};

/// How many KPIs of how many arms stand so.
inline std::size_t count(const KpiCheckResult& result, CheckVerdict verdict) {
  std::size_t number = 0;
  for (const CheckedScenario& scenario : result.scenarios) {
    for (const CheckedArm& arm : scenario.arms) {
      number += static_cast<std::size_t>(std::count_if(arm.kpis.begin(), arm.kpis.end(),
                                                       [&](const CheckedKpi& kpi) { return kpi.verdict == verdict; }));
    }
  }
  return number;
}

inline bool passes(const KpiCheckResult& result) {
  return count(result, CheckVerdict::worse) == 0 &&
         !(result.undecided_counts && count(result, CheckVerdict::undecided) > 0);
}

}  // namespace twinline::reports
