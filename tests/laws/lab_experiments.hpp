// Experiments on the lab itself: how often it finds a difference where there is none, however often one looks; how
// often its intervals hold the truth; how soon it is done where there is something to find. Their replications are
// drawn, not simulated, where only their distribution matters, or drawn from a pool of simulated ones, so that the
// truth is known. They stand in docs/validation.md beside those of experiments.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/laws/experiments.hpp"

namespace twinline::laws {

struct LabRow {
  std::string quantity;
  double expected = 0;
  std::string source;  ///< what `expected` is
  double measured = 0;
  double half_width = 0;  ///< 95 %; 0 for what has none
  std::string criterion;
  bool passed = false;
};

struct LabExperiment {
  std::string_view name, title;
  std::string_view subject;                         ///< what its replications are
  std::string_view scenario;                        ///< below scenarios/library; empty where nothing is simulated
  std::uint32_t full = 0, reduced = 0;              ///< comparisons, each of many replications
  std::uint32_t full_looks = 0, reduced_looks = 0;  ///< replications of a comparison at most
  std::vector<LabRow> (*conduct)(std::uint32_t comparisons, std::uint32_t looks, Size size) = nullptr;
};

/// All of them, in the order of docs/validation.md.
std::span<const LabExperiment> lab_experiments();

/// The rows of an experiment at full or reduced size.
std::vector<LabRow> conduct(const LabExperiment& experiment, Size size);

/// A share of comparisons that is to be at most `most`: counted out of so many. At reduced size its interval must only
/// reach down to it.
LabRow at_most(std::string quantity, double most, std::uint32_t found, std::uint32_t comparisons, Size size);

/// A share of comparisons that is to lie in a range, whose middle is `expected`.
LabRow within_range(std::string quantity, double expected, double low, double high, std::uint32_t found,
                    std::uint32_t comparisons, Size size);

/// A share of comparisons that is told and not judged, beside what `source` makes of it.
LabRow published(std::string quantity, double expected, std::string source, std::uint32_t found,
                 std::uint32_t comparisons);

/// A share of comparisons that is to be above 5 %: the method is named for contrast and offered to nobody.
LabRow contrast(std::string quantity, std::uint32_t found, std::uint32_t comparisons);

}  // namespace twinline::laws
