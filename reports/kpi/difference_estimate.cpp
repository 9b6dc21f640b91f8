#include "reports/kpi/difference_estimate.hpp"

#include <cmath>
#include <stdexcept>

#include "reports/kpi/sample.hpp"
#include "reports/statistics/quantile_estimates.hpp"
#include "reports/statistics/t_interval.hpp"
#include "reports/statistics/t_mixture.hpp"

namespace twinline::reports {
namespace {

using statistics::SampleEstimate;

/// Quantiles have no bootstrap: a drawing would have to merge all distributions anew.
Method method_for(const Kpi& kpi, const Place& place, Method wanted) {
  const bool without_bootstrap = kpi.estimand == Estimand::quantile || is_interval(place);
  return wanted == Method::bootstrap && without_bootstrap ? Method::t : wanted;
}

SampleEstimate quantile_difference(const Kpi& kpi, const PlaceSample& a, const PlaceSample& b, Pairing pairing) {
  return pairing == Pairing::paired ? statistics::paired_quantile_difference(a.waits, b.waits, kpi.quantile)
                                    : statistics::independent_quantile_difference(a.waits, b.waits, kpi.quantile);
}

SampleEstimate fixed_difference(const Kpi& kpi, const Fractions& a, const Fractions& b, Pairing pairing) {
  const bool paired = pairing == Pairing::paired;
  if (kpi.estimand == Estimand::mean) {
    return paired ? statistics::paired_mean_difference(a.numerators(), b.numerators())
                  : statistics::independent_mean_difference(a.numerators(), b.numerators());
  }
  return paired ? statistics::paired_ratio_difference(a.ratio(), b.ratio())
                : statistics::independent_ratio_difference(a.ratio(), b.ratio());
}

/// Independent arms go by pairs too: the same index of both is one observation, independent of all others.
SampleEstimate sequential_difference(const Kpi& kpi, const PlaceSample& a, const PlaceSample& b) {
  if (a.cells.size() != b.cells.size()) throw std::invalid_argument("pairs must be equally many");
  statistics::PairedMoments moments;
  for (std::size_t i = 0; i < a.cells.size(); ++i) moments.add(part_of(kpi, a.cells[i]), part_of(kpi, b.cells[i]));
  return moments.difference();
}

/// The variances of both arms, as if they shared nothing.
double variance_apart(const Kpi& kpi, const PlaceSample& a, const PlaceSample& b) {
  if (kpi.estimand == Estimand::quantile) {
    return statistics::pooled_quantile(a.waits, kpi.quantile).variance +
           statistics::pooled_quantile(b.waits, kpi.quantile).variance;
  }
  return statistics::sample_ratio(Fractions(kpi, a).ratio()).variance +
         statistics::sample_ratio(Fractions(kpi, b).ratio()).variance;
}

}  // namespace

DifferenceEstimate::DifferenceEstimate(const Kpi& kpi, const Place& place, SampledArm arm_a, SampledArm arm_b,
                                       const ComparisonTerms& terms)
    : method_(method_for(kpi, place, terms.method)) {
  const PlaceSample &a = *arm_a.sample, &b = *arm_b.sample;
  const bool is_paired = terms.pairing == Pairing::paired;
  const bool is_plain = arm_a.sampling->is_plain() && arm_b.sampling->is_plain();
  if (!is_plain) {
    if (terms.method != Method::t) throw std::invalid_argument("variance reduction has intervals by Student's t alone");
    sample_ = reduced_difference(kpi, arm_a, arm_b, is_paired);
  } else if (kpi.estimand == Estimand::quantile) {
    sample_ = quantile_difference(kpi, a, b, terms.pairing);
  } else if (method_ == Method::t_mixture) {
    sample_ = sequential_difference(kpi, a, b);
  } else {
    const Fractions of_a(kpi, a), of_b(kpi, b);
    sample_ = fixed_difference(kpi, of_a, of_b, terms.pairing);
    if (method_ == Method::bootstrap) {
      using Drawing = statistics::BootstrapDifference::Drawing;
      const Drawing drawing = is_paired ? Drawing::pairs : Drawing::each_arm;
      bootstrap_.emplace(of_a.ratio(), of_b.ratio(), drawing, terms.seed);
    }
  }
  if ((is_paired || !is_plain) && !is_interval(place) && sample_.variance > 0) {
    const double ratio = variance_apart(kpi, a, b) / sample_.variance;
    if (std::isfinite(ratio)) variance_ratio_ = ratio;
  }
}

statistics::Bounds DifferenceEstimate::bounds(statistics::Sides sides, double alpha) const {
  switch (method_) {
    case Method::t: return statistics::t_bounds(sample_, sides, alpha);
    case Method::t_mixture: return statistics::t_mixture_bounds(sample_, sides, alpha);
    case Method::bootstrap: return bootstrap_->bounds(sides, alpha);
  }
  return {};
}

std::optional<double> DifferenceEstimate::p_value(statistics::Sides sides) const {
  if (method_ == Method::bootstrap) return std::nullopt;
  const double p =
      method_ == Method::t ? statistics::t_p_value(sample_, sides) : statistics::t_mixture_p_value(sample_, sides);
  return std::isnan(p) ? std::nullopt : std::optional{p};
}

}  // namespace twinline::reports
