// A promotion manifest as plain data: which policy, and what speaks for it. Whoever signs it vouches for all of it. How
// it is written and read back is manifest_json.hpp's, whether it is believed judgement.hpp's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/parameters.hpp"
#include "reports/manifest/instant.hpp"

namespace twinline::manifest {

/// What decides. Equal identities decide alike.
struct PolicyIdentity {
  std::string kind;  ///< "routing", "staffing" or "ivr": the slot that it fills, one policy at a time
  std::string name;
  std::uint32_t version = 0;
  std::vector<ParameterText> parameters;  ///< all of them
  std::string code;                       ///< SHA-256, hex: of the sources of built-in policies, or of a plug-in's file

  bool operator==(const PolicyIdentity&) const = default;
};

/// The program that made a piece of evidence.
struct Build {
  std::string version;
  std::string model_version;           ///< of the simulated behaviour
  std::string policies;                ///< policies_code() of that program
  std::vector<std::string> plugins{};  ///< SHA-256 of each shared object that it had loaded

  bool operator==(const Build&) const = default;
};

/// The policy's arm minus another, in one KPI.
struct Finding {
  std::string against;                          ///< the other arm
  std::string kpi;                              ///< "service_level", or "loans.service_level" for one queue
  std::optional<double> mean, low, high;        ///< the open end of a one-sided interval is empty
  std::optional<double> joint_low, joint_high;  ///< with confidence for all that the comparison is about at once
  bool named = false;                           ///< the comparison is about it
  std::uint64_t n = 0;
  std::string method;
  std::string verdict;

  bool operator==(const Finding&) const = default;
};

struct GuardrailFinding {
  std::string against, kpi;
  std::optional<double> limit, low, high;
  bool held = false;
  std::string method;

  bool operator==(const GuardrailFinding&) const = default;
};

/// One comparison, as far as it speaks of the arm. Differences by segment or by time of day stay in its file.
struct Evidence {
  std::string file;    ///< its name, without folder
  std::string sha256;  ///< of its bytes
  std::string scenario, scenario_hash;
  std::string arm;
  std::map<std::string, std::string> overlays;  ///< of the arm: path → compact JSON
  std::uint64_t seed = 0, replications = 0;
  Build build;
  std::vector<Finding> findings;
  std::vector<GuardrailFinding> guardrails;
  std::vector<std::string> assumed;  ///< what was not calibrated

  bool operator==(const Evidence&) const = default;
};

/// A journal's decisions repeated, all of them equal; the manifest's policy made some of them.
struct Parity {
  std::string file, sha256;  ///< of what `twinline replay --json` printed
  std::uint64_t entries = 0, decisions = 0;

  bool operator==(const Parity&) const = default;
};

/// Where a KPI lies on 95 of 100 simulated days under the policy, in one interval of the day.
struct Band {
  std::string interval, kpi;
  std::optional<double> mean, low, high;
  std::optional<double> offered;  ///< calls that it is of, on average

  bool operator==(const Band&) const = default;
};

/// How far one way of dealing out calls is off the truth in one KPI: as simulated, with 95 % confidence.
struct DesignBias {
  std::string kpi;
  std::optional<double> mean, low, high;  ///< in the KPI's unit
  std::string verdict;                    ///< "negligible", "biased" or "undecided"

  bool operator==(const DesignBias&) const = default;
};

/// One way of dealing out calls in a partial rollout, named as the policy `split` does.
struct Design {
  std::string by, freed_agent;
  std::vector<DesignBias> kpis;

  bool operator==(const Design&) const = default;
};

struct SimulatedShare {
  double after_seconds = 0, share = 0;

  bool operator==(const SimulatedShare&) const = default;
};

/// The ways that were simulated, and with which shares and blocks.
struct Designs {
  std::vector<SimulatedShare> ramp;  ///< none: a half
  double block_seconds = 0, wash_out_seconds = 0;
  std::vector<Design> ways;

  bool operator==(const Designs&) const = default;
};

/// What a simulation expects of a partial rollout of the policy. The rest of it stays in its file.
struct Forecast {
  std::string file, sha256;
  std::string scenario, scenario_hash;
  std::string arm;
  std::map<std::string, std::string> overlays;  ///< of the arm: path → compact JSON
  std::uint64_t seed = 0, replications = 0;
  Build build;
  std::optional<double> disagreement;               ///< share of the incumbent's decisions
  std::optional<double> rolled_back;                ///< share of rollouts
  std::optional<double> exposed_mean, exposed_p90;  ///< share of the calls that meet the policy until then
  std::vector<Band> bands;
  std::optional<Designs> designs;  ///< none in manifests of before that was carried

  bool operator==(const Forecast&) const = default;
};

struct Manifest {
  PolicyIdentity policy;
  std::uint64_t serial = 1;  ///< of the slot; each manifest has a greater one than those that it follows
  std::string previous;      ///< SHA-256 of the file of the manifest that it follows; empty: it is the first
  std::vector<Evidence> evidence;
  std::optional<Parity> parity;
  std::optional<Forecast> forecast;
  std::string author;
  Instant signed_at, expires;

  bool operator==(const Manifest&) const = default;
};

}  // namespace twinline::manifest
