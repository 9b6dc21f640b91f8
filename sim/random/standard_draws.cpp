#include "sim/random/standard_draws.hpp"

#include <cmath>

#include "reports/statistics/exact_math.hpp"

namespace twinline::random {

using statistics::exact_exp;
using statistics::exact_log;
using statistics::exact_pow;

namespace ziggurat {

namespace {

/// Where the tail of a curve begins and the area of a layer, such that 256 layers of that area meet its top
/// exactly. Solved for each curve by bisection in 40 digits; a unit test holds them against the curves.
struct Closing {
  double tail;
  double area;
};

constexpr Closing exponential_closing{7.69711747013104971404, 0.00394965982258155721998};
constexpr Closing normal_closing{3.65415288536100877165, 0.00492867323397465534736};

constexpr double exponential_curve(double x) { return exact_exp(-x); }
constexpr double normal_curve(double x) { return exact_exp(-0.5 * x * x); }

/// Square root by Newton's method, for the compiler, which knows no std::sqrt. Of numbers between 1e-3 and
/// 100.
constexpr double square_root(double x) {
  double root = 0.5 * (1 + x);
  for (int i = 0; i < 20; ++i) root = 0.5 * (root + x / root);
  return root;
}

template <class Curve, class Inverse>
constexpr Shape shape_of(Closing closing, Curve curve, Inverse inverse) {
  Shape shape{};
  shape.edges[0] = closing.area / curve(closing.tail);
  shape.heights[0] = 0;
  shape.edges[1] = closing.tail;
  shape.heights[1] = curve(closing.tail);
  for (std::size_t i = 2; i < layers; ++i) {
    shape.heights[i] = shape.heights[i - 1] + closing.area / shape.edges[i - 1];
    shape.edges[i] = inverse(shape.heights[i]);
  }
  shape.edges[layers] = 0;
  shape.heights[layers] = 1;
  return shape;
}

constexpr std::array<Layer, layers> layers_of(const Shape& shape) {
  std::array<Layer, layers> result{};
  for (std::size_t i = 0; i < layers; ++i) {
    result[i].unit_width = shape.edges[i] * 0x1p-53;
    result[i].inside = static_cast<std::uint64_t>(shape.edges[i + 1] / shape.edges[i] * 0x1p53);
  }
  return result;
}

double within(const Layer& layer, std::uint64_t word) {
  return static_cast<double>(static_cast<std::int64_t>(place_of(word))) * layer.unit_width;
}

/// Is a random height within the layer below the curve?
bool below_curve(const Shape& shape, std::size_t layer, double curve, Stream& stream) {
  const double rise = shape.heights[layer + 1] - shape.heights[layer];
  return shape.heights[layer] + stream.uniform() * rise < curve;
}

}  // namespace

constexpr Shape exponential_shape =
    shape_of(exponential_closing, exponential_curve, [](double height) { return -exact_log(height); });
constexpr Shape normal_shape =
    shape_of(normal_closing, normal_curve, [](double height) { return square_root(-2 * exact_log(height)); });
constexpr std::array<Layer, layers> exponential_layers = layers_of(exponential_shape);
constexpr std::array<Layer, layers> normal_layers = layers_of(normal_shape);

/// The rest of standard_exponential() for a word whose place was not plainly inside its layer.
double exponential_outside(Stream& stream, std::uint64_t word) {
  for (;; word = stream.bits()) {
    const std::size_t layer = layer_of(word);
    const double x = within(exponential_layers[layer], word);
    if (place_of(word) < exponential_layers[layer].inside) return x;
    if (layer == 0) return exponential_closing.tail + standard_exponential(stream);  // without memory
    if (below_curve(exponential_shape, layer, exponential_curve(x), stream)) return x;
  }
}

/// The rest of standard_normal() for a word whose place was not plainly inside its layer.
double normal_outside(Stream& stream, std::uint64_t word) {
  for (;; word = stream.bits()) {
    const std::size_t layer = layer_of(word);
    const double x = within(normal_layers[layer], word);
    if (place_of(word) < normal_layers[layer].inside) return signed_as(x, word);
    if (layer == 0) {  // Marsaglia's tail: exponential beyond the edge, thinned to the normal's curve
      for (;;) {
        const double beyond = standard_exponential(stream) / normal_closing.tail;
        if (2 * standard_exponential(stream) > beyond * beyond) return signed_as(normal_closing.tail + beyond, word);
      }
    }
    if (below_curve(normal_shape, layer, normal_curve(x), stream)) return signed_as(x, word);
  }
}

}  // namespace ziggurat

double standard_gamma(Stream& stream, double shape) {
  if (shape < 1) {
    const double larger = standard_gamma(stream, shape + 1);
    return larger * exact_pow(stream.uniform(), 1 / shape);
  }
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = standard_normal(stream);
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = stream.uniform();
    const double square = x * x;
    if (u < 1 - 0.0331 * square * square) return d * v;
    if (exact_log(u) < 0.5 * square + d * (1 - v + exact_log(v))) return d * v;
  }
}

}  // namespace twinline::random
