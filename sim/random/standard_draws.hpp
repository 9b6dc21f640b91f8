// Exponential, normal and gamma numbers of scale 1, the raw material of every distribution. Exponential and
// normal come from the ziggurat of Marsaglia and Tsang (2000) with 256 layers: in 98 or 99 cases of a hundred
// one word, one comparison and one multiplication suffice. Each draw takes as many words of its Stream as it
// needs and depends on nothing else.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sim/random/stream.hpp"

namespace twinline::random {

namespace ziggurat {

inline constexpr int layers = 256;

/// One layer of the ziggurat, a rectangle cut into 2^53 places of equal width; the first of them lie under
/// the curve.
struct Layer {
  double unit_width;     ///< of one place, in the units of the number drawn
  std::uint64_t inside;  ///< places below this number need no further test
};

/// Where the layers of a falling curve end: edges[0] is the base layer's width (its tail made a rectangle),
/// edges[1] the start of the tail, edges[256] zero; heights[i] is the curve at edges[i].
struct Shape {
  std::array<double, layers + 1> edges;
  std::array<double, layers + 1> heights;
};

extern const std::array<Layer, layers> exponential_layers;
extern const std::array<Layer, layers> normal_layers;
extern const Shape exponential_shape;
extern const Shape normal_shape;

double exponential_outside(Stream& stream, std::uint64_t word);
double normal_outside(Stream& stream, std::uint64_t word);

// A word's lowest eight bits choose the layer, the ninth the sign, the highest 53 the place within the layer.
constexpr std::size_t layer_of(std::uint64_t word) { return word & (layers - 1); }
constexpr std::uint64_t place_of(std::uint64_t word) { return word >> 11; }

// By its bit, since a branch on a random sign would be mispredicted every other time.
constexpr double signed_as(double magnitude, std::uint64_t word) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(magnitude) ^ ((word & 256) << 55));
}

}  // namespace ziggurat

/// Exponential with mean 1; at least 0.
inline double standard_exponential(Stream& stream) {
  const std::uint64_t word = stream.bits();
  const ziggurat::Layer& layer = ziggurat::exponential_layers[ziggurat::layer_of(word)];
  const std::uint64_t place = ziggurat::place_of(word);
  if (place < layer.inside) [[likely]]
    return static_cast<double>(static_cast<std::int64_t>(place)) * layer.unit_width;
  return ziggurat::exponential_outside(stream, word);
}

/// Normal with mean 0 and variance 1.
inline double standard_normal(Stream& stream) {
  const std::uint64_t word = stream.bits();
  const ziggurat::Layer& layer = ziggurat::normal_layers[ziggurat::layer_of(word)];
  const std::uint64_t place = ziggurat::place_of(word);
  if (place < layer.inside) [[likely]] {
    return ziggurat::signed_as(static_cast<double>(static_cast<std::int64_t>(place)) * layer.unit_width, word);
  }
  return ziggurat::normal_outside(stream, word);
}

/// Gamma with the given shape > 0 and scale 1, after Marsaglia and Tsang, A Simple Method for Generating
/// Gamma Variables (2000); for shapes below 1 by way of shape + 1 and a power of a uniform number.
double standard_gamma(Stream& stream, double shape);

}  // namespace twinline::random
