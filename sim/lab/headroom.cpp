#include "sim/lab/headroom.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "reports/kpi/difference_estimate.hpp"
#include "reports/kpi/estimates.hpp"
#include "reports/kpi/observation.hpp"
#include "reports/kpi/verdict.hpp"
#include "sim/lab/reliefs.hpp"
#include "sim/lab/run_identity.hpp"

namespace twinline::sim {
namespace {

using reports::Estimate;
using reports::HeadroomPoint;
using reports::PlaceSample;
using reports::ReplicationTotals;
using scenarios::Scenario;

using Totals = std::vector<ReplicationTotals>;

Scenario at_load(Scenario scenario, double load) {
  const auto scale = [load](auto& profiles) {
    for (auto& [day, profile] : profiles) {
      for (auto& period : profile.per_hour) period.value *= load;
    }
  };
  for (scenarios::Callers& callers : scenario.callers) {
    scale(callers.arrivals.by_weekday);
    scale(callers.arrivals.by_date);
    if (callers.arrivals.replay) callers.arrivals.replay->scale *= load;
  }
  for (scenarios::Surge& surge : scenario.surges) {
    surge.customers = static_cast<std::uint64_t>(static_cast<double>(surge.customers) * load + 0.5);
  }
  return scenario;
}

reports::Place place_of(const WatchedTarget& target) {
  return {target.kpi.kind, target.kpi.index, 0, target.target.by};
}

PlaceSample sample_of(const Model& model, const Totals& totals, const WatchedTarget& target) {
  const Centre& centre = model.scenario().centre;
  return reports::PlaceSampler(centre, model.grid(), totals).at(place_of(target));
}

Estimate estimate_of(const WatchedTarget& target, const PlaceSample& sample) {
  const auto interval = reports::estimate_of(*target.kpi.kpi, sample);
  return {target.target.kpi.name, target.target.kpi.definition, target.target.by,
          interval.estimate,      interval.half_width,          interval.n};
}

/// Loads as whole numbers of the smallest difference between two, so that none is met twice.
class Loads {
 public:
  explicit Loads(const HeadroomPlan& plan)
      : plan_(plan),
        last_(std::llround((plan.to - plan.from) / plan.precision)),
        stride_(std::max<std::int64_t>(1, std::llround(plan.step / plan.precision))) {
    if (!(plan.from > 0 && plan.to >= plan.from && plan.precision > 0 && plan.step > 0)) {
      throw std::invalid_argument("a headroom is looked for from a load above 0 upwards, in steps above 0");
    }
  }

  std::int64_t last() const { return last_; }
  std::int64_t stride() const { return stride_; }
  double factor(std::int64_t position) const { return plan_.from + static_cast<double>(position) * plan_.precision; }

 private:
  const HeadroomPlan& plan_;
  std::int64_t last_, stride_;
};

/// The scenario at its loads, one after the other.
class Ascent {
 public:
  Ascent(const Scenario& scenario, std::span<const WatchedTarget> targets, std::uint64_t seed, const Loads& loads,
         const Effort& effort)
      : scenario_(scenario), targets_(targets), seed_(seed), loads_(loads), effort_(effort) {}

  /// Goes up until a target breaks and then closes in on where. False when it was stopped.
  bool find() {
    std::int64_t lower = -1, upper = 0;
    for (;;) {
      if (!look_at(upper)) return false;
      if (!points_.at(upper).holds) break;
      lower = upper;
      if (lower == loads_.last()) return true;
      upper = std::min(lower + loads_.stride(), loads_.last());
    }
    while (lower >= 0 && upper - lower > 1) {
      const std::int64_t middle = lower + (upper - lower) / 2;
      if (!look_at(middle)) return false;
      (points_.at(middle).holds ? lower : upper) = middle;
    }
    breaks_at_ = upper;
    return true;
  }

  const std::map<std::int64_t, HeadroomPoint>& points() const { return points_; }
  std::optional<std::int64_t> breaks_at() const { return breaks_at_; }
  /// Of the lowest load that was found broken.
  const Model& broken_model() const { return *broken_model_; }
  const Totals& broken_totals() const { return broken_totals_; }

 private:
  bool look_at(std::int64_t position) {
    auto model = std::make_unique<const Model>(at_load(scenario_, loads_.factor(position)));
    const SeededModel seeded{model.get(), seed_};
    auto totals = replicate({&seeded, 1}, effort_);
    if (totals.empty()) return false;
    HeadroomPoint point{loads_.factor(position), {}, true};
    for (const WatchedTarget& target : targets_) {
      point.estimates.push_back(estimate_of(target, sample_of(*model, totals[0], target)));
      point.holds = point.holds && target.target.holds(point.estimates.back());
    }
    if (!point.holds) {
      broken_model_ = std::move(model);
      broken_totals_ = std::move(totals[0]);
    }
    points_.emplace(position, std::move(point));
    return true;
  }

  const Scenario& scenario_;
  std::span<const WatchedTarget> targets_;
  std::uint64_t seed_;
  const Loads& loads_;
  const Effort& effort_;
  std::map<std::int64_t, HeadroomPoint> points_;
  std::optional<std::int64_t> breaks_at_;
  std::unique_ptr<const Model> broken_model_;
  Totals broken_totals_;
};

/// What the relief changes in the target that broke.
reports::Difference effect_of(const WatchedTarget& target, const std::string& relief, const PlaceSample& without,
                              const PlaceSample& with) {
  static const reports::Sampling as_drawn;
  const reports::Place place = place_of(target);
  const reports::DifferenceEstimate estimate(*target.kpi.kpi, place, {&without, &as_drawn}, {&with, &as_drawn}, {});
  const statistics::Bounds bounds = estimate.bounds(statistics::Sides::two, reports::family_alpha);
  reports::Difference difference;
  difference.a = "as it is";
  difference.b = relief;
  difference.kpi = target.target.kpi.name;
  difference.by = target.target.by;
  difference.mean = estimate.estimate();
  difference.low = bounds.low;
  difference.high = bounds.high;
  difference.n = estimate.n();
  difference.method = reports::method_name(estimate.method());
  difference.verdict = reports::verdict_on(bounds.low, bounds.high, {}, target.target.kpi.direction);
  return difference;
}

/// The share of the resource that was in use: agents' time in talk and wrap-up, lines, cores, bandwidth.
std::optional<double> busy_share(const Resource& resource, const std::vector<Estimate>& at_break) {
  using reports::ResourceKind;
  const bool is_people = resource.kind == ResourceKind::people;
  const std::map<ResourceKind, reports::Dimensions> places{
      {ResourceKind::people, {{"group", resource.name}}},
      {ResourceKind::lines, {{"trunk", resource.name}}},
      {ResourceKind::host, {{"host", resource.name}}},
      {ResourceKind::link, {{"link", resource.name}}},
      {ResourceKind::access, {{"link", resource.name + ".access"}}}};
  const auto place = places.find(resource.kind);
  if (place == places.end()) return std::nullopt;
  const auto found = std::find_if(at_break.begin(), at_break.end(), [&](const Estimate& estimate) {
    return estimate.kpi == (is_people ? "occupancy" : "utilisation") && estimate.by == place->second;
  });
  return found == at_break.end() ? std::nullopt : std::optional{found->mean};
}

/// Every resource doubled, one at a time, on the callers of the breaking load. Nothing when it was stopped.
std::optional<std::vector<reports::Relief>> try_reliefs(const Ascent& ascent, std::span<const WatchedTarget> targets,
                                                        std::size_t broken, std::uint64_t seed, const Effort& effort) {
  const Scenario& at_break = ascent.broken_model().scenario();
  const std::vector<Resource> resources = resources_of(at_break);
  std::vector<std::unique_ptr<const Model>> models;
  std::vector<SeededModel> seeded;
  for (const Resource& resource : resources) {
    Scenario relieved = at_break;
    resource.twice_it(relieved);
    models.push_back(std::make_unique<const Model>(std::move(relieved)));
    seeded.push_back({models.back().get(), seed});
  }
  const auto totals = replicate(seeded, effort);
  if (totals.size() < resources.size()) return std::nullopt;
  const auto estimates = reports::estimates(at_break.centre, ascent.broken_model().grid(), ascent.broken_totals(), {},
                                            ascent.broken_model().scope());
  const PlaceSample without = sample_of(ascent.broken_model(), ascent.broken_totals(), targets[broken]);
  std::vector<reports::Relief> reliefs;
  for (std::size_t number = 0; number < resources.size(); ++number) {
    const Resource& resource = resources[number];
    reports::Relief relief{resource.kind, resource.name, resource.amount, busy_share(resource, estimates), {}, {},
                           true};
    for (const WatchedTarget& target : targets) {
      relief.estimates.push_back(estimate_of(target, sample_of(*models[number], totals[number], target)));
      relief.mends = relief.mends && target.target.holds(relief.estimates.back());
    }
    relief.effect = effect_of(targets[broken], "with twice " + resource.name, without,
                              sample_of(*models[number], totals[number], targets[broken]));
    reliefs.push_back(std::move(relief));
  }
  return reliefs;
}

/// Who mends every target comes first, and of those a single resource before a whole site; then who helps most where
/// it broke.
void put_in_order(std::vector<reports::Relief>& reliefs, const reports::HeadroomTarget& broken) {
  const auto gain = [&](const reports::Relief& relief) {
    return broken.at_least ? relief.effect.mean : -relief.effect.mean;
  };
  const auto standing = [](const reports::Relief& relief) {
    return !relief.mends ? 2 : relief.kind == reports::ResourceKind::site ? 1 : 0;
  };
  std::stable_sort(reliefs.begin(), reliefs.end(), [&](const reports::Relief& one, const reports::Relief& other) {
    return std::pair{standing(one), -gain(one)} < std::pair{standing(other), -gain(other)};
  });
}

std::size_t first_broken(const HeadroomPoint& point, std::span<const WatchedTarget> targets) {
  std::size_t number = 0;
  while (targets[number].target.holds(point.estimates[number])) ++number;
  return number;
}

void require_plain(const Scenario& scenario) {
  if (!scenario.horizon.steady_state && !scenario.variance_reduction.is_used()) return;
  throw std::invalid_argument(scenario.horizon.steady_state
                                  ? "a headroom is found by replications; take horizon.steady_state out of the scenario"
                                  : "a headroom is found by replications that are independent; take variance_reduction "
                                    "out of the scenario");
}

}  // namespace

std::optional<reports::HeadroomResult> headroom(const Scenario& scenario, std::span<const WatchedTarget> targets,
                                                std::uint64_t seed, const HeadroomPlan& plan, Effort effort) {
  require_plain(scenario);
  if (targets.empty()) throw std::invalid_argument("there is no target that could break");
  effort.detail = reports::Detail::counts;
  for (const WatchedTarget& target : targets) {
    effort.detail = std::max(effort.detail, reports::detail_for(*target.kpi.kpi));
  }
  const Loads loads(plan);
  Ascent ascent(scenario, targets, seed, loads, effort);
  if (!ascent.find()) return std::nullopt;

  reports::HeadroomResult result;
  result.identity = identity_of(scenario, seed, effort.replications);
  result.from = plan.from;
  result.to = plan.to;
  result.step = plan.step;
  result.precision = plan.precision;
  result.assumptions = assumptions_of(scenario);
  for (const WatchedTarget& target : targets) result.targets.push_back(target.target);
  for (const auto& [position, point] : ascent.points()) {
    result.points.push_back(point);
    if (point.holds && (!ascent.breaks_at() || position < *ascent.breaks_at())) result.holds_up_to = point.load;
  }
  if (!ascent.breaks_at()) return result;
  result.breaks_at = loads.factor(*ascent.breaks_at());
  result.broken = first_broken(ascent.points().at(*ascent.breaks_at()), targets);
  auto reliefs = try_reliefs(ascent, targets, result.broken, seed, effort);
  if (!reliefs) return std::nullopt;
  result.reliefs = std::move(*reliefs);
  put_in_order(result.reliefs, result.targets[result.broken]);
  return result;
}

}  // namespace twinline::sim
