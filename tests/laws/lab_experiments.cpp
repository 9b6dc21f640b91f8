#include "tests/laws/lab_experiments.hpp"

#include <cmath>

#include <fmt/format.h>

#include "reports/statistics/reference_distributions.hpp"

namespace twinline::laws {
namespace {

struct Share {
  double value, half_width;

  Share(std::uint32_t found, std::uint32_t comparisons) : value(static_cast<double>(found) / comparisons) {
    half_width = statistics::normal_quantile(0.975) * std::sqrt(value * (1 - value) / comparisons);
  }
};

std::string range_text(double low, double high) { return fmt::format("{:g} to {:g} %", low * 100, high * 100); }

}  // namespace

std::vector<LabRow> conduct(const LabExperiment& experiment, Size size) {
  return size == Size::full ? experiment.conduct(experiment.full, experiment.full_looks, size)
                            : experiment.conduct(experiment.reduced, experiment.reduced_looks, size);
}

LabRow at_most(std::string quantity, double most, std::uint32_t found, std::uint32_t comparisons, Size size) {
  const Share share(found, comparisons);
  const bool full = size == Size::full;
  return {std::move(quantity),
          most,
          "at most",
          share.value,
          share.half_width,
          full ? "at most that" : "at most that, within its interval",
          (full ? share.value : share.value - share.half_width) <= most};
}

LabRow within_range(std::string quantity, double expected, double low, double high, std::uint32_t found,
                    std::uint32_t comparisons, Size size) {
  const Share share(found, comparisons);
  const double slack = size == Size::full ? 0 : share.half_width;
  return {std::move(quantity),
          expected,
          "nominal",
          share.value,
          share.half_width,
          range_text(low, high) + (size == Size::full ? "" : ", within its interval"),
          share.value >= low - slack && share.value <= high + slack};
}

LabRow published(std::string quantity, double expected, std::string source, std::uint32_t found,
                 std::uint32_t comparisons) {
  const Share share(found, comparisons);
  return {std::move(quantity), expected, std::move(source), share.value, share.half_width, "published only", true};
}

LabRow contrast(std::string quantity, std::uint32_t found, std::uint32_t comparisons) {
  const Share share(found, comparisons);
  return {std::move(quantity),
          0.05,
          "nominal",
          share.value,
          share.half_width,
          "above that: for contrast, not offered",
          share.value - share.half_width > 0.05};
}

}  // namespace twinline::laws
