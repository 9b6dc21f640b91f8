// A distribution as a scenario writes it. It is plain data; sim/random draws from it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace twinline::scenarios {

/// A distribution over non-negative seconds (or over a positive factor, for busyness), as written.
struct Distribution {
  enum class Kind : std::uint8_t {
    constant,          ///< parameters: value
    exponential,       ///< mean
    lognormal,         ///< mean, standard deviation (of the variable itself)
    gamma,             ///< mean, shape
    erlang,            ///< mean, number of phases
    hyperexponential,  ///< means, with weights
    weibull,           ///< scale, shape
    uniform,           ///< low, high
    empirical,         ///< values, with weights (equal when empty)
    mixture,           ///< parts, with weights
    from_log,          ///< what the replayed call log says of this call; parts[0] where the log is silent
  };
  Kind kind = Kind::constant;
  std::vector<double> parameters{0.0};
  std::vector<double> weights;
  std::vector<Distribution> parts;
  double shift = 0;                 ///< seconds, added to every draw
  std::optional<double> low, high;  ///< the draw (shift included) is conditioned on lying within
};

}  // namespace twinline::scenarios
