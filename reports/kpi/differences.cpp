#include "reports/kpi/differences.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/kpi/difference_estimate.hpp"
#include "reports/kpi/place.hpp"
#include "reports/kpi/sample.hpp"
#include "reports/kpi/verdict.hpp"
#include "reports/statistics/holm.hpp"

namespace twinline::reports {
namespace {

using statistics::Bounds;
using statistics::Sides;

constexpr const char* family_of_kpis = "kpis";
constexpr const char* family_of_segments = "segments";

NamedKpi resolved(const ArmReplications& arm, const std::string& name) {
  const auto kpi = resolve_kpi(*arm.centre, name, arm.scope);
  if (!kpi) throw std::invalid_argument(fmt::format("there is no KPI '{}'", name));
  return *kpi;
}

bool is_of_a_place(const NamedKpi& named) { return named.kind != PlaceKind::total; }

/// Two arms in the places that both have.
class Comparison {
 public:
  Comparison(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b)
      : a_(&a), b_(&b), sampler_a_(*a.centre, grid, a.replications), sampler_b_(*b.centre, grid, b.replications) {
    std::map<Dimensions, Place> in_b;
    for (Place& place : places_of(*b.centre, grid, detail_of(b.replications), b.scope))
      in_b.emplace(place.by, std::move(place));
    for (Place& place : places_of(*a.centre, grid, detail_of(a.replications), a.scope)) {
      if (is_interval_of_one(place)) continue;  // too many to read as differences
      const auto match = in_b.find(place.by);
      if (match != in_b.end()) places_.emplace_back(std::move(place), match->second);
    }
  }

  /// Calls `tell(place, kpi number, difference)` for each wanted KPI in each place that `wants(place)` and where both
  /// arms have it.
  template <class Wants, class Tell>
  void each(const std::vector<NamedKpi>& kpis, const ComparisonTerms& terms, Wants wants, Tell tell) const {
    for (const auto& [place, place_in_b] : places_) {
      if (!wants(place)) continue;
      const PlaceSample a = sampler_a_.at(place);
      const PlaceSample b = sampler_b_.at(place_in_b);
      if (is_interval(place) && a.is_empty() && b.is_empty()) continue;
      for (std::size_t number = 0; number < kpis.size(); ++number) {
        const NamedKpi& named = kpis[number];
        if (is_of_a_place(named) && (place.kind != named.kind || place.index != named.index)) continue;
        if (!is_given(*named.kpi, place, a) || !is_given(*named.kpi, place, b)) continue;
        tell(place, number, DifferenceEstimate(*named.kpi, place, {&a, &a_->sampling}, {&b, &b_->sampling}, terms));
      }
    }
  }

 private:
  const ArmReplications *a_, *b_;
  PlaceSampler sampler_a_, sampler_b_;
  std::vector<std::pair<Place, Place>> places_;
};

/// Which family of questions a difference belongs to, and how many there are.
class Families {
 public:
  Families(const Centre& centre, std::span<const ComparedKpi> kpis, const std::vector<NamedKpi>& resolved,
           std::size_t pairs_of_arms)
      : kpis_(named_questions(kpis, pairs_of_arms)) {
    for (std::size_t number = 0; number < kpis.size(); ++number) {
      const bool by_segment = !is_of_a_place(resolved[number]) && resolved[number].kpi->is_given_by(PlaceKind::segment);
      if (kpis[number].is_named && by_segment) segments_ += centre.segments.size() * pairs_of_arms;
    }
  }

  std::optional<Adjustment> of(const Place& place, bool is_named, bool of_a_place) const {
    if (!is_named) return std::nullopt;
    if (of_a_place || place.kind == PlaceKind::total) return Adjustment{family_of_kpis, kpis_, {}, 0, 0};
    if (place.kind == PlaceKind::segment) return Adjustment{family_of_segments, segments_, {}, 0, 0};
    return std::nullopt;
  }

 private:
  std::size_t kpis_ = 0, segments_ = 0;
};

void judge_family(std::vector<Difference*>& family) {
  std::vector<double> p_values;
  for (const Difference* difference : family) p_values.push_back(difference->p.value_or(1));
  const std::vector<double> adjusted = statistics::holm(p_values);
  for (std::size_t i = 0; i < family.size(); ++i) {
    Difference& difference = *family[i];
    if (difference.p) difference.adjustment->p = adjusted[i];
    const Adjustment& adjustment = *difference.adjustment;
    difference.verdict = verdict_on({difference.mean, {adjustment.low, adjustment.high}, adjustment.p},
                                    difference.least_effect, find_kpi(difference.kpi)->direction);
  }
}

}  // namespace

std::string_view method_name(Method method) {
  switch (method) {
    case Method::t: return "t";
    case Method::t_mixture: return "t_mixture";
    case Method::bootstrap: return "bootstrap";
  }
  return "";
}

Sides sides_of(const Kpi& kpi, bool is_one_sided) {
  if (!is_one_sided) return Sides::two;
  return kpi.direction == Direction::lower_is_better ? Sides::below : Sides::above;
}

std::size_t named_questions(std::span<const ComparedKpi> kpis, std::size_t pairs_of_arms) {
  const auto named = std::count_if(kpis.begin(), kpis.end(), [](const ComparedKpi& kpi) { return kpi.is_named; });
  return static_cast<std::size_t>(named) * pairs_of_arms;
}

std::vector<Difference> differences(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b,
                                    std::span<const ComparedKpi> kpis, const ComparisonTerms& terms) {
  std::vector<NamedKpi> wanted;
  for (const ComparedKpi& kpi : kpis) wanted.push_back(resolved(a, kpi.name));
  const Families families(*a.centre, kpis, wanted, terms.pairs_of_arms);
  std::vector<std::vector<Difference>> by_kpi(kpis.size());
  const auto everywhere = [](const Place&) { return true; };
  const auto tell = [&](const Place& place, std::size_t number, const DifferenceEstimate& estimate) {
    const Kpi& kpi = *wanted[number].kpi;
    const ComparedKpi& compared = kpis[number];
    const Sides sides = sides_of(kpi, compared.is_one_sided);
    const Bounds bounds = estimate.bounds(sides, family_alpha);
    Difference difference{a.name,
                          b.name,
                          std::string{kpi.name},
                          place.by,
                          estimate.estimate(),
                          bounds.low,
                          bounds.high,
                          estimate.n(),
                          std::string{method_name(estimate.method())},
                          compared.least_effect};
    difference.one_sided = compared.is_one_sided;
    difference.p = estimate.p_value(sides);
    difference.variance_ratio = estimate.variance_ratio();
    difference.adjustment = families.of(place, compared.is_named, is_of_a_place(wanted[number]));
    if (difference.adjustment) {
      const double each_alpha = family_alpha / static_cast<double>(difference.adjustment->size);
      const Bounds adjusted = estimate.bounds(sides, each_alpha);
      difference.adjustment->low = adjusted.low;
      difference.adjustment->high = adjusted.high;
    } else {
      difference.verdict = verdict_on(bounds.low, bounds.high, compared.least_effect, kpi.direction);
    }
    by_kpi[number].push_back(std::move(difference));
  };
  Comparison(grid, a, b).each(wanted, terms, everywhere, tell);
  std::vector<Difference> list;
  for (std::vector<Difference>& of_kpi : by_kpi) {
    list.insert(list.end(), std::make_move_iterator(of_kpi.begin()), std::make_move_iterator(of_kpi.end()));
  }
  return list;
}

void judge(std::vector<Difference>& differences) {
  for (const char* name : {family_of_kpis, family_of_segments}) {
    std::vector<Difference*> family;
    for (Difference& difference : differences) {
      if (difference.adjustment && difference.adjustment->family == name) family.push_back(&difference);
    }
    judge_family(family);
  }
}

Keeping keeping_of(double limit, const Bounds& bounds, Direction direction) {
  const bool bounds_falls = limit < 0 || (limit == 0 && direction != Direction::lower_is_better);
  const bool bounds_rises = limit > 0 || (limit == 0 && direction != Direction::higher_is_better);
  if ((bounds_falls && bounds.high < limit) || (bounds_rises && bounds.low > limit)) return Keeping::broken;
  const bool holds = (!bounds_falls || bounds.low >= limit) && (!bounds_rises || bounds.high <= limit);
  return holds ? Keeping::held : Keeping::in_doubt;
}

std::vector<Guardrail> guardrails(const IntervalGrid& grid, const ArmReplications& a, const ArmReplications& b,
                                  std::span<const GuardrailRule> rules, const ComparisonTerms& terms) {
  std::vector<NamedKpi> wanted;
  for (const GuardrailRule& rule : rules) wanted.push_back(resolved(a, rule.kpi));
  std::vector<std::optional<Guardrail>> by_rule(rules.size());
  const auto is_wanted = [&](const Place& place) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const NamedKpi& named) { return named.kind == place.kind; });
  };
  const auto tell = [&](const Place& place, std::size_t number, const DifferenceEstimate& estimate) {
    if (place.kind != wanted[number].kind) return;
    const Kpi& kpi = *wanted[number].kpi;
    const double limit = rules[number].limit;
    const Bounds bounds = estimate.bounds(Sides::two, family_alpha);
    by_rule[number] = Guardrail{a.name,     b.name,      std::string{kpi.name},
                                place.by,   limit,       keeping_of(limit, bounds, kpi.direction) == Keeping::held,
                                bounds.low, bounds.high, std::string{method_name(estimate.method())}};
  };
  Comparison(grid, a, b).each(wanted, terms, is_wanted, tell);
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
