// A single long run of a process that never ends: where its beginning no longer matters, and whether what follows has
// been cut into pieces long enough to count as independent. Each observation here is the figure of a short interval.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace twinline::statistics {

/// How many of the first observations MSER-5 deletes (White, Cobb and Spratt, Winter Simulation Conference 2000, after
/// White, Simulation 69, 1997): of the means of five at a time, so many that the marginal standard error of what is
/// left is least. A multiple of five. Nothing when the least is not reached in the first half: then the run is too
/// short to tell its beginning from itself. Needs twenty observations.
std::optional<std::size_t> mser_5(std::span<const double> observations);

/// The correlation of neighbouring values; 0 where they do not vary.
double neighbour_correlation(std::span<const double> values);

/// Whether neighbouring values are alike beyond chance, at a level of one per cent: von Neumann's ratio with its normal
/// approximation (Young 1941; Fishman, Operations Research 26, 1978, for batch means).
bool neighbours_are_alike(std::span<const double> values);

}  // namespace twinline::statistics
