// What a scenario came to once, kept so that later versions of the program and of its policies can be held against it:
// of each arm and KPI the parts of every replication, so that the same replication computed now makes a pair with it.
// Plain data. How it is written down is reports/render/baseline_json.hpp, who judges a pair regression_watch.hpp.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "reports/statistics/paired_moments.hpp"

namespace twinline::reports {

struct BaselineKpi {
  std::string name;                          ///< as scenarios name it: "service_level", "loans.service_level"
  std::vector<statistics::RatioPart> parts;  ///< by replication; a mean has denominators of 1
};

struct BaselineArm {
  std::string name;  ///< empty: the scenario as it is written, which has no arms
  std::string hash;  ///< of the scenario as the arm makes it
  /// By part of the scenario ("queues.loans", "horizon"), the beginning of a hash over all that it says: what changed
  /// can be named although the scenario of then is gone.
  std::map<std::string, std::string> fingerprints;
  std::map<std::string, std::string> policies;  ///< "routing" → "skill_priority 1", the version last
  std::vector<BaselineKpi> kpis;
};

struct Baseline {
  std::string scenario;       ///< its name
  std::string model_version;  ///< of the simulated behaviour
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;
  std::vector<BaselineArm> arms;
};

/// The arm of this name, or nullptr.
inline const BaselineArm* find_arm(const Baseline& baseline, const std::string& name) {
  for (const BaselineArm& arm : baseline.arms) {
    if (arm.name == name) return &arm;
  }
  return nullptr;
}

/// The KPI of this name, or nullptr.
inline const BaselineKpi* find_kpi(const BaselineArm& arm, const std::string& name) {
  for (const BaselineKpi& kpi : arm.kpis) {
    if (kpi.name == name) return &kpi;
  }
  return nullptr;
}

}  // namespace twinline::reports
