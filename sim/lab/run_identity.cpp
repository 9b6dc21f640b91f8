#include "sim/lab/run_identity.hpp"

#include "reports/manifest/policies_code.hpp"
#include "scenarios/menu/policy_menus.hpp"
#include "sim/kernel/model_version.hpp"
#include "sim/lab/program_version.hpp"

namespace twinline::sim {

reports::RunIdentity identity_of(const scenarios::Scenario& scenario, std::uint64_t seed, std::uint64_t replications) {
  reports::RunIdentity identity;
  identity.scenario_name = scenario.name;
  identity.scenario_hash = scenario.hash;
  identity.model_version = std::to_string(model_version);
  identity.version = program_version;
  identity.policies = manifest::policies_code();
  identity.plugins = scenarios::loaded_plugins();
  identity.seed = seed;
  identity.replications = replications;
  identity.time_zone = scenario.horizon.time_zone;
  identity.interval_minutes =
      static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::minutes>(scenario.horizon.interval).count());
  return identity;
}

reports::RunIdentity identity_of(const journal::Header& header) {
  reports::RunIdentity identity;
  identity.scenario_name = header.scenario_name;
  identity.scenario_hash = header.scenario_hash;
  identity.model_version = std::to_string(header.model_version);
  identity.version = header.program_version;
  identity.seed = header.seed;
  identity.replications = 1;
  identity.time_zone = header.time_zone;
  identity.interval_minutes = header.interval_minutes;
  return identity;
}

std::vector<reports::ServiceLevelGoal> goals_of(const Centre& centre) {
  std::vector<reports::ServiceLevelGoal> goals;
  for (const Queue& queue : centre.queues) {
    goals.push_back({queue.name, in_seconds(queue.service_level.threshold), queue.service_level.target});
  }
  return goals;
}

std::vector<std::string> assumptions_of(const scenarios::Scenario& scenario) {
  std::vector<std::string> paths;
  for (const auto& [path, origin] : scenario.provenance) {
    if (origin == "assumed") paths.push_back(path);
  }
  return paths;
}

}  // namespace twinline::sim
