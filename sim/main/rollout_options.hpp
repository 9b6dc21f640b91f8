// What `twinline rollout` takes on the command line, and what the texts mean: how calls are dealt out, and what is not
// tolerated. What comes of it is said in docs/promotion.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "reports/rollout/terms.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::cli {

struct RolloutOptions {
  std::string scenario;
  std::vector<std::string> a, b;  ///< incumbent and candidate: an arm's name, or overlays
  std::string by = "call";
  std::optional<std::string> share;  ///< 10 % when neither it nor a ramp is given
  std::optional<std::string> ramp;   ///< "1 %, 10 % after 1 h"
  std::string block = "30 min";
  std::string wash_out = "0 s";
  std::optional<std::string> freed_agent;  ///< longest_waiting or drawn
  std::vector<std::string> guardrails;     ///< KPI[:LIMIT]
  std::optional<std::uint64_t> seed, replications;
  unsigned workers = 0;  ///< 0: one for each core
  bool json = false;
  std::string out;  ///< folder for result.json; empty for none
};

CLI::App* add_rollout(CLI::App& app, RolloutOptions& options);

/// Nothing, and all that is wrong on standard error, where the texts mean nothing. Without --guardrail those of the
/// scenario's compare: are taken, and without any the service level, of which no harm is tolerated; the other KPIs that
/// the scenario compares are watched. The incumbent is the routing policy of `scenario`.
std::optional<rollout::RolloutTerms> rollout_terms(const RolloutOptions& options, const scenarios::Scenario& scenario,
                                                   const scenarios::PolicyChoice& candidate);

int forecast_rollout(const RolloutOptions& options);

}  // namespace twinline::cli
