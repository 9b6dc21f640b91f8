// What another routing policy would have decided, asked at every occasion of a journal while the recorded policy goes
// on deciding. The other one learns what really happened, as a shadow does. So each answer stands for itself: had it
// been carried out, later occasions would have been others. How KPIs would have changed is a question for a simulation.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "policies/contract/time.hpp"
#include "scenarios/schema/scenario.hpp"

namespace twinline::sim {

struct Disagreement {
  std::uint64_t entry = 0;  ///< counted from 1 over what was replayed
  Time at;
  std::string recorded, other;  ///< what each decided
};

struct CounterfactualResult {
  std::uint64_t entries = 0;
  std::uint64_t occasions = 0;      ///< at which the policy was asked
  std::uint64_t disagreements = 0;  ///< at which the other answered differently
  std::vector<Disagreement> first;  ///< the first few of them
  std::vector<std::string> warnings;
};

/// Throws what replay() throws, and std::invalid_argument for a policy that is not known, or where the journal's own
/// decisions do not replay: then nothing can be said of another's.
CounterfactualResult counterfactual(const std::filesystem::path& journal, const scenarios::PolicyChoice& other,
                                    std::size_t examples = 10);

}  // namespace twinline::sim
