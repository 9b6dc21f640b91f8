// A run of a scenario on its grid, followed fact by fact: what came of each call, and what the world says of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/infra/grid_world.hpp"

namespace twinline::infra {

struct GridDay {
  std::map<CallOutcome, int> ended;
  int ended_as(CallOutcome outcome) const {
    const auto found = ended.find(outcome);
    return found == ended.end() ? 0 : found->second;
  }
  int arrived = 0, answered = 0;
  Duration talk{0};
  CallLosses losses;
  std::vector<ServiceCounts> services;
  std::vector<BoughtCores> cores;
  std::uint64_t attempts = 0;
  std::set<std::uint32_t> still_there;
  bool each_once = true;      ///< nobody arrived or ended twice
  bool nothing_left = false;  ///< on the grid, at the end
};

/// Of the scenario, without writing down what has a time.
GridDay day_of(const std::string& text, std::uint64_t index = 0);

}  // namespace twinline::infra
