#include "reports/kpi/estimates.hpp"

#include <limits>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/kpi/kpis.hpp"
#include "reports/kpi/place.hpp"
#include "reports/kpi/verdict.hpp"
#include "reports/statistics/quantile_estimates.hpp"
#include "reports/statistics/replication_estimates.hpp"

namespace twinline::reports {
namespace {

using statistics::Interval;

/// A KPI's numerators and denominators, one of each per replication.
struct Fractions {
  std::vector<double> numerators, denominators;

  Fractions(const Kpi& kpi, const PlaceSample& sample) {
    numerators.reserve(sample.cells.size());
    denominators.reserve(sample.cells.size());
    for (const KpiCell& cell : sample.cells) {
      const Fraction fraction = kpi.fraction(cell);
      // A mean is over replications, so each has its own quotient.
      const bool divided = kpi.estimand == Estimand::mean;
      numerators.push_back(divided ? fraction.numerator / fraction.denominator : fraction.numerator);
      denominators.push_back(divided ? 1 : fraction.denominator);
    }
  }
  statistics::Ratio ratio() const { return {numerators, denominators}; }
};

/// Whether a KPI can be given for this place; a quantile needs the distribution to have been kept.
bool is_given(const Kpi& kpi, const Place& place, const PlaceSample& sample) {
  return kpi.is_given_by(place.kind) && (kpi.estimand != Estimand::quantile || !sample.waits.empty());
}

Interval interval_of(const Kpi& kpi, const PlaceSample& sample) {
  if (kpi.estimand == Estimand::quantile) return statistics::pooled_quantile_interval(sample.waits, kpi.quantile);
  const Fractions fractions(kpi, sample);
  return kpi.estimand == Estimand::mean ? statistics::mean_interval(fractions.numerators)
                                        : statistics::ratio_interval(fractions.ratio());
}

Interval difference_of(const Kpi& kpi, const PlaceSample& a, const PlaceSample& b, Pairing pairing) {
  const bool paired = pairing == Pairing::paired;
  if (kpi.estimand == Estimand::quantile) {
    return paired ? statistics::paired_quantile_difference(a.waits, b.waits, kpi.quantile)
                  : statistics::independent_quantile_difference(a.waits, b.waits, kpi.quantile);
  }
  const Fractions of_a(kpi, a);
  const Fractions of_b(kpi, b);
  if (kpi.estimand == Estimand::mean) {
    return paired ? statistics::paired_mean_difference(of_a.numerators, of_b.numerators)
                  : statistics::independent_mean_difference(of_a.numerators, of_b.numerators);
  }
  return paired ? statistics::paired_ratio_difference(of_a.ratio(), of_b.ratio())
                : statistics::independent_ratio_difference(of_a.ratio(), of_b.ratio());
}

bool is_interval(const Place& place) {
  return place.kind == PlaceKind::interval || place.kind == PlaceKind::queue_and_interval;
}

Detail detail_of(std::span<const ReplicationTotals> replications) {
  if (replications.empty()) throw std::invalid_argument("estimates need at least one replication");
  for (const ReplicationTotals& totals : replications) {
    if (totals.detail != replications.front().detail) {
      throw std::invalid_argument("replications of one estimate must be kept in the same detail");
    }
  }
  return replications.front().detail;
}

NamedKpi resolved(const Centre& centre, const std::string& name) {
  const auto kpi = resolve_kpi(centre, name);
  if (!kpi) throw std::invalid_argument(fmt::format("there is no KPI '{}'", name));
  return *kpi;
}

/// The low and high end of a difference; not a number where there is no interval.
double low_of(const Interval& interval) {
  return interval.half_width ? interval.low() : std::numeric_limits<double>::quiet_NaN();
}
double high_of(const Interval& interval) {
  return interval.half_width ? interval.high() : std::numeric_limits<double>::quiet_NaN();
}

/// Two arms in the places that both have.
class Comparison {
 public:
  Comparison(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b)
      : sampler_a_(*a.centre, grid, a.replications), sampler_b_(*b.centre, grid, b.replications) {
    std::map<Dimensions, Place> in_b;
    for (Place& place : places_of(*b.centre, grid, detail_of(b.replications))) in_b.emplace(place.by, std::move(place));
    for (Place& place : places_of(*a.centre, grid, detail_of(a.replications))) {
      if (place.kind == PlaceKind::queue_and_interval) continue;  // too many to read as differences
      const auto match = in_b.find(place.by);
      if (match != in_b.end()) places_.emplace_back(std::move(place), match->second);
    }
  }

  /// Calls `tell(place, kpi number, difference)` for each wanted KPI in each place where both arms have it.
  template <class Tell>
  void each(const std::vector<NamedKpi>& kpis, Pairing pairing, Tell tell) const {
    for (const auto& [place, place_in_b] : places_) {
      const PlaceSample a = sampler_a_.at(place);
      const PlaceSample b = sampler_b_.at(place_in_b);
      if (is_interval(place) && a.is_empty() && b.is_empty()) continue;
      for (std::size_t number = 0; number < kpis.size(); ++number) {
        const NamedKpi& named = kpis[number];
        if (named.queue && (place.kind != PlaceKind::queue || place.index != named.queue->value)) continue;
        if (!is_given(*named.kpi, place, a) || !is_given(*named.kpi, place, b)) continue;
        tell(place, number, difference_of(*named.kpi, a, b, pairing));
      }
    }
  }

 private:
  PlaceSampler sampler_a_, sampler_b_;
  std::vector<std::pair<Place, Place>> places_;
};

bool holds(double limit, const Interval& difference, Direction direction) {
  if (!difference.half_width) return false;
  const bool bounds_falls = limit < 0 || (limit == 0 && direction != Direction::lower_is_better);
  const bool bounds_rises = limit > 0 || (limit == 0 && direction != Direction::higher_is_better);
  return (!bounds_falls || difference.low() >= limit) && (!bounds_rises || difference.high() <= limit);
}

}  // namespace

std::vector<Estimate> estimates(const Centre& centre, const IntervalGrid& grid,
                                std::span<const ReplicationTotals> replications) {
  const Detail detail = detail_of(replications);
  const PlaceSampler sampler(centre, grid, replications);
  std::vector<Estimate> list;
  for (const Place& place : places_of(centre, grid, detail)) {
    const PlaceSample sample = sampler.at(place);
    if (is_interval(place) && sample.is_empty()) continue;
    const bool of_queue = place.kind == PlaceKind::queue || place.kind == PlaceKind::queue_and_interval;
    const auto queue = of_queue ? std::optional{QueueIndex{place.index}} : std::nullopt;
    for (const Kpi& kpi : kpi_table()) {
      if (!is_given(kpi, place, sample)) continue;
      const Interval interval = interval_of(kpi, sample);
      list.push_back({std::string{kpi.name}, definition_text(kpi, centre, queue), place.by, interval.estimate,
                      interval.half_width, interval.n});
    }
  }
  return list;
}

std::vector<Difference> differences(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b,
                                    std::span<const ComparedKpi> kpis, Pairing pairing) {
  std::vector<NamedKpi> wanted;
  for (const ComparedKpi& kpi : kpis) wanted.push_back(resolved(*a.centre, kpi.name));
  std::vector<std::vector<Difference>> by_kpi(kpis.size());
  Comparison(grid, a, b).each(wanted, pairing, [&](const Place& place, std::size_t number, const Interval& interval) {
    const Kpi& kpi = *wanted[number].kpi;
    const std::optional<double> least_effect = kpis[number].least_effect;
    by_kpi[number].push_back({a.name, b.name, std::string{kpi.name}, place.by, interval.estimate, low_of(interval),
                              high_of(interval), interval.n, "t", least_effect,
                              verdict_on(interval, least_effect, kpi.direction)});
  });
  std::vector<Difference> list;
  for (std::vector<Difference>& of_kpi : by_kpi) {
    list.insert(list.end(), std::make_move_iterator(of_kpi.begin()), std::make_move_iterator(of_kpi.end()));
  }
  return list;
}

std::vector<Guardrail> guardrails(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b,
                                  std::span<const GuardrailRule> rules, Pairing pairing) {
  std::vector<NamedKpi> wanted;
  for (const GuardrailRule& rule : rules) wanted.push_back(resolved(*a.centre, rule.kpi));
  std::vector<std::optional<Guardrail>> by_rule(rules.size());
  Comparison(grid, a, b).each(wanted, pairing, [&](const Place& place, std::size_t number, const Interval& interval) {
    if (!wanted[number].queue && place.kind != PlaceKind::total) return;
    const Kpi& kpi = *wanted[number].kpi;
    by_rule[number] = Guardrail{a.name,
                                b.name,
                                std::string{kpi.name},
                                place.by,
                                rules[number].limit,
                                holds(rules[number].limit, interval, kpi.direction),
                                low_of(interval),
                                high_of(interval)};
  });
  std::vector<Guardrail> list;
  for (std::size_t number = 0; number < rules.size(); ++number) {
    if (!by_rule[number]) {
      throw std::invalid_argument(fmt::format("the guardrail on '{}' has no figures to go by", rules[number].kpi));
    }
    list.push_back(*by_rule[number]);
  }
  return list;
}

}  // namespace twinline::reports
