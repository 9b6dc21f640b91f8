// What an operator asks of a policy before it may decide about real calls, in plain words. A bridge's configuration
// writes it, and whoever judges a manifest reads it; nothing is judged here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/time.hpp"

namespace twinline {

enum class AskedVerdict : std::uint8_t {
  better,
  not_worse,  ///< better, or without meaningful difference; undecided is not enough
};

/// Asked of all the evidence, for one KPI.
struct AskedKpi {
  std::string kpi;  ///< "service_level", or "loans.service_level" for one queue
  AskedVerdict verdict = AskedVerdict::better;
  double least_effect = 0;  ///< in the KPI's unit: the end of the interval that is nearer to zero is as far from it
};

struct AskedScenario {
  std::string name;
  std::string hash;  ///< SHA-256 of the scenario, hex; empty: whatever it came to
};

struct PromotionGate {
  std::string keys;                             ///< a file or a folder of public keys
  std::vector<std::string> revoked;             ///< ids of keys that are believed no longer
  std::map<std::string, std::string> in_force;  ///< kind of policy → file of the manifest that decides now
  std::vector<AskedScenario> scenarios;         ///< each must have spoken for the policy
  std::vector<AskedKpi> kpis;
  std::vector<std::string> guardrails;   ///< KPIs that must have been guarded; whichever were must have held
  std::optional<Duration> evidence_age;  ///< greatest, counted from the signature; empty: any
};

}  // namespace twinline
