#include "sim/people/draws.hpp"

#include <numeric>
#include <utility>
#include <vector>

namespace twinline::sim {
namespace {

/// Marks the streams that belong to a block, so that they are not those of its first replication.
constexpr std::uint64_t of_block = 0x626c6f636b;

}  // namespace

Draws::Draws(const Design& design, std::uint64_t seed, std::uint64_t index)
    : own_(seed, index),
      shared_(seed, design.antithetic ? index - index % 2 : index),
      of_block_(seed, index - index % design.block()),
      is_mirror_(design.antithetic && index % 2 == 1),
      antithetic_(design.antithetic),
      strata_(design.strata),
      position_(static_cast<std::uint32_t>(index % design.block())) {}

double Draws::draw(const random::Distribution& distribution, random::Purpose purpose, random::Entity entity) const {
  const bool mirrored = is_mirror_ && distribution.is_continuous();
  random::Stream stream = (is_mirror_ && !mirrored ? own_ : shared_).stream(purpose, entity);
  const double value = distribution.sample(stream);
  return mirrored ? distribution.reflected(value) : value;
}

double Draws::draw_stratified(const random::Distribution& distribution, random::Purpose purpose,
                              random::Entity entity) const {
  if (strata_ <= 1) return draw(distribution, purpose, entity);
  random::Stream stream = shared_.stream(purpose, entity);
  const double within = is_mirror_ ? 1 - stream.uniform() : stream.uniform();
  return distribution.quantile((stratum(entity) + within) / strata_);
}

/// Strata are dealt out anew for each entity, a Latin hypercube over the days (McKay, Beckman and Conover 1979). A pair
/// gets one stratum and its mirror image, and chance says which of the two has the lower one.
std::uint32_t Draws::stratum(random::Entity entity) const {
  random::Stream deal = of_block_.stream(random::Purpose::busyness_stratum, entity.with(of_block));
  std::vector<std::uint32_t> strata(antithetic_ ? strata_ / 2 : strata_);
  std::iota(strata.begin(), strata.end(), 0U);
  for (std::size_t left = strata.size(); left > 1; --left) std::swap(strata[left - 1], strata[deal.below(left)]);
  if (!antithetic_) return strata[position_];
  const std::uint32_t turn = position_ / 2;
  deal.skip(turn);
  const bool is_high = deal.chance(0.5) != is_mirror_;
  return is_high ? strata_ - 1 - strata[turn] : strata[turn];
}

}  // namespace twinline::sim
