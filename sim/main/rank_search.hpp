// Ranges to be searched as the command line describes them, and the systems that their points make.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/lab/search.hpp"
#include "sim/main/arms_input.hpp"

namespace twinline::cli {

/// `groups.seniors.scheduled=8..16`, `policies.routing.params.overflow_after=0 s..90 s`: a path and where its value
/// lies.
struct SearchedPath {
  std::string path;
  sim::SearchRange range;
  int decimals = 0;  ///< as many as the ends are written with; points have no more
  std::string unit;  ///< what stands behind the number, its space included

  std::string text_of(double value) const;
};

/// Nothing, and a message on standard error, for anything else.
std::optional<std::vector<SearchedPath>> searched_paths(const std::vector<std::string>& texts);

/// Makes systems of the file's scenario. Everything must outlive it.
sim::SystemMaker system_maker(const scenarios::ScenarioFile& file, const std::vector<SearchedPath>& paths,
                              ProblemTeller& problems);

}  // namespace twinline::cli
