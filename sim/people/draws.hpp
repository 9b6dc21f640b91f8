// Where the draws of one replication come from. Usually from its own seed alone. Two designs tie replications together
// so that their mean varies less: antithetic pairs, in which whatever the second draws of arrivals, patience, talk and
// busyness is the mirror image of the first one's, and strata, which spread the busyness of each day evenly over a
// block of replications. Each replication of a block is, taken by itself and at random, as good as any other; only the
// block is an observation of its own (docs/statistics.md). Which scenario asks for what is decided elsewhere.
#pragma once

#include <cstdint>

#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

class Draws {
 public:
  /// A replication on its own.
  Draws(random::StreamSeed own) : own_(own), shared_(own), of_block_(own) {}  // NOLINT(google-explicit-constructor)

  /// How replications are tied together; a block is a run of indices, the first divisible by its size.
  struct Design {
    bool antithetic = false;
    std::uint32_t strata = 1;  ///< of the busyness of a day; even with antithetic pairs

    std::uint32_t block() const { return strata > 1 ? strata : antithetic ? 2 : 1; }
  };
  Draws(const Design& design, std::uint64_t seed, std::uint64_t index);

  /// For all that is never mirrored.
  random::StreamSeed own() const { return own_; }

  /// The streams of what may be mirrored; a pair has the same ones.
  random::StreamSeed shared() const { return shared_; }
  bool is_mirror() const { return is_mirror_; }

  /// A value for this purpose. In a mirror, that of its pair seen from the other end of the distribution; of a
  /// distribution that cannot be mirrored, one of its own.
  double draw(const random::Distribution& distribution, random::Purpose purpose, random::Entity entity) const;

  /// The same for a factor of a whole day, from the stratum that is this replication's turn on that day.
  double draw_stratified(const random::Distribution& distribution, random::Purpose purpose,
                         random::Entity entity) const;

 private:
  std::uint32_t stratum(random::Entity entity) const;

  random::StreamSeed own_, shared_, of_block_;
  bool is_mirror_ = false;
  bool antithetic_ = false;
  std::uint32_t strata_ = 1;
  std::uint32_t position_ = 0;  ///< in the block
};

}  // namespace twinline::sim
