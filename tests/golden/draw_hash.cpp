#include "tests/golden/draw_hash.hpp"

#include <bit>

#include "tests/unit/random/every_distribution.hpp"

namespace twinline::golden {

using namespace random;

std::uint64_t draw_hash() {
  constexpr std::uint64_t draws_of_each = 50'000;
  const StreamSeed seed(42, 7);
  std::uint64_t hash = 0;
  const auto include = [&](double value) { hash = mixing::finalise(hash ^ std::bit_cast<std::uint64_t>(value)); };
  std::uint64_t number = 0;
  for (const NamedDistribution& named : every_distribution()) {
    ++number;
    const StreamFamily family = seed.family(Purpose::talk);
    for (std::uint64_t call = 0; call < draws_of_each; ++call) {
      Stream stream = family.stream(Entity(number, call));
      include(named.distribution.sample(stream));
    }
    include(named.distribution.mean());
    include(named.distribution.cumulative(47.11));
  }
  Stream stream = seed.stream(Purpose::interarrival, Entity(0));
  for (std::uint64_t i = 0; i < draws_of_each; ++i) {
    include(stream.uniform());
    include(standard_normal(stream));
    include(standard_exponential(stream));
    include(standard_gamma(stream, 0.05 + static_cast<double>(i % 100)));
  }
  return hash;
}

}  // namespace twinline::golden
