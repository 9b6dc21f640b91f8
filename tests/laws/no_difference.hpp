// Arms that do not differ, replication by replication: what an A/A comparison is made of. Every pair is drawn from its
// own numbers, by the kind of figure that a KPI may be.
#pragma once

#include "reports/statistics/paired_moments.hpp"
#include "sim/random/stream.hpp"

namespace twinline::laws {

/// What one replication came to in both arms.
struct Pair {
  statistics::RatioPart a, b;
};

/// Independent arms of normal values.
Pair normal_pair(random::Stream& stream);

/// Independent arms of lognormal values of shape 1: a skewness of 6.
Pair skewed_pair(random::Stream& stream);

/// Independent arms of values of which nineteen in twenty are 0, the others exponential: blocked calls, say.
Pair mostly_zero_pair(random::Stream& stream);

/// Independent arms of a service level: each day has its own busyness, which makes calls more and the share smaller.
Pair service_level_pair(random::Stream& stream);

/// The same day in both arms, whose callers fare differently: most of the noise is shared.
Pair paired_service_level_pair(random::Stream& stream);

/// Pairs whose differences are lognormal of shape 1/2 less their mean, skewed by 1.75: nothing makes arms exchangeable.
Pair leaning_pair(random::Stream& stream);

}  // namespace twinline::laws
