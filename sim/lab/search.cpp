#include "sim/lab/search.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <stdexcept>

#include <nlopt.h>

#include "reports/statistics/budget_allocation.hpp"
#include "sim/lab/rank_report.hpp"

namespace twinline::sim {
namespace {

using reports::Standing;

/// A point by its steps above the lower ends: what is compared to know it again.
using Point = std::vector<std::int64_t>;

/// What NLopt asks, point by point, and what was found so far.
class Landscape {
 public:
  Landscape(const ComparedArm& beginning, const SystemMaker& make_system, std::uint64_t seed, const SearchPlan& plan,
            const Effort& effort)
      : make_system_(make_system), plan_(plan), observations_(plan.kpi, seed, effort) {
    observations_.add(beginning);
    observe_all();
  }

  /// The mean at the point nearest to these, larger being better. Points that were seen cost nothing.
  double height_at(const double* values) {
    const Point point = nearest(values);
    const auto seen = systems_.find(point);
    if (seen != systems_.end()) return mean_of(seen->second);
    std::vector<double> at;
    for (std::size_t i = 0; i < point.size(); ++i)
      at.push_back(plan_.ranges[i].low + static_cast<double>(point[i]) * plan_.ranges[i].step);
    auto system = make_system_(at);
    if (!system) throw std::runtime_error("the search came to a point that the scenario does not allow");
    made_.push_back(std::move(*system));
    observations_.add(made_.back());
    observe_all();
    systems_[point] = observations_.systems() - 1;
    return stopped_ ? 0 : mean_of(observations_.systems() - 1);
  }

  bool is_over() const { return stopped_ || systems_.size() >= plan_.points; }
  bool stopped() const { return stopped_; }
  const Observations& observations() const { return observations_; }

  Selection selection() const {
    Selection told;
    std::vector<statistics::SystemSample> samples;
    for (std::size_t system = 0; system < observations_.systems(); ++system)
      samples.push_back(statistics::sample_of(observations_.oriented(system)));
    told.selected = statistics::best_of(samples);
    told.used.assign(samples.size(), plan_.replications);
    told.standings.assign(samples.size(), Standing::behind);
    told.standings[told.selected] = Standing::selected;
    told.eliminated_by.resize(samples.size());
    return told;
  }

 private:
  Point nearest(const double* values) const {
    Point point;
    for (std::size_t i = 0; i < plan_.ranges.size(); ++i) {
      const SearchRange& range = plan_.ranges[i];
      const auto last = static_cast<std::int64_t>(std::floor((range.high - range.low) / range.step + 1e-9));
      const auto steps = static_cast<std::int64_t>(std::floor((values[i] - range.low) / range.step + 0.5));
      point.push_back(std::clamp<std::int64_t>(steps, 0, last));
    }
    return point;
  }

  void observe_all() {
    stopped_ = !observations_.extend_to(std::vector<std::uint64_t>(observations_.systems(), plan_.replications));
  }

  double mean_of(std::size_t system) const { return statistics::sample_of(observations_.oriented(system)).mean; }

  const SystemMaker& make_system_;
  const SearchPlan& plan_;
  Observations observations_;
  std::deque<ComparedArm> made_;  // observations refer to them
  std::map<Point, std::size_t> systems_;
  bool stopped_ = false;
};

/// What passes through NLopt, which is C: nothing may be thrown across it.
struct Passage {
  Landscape* landscape;
  nlopt_opt optimiser;
  std::exception_ptr failure;
};

double objective(unsigned, const double* values, double*, void* data) {
  auto& passage = *static_cast<Passage*>(data);
  try {
    const double height = passage.landscape->height_at(values);
    if (passage.landscape->is_over()) nlopt_force_stop(passage.optimiser);
    return height;
  } catch (...) {
    passage.failure = std::current_exception();
    nlopt_force_stop(passage.optimiser);
    return 0;
  }
}

void require_sense(const SearchPlan& plan) {
  if (plan.ranges.empty()) throw std::invalid_argument("a search needs a range");
  for (const SearchRange& range : plan.ranges) {
    if (!(range.low < range.high) || !(range.step > 0)) throw std::invalid_argument("a range must go from low to high");
  }
  if (plan.points < 1 || plan.replications < 2)
    throw std::invalid_argument("a search needs a point or more, of two replications or more each");
}

void climb(Landscape& landscape, const SearchPlan& plan) {
  const auto count = static_cast<unsigned>(plan.ranges.size());
  const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser(nlopt_create(NLOPT_LN_SBPLX, count),
                                                                         nlopt_destroy);
  std::vector<double> low, high, middle, step;
  for (const SearchRange& range : plan.ranges) {
    low.push_back(range.low);
    high.push_back(range.high);
    middle.push_back((range.low + range.high) / 2);
    step.push_back(std::max((range.high - range.low) / 4, range.step));
  }
  Passage passage{&landscape, optimiser.get(), nullptr};
  nlopt_set_max_objective(optimiser.get(), objective, &passage);
  nlopt_set_lower_bounds(optimiser.get(), low.data());
  nlopt_set_upper_bounds(optimiser.get(), high.data());
  nlopt_set_initial_step(optimiser.get(), step.data());
  // Steps below half of the coarsest find nothing new; and a landscape of few points is seen whole before the end.
  std::vector<double> tolerance;
  for (const SearchRange& range : plan.ranges) tolerance.push_back(range.step / 4);
  nlopt_set_xtol_abs(optimiser.get(), tolerance.data());
  constexpr int asked_per_point = 20;
  nlopt_set_maxeval(optimiser.get(),
                    static_cast<int>(std::min<std::uint64_t>(plan.points * asked_per_point, 1'000'000)));
  double height = 0;
  nlopt_optimize(optimiser.get(), middle.data(), &height);
  if (passage.failure) std::rethrow_exception(passage.failure);
}

}  // namespace

std::optional<reports::RankResult> search(const scenarios::Scenario& base, const ComparedArm& beginning,
                                          const SystemMaker& make_system, std::uint64_t seed, const SearchPlan& plan,
                                          const Effort& effort) {
  require_sense(plan);
  Landscape landscape(beginning, make_system, seed, plan, effort);
  if (!landscape.stopped()) climb(landscape, plan);
  if (landscape.stopped()) return std::nullopt;
  auto result = rank_report(base, seed, landscape.observations(), landscape.selection(),
                            {plan.kpi, plan.indifference, 0, plan.fresh_replications}, effort);
  if (!result) return std::nullopt;
  result->procedure = reports::RankProcedure::search;
  result->first_stage = plan.replications;
  result->budget = (plan.points + 1) * plan.replications;
  return result;
}

}  // namespace twinline::sim
