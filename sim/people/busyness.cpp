#include "sim/people/busyness.hpp"

#include <cmath>

#include "sim/people/sampler.hpp"

namespace twinline::sim {
namespace {

using random::Entity;
using random::Purpose;

/// Stands for "all call types" where a busyness is shared.
constexpr std::uint64_t every_type = 0xffff;

double factor_of_day(const std::optional<scenarios::Distribution>& busyness, const Draws& draws, std::uint64_t type,
                     std::size_t day) {
  return busyness ? draws.draw_stratified(sampler(*busyness), Purpose::busyness_day, Entity{type, day}) : 1;
}

void multiply_independent(const scenarios::Distribution& written, const Draws& draws, std::uint64_t type,
                          std::size_t day, std::vector<double>& factors) {
  const random::Distribution factor = sampler(written);
  for (std::uint64_t interval = 0; interval < factors.size(); ++interval)
    factors[interval] *= draws.draw(factor, Purpose::busyness_interval, Entity{type, day, interval});
}

void multiply_persistent(const scenarios::IntervalBusyness& written, const Draws& draws, std::uint64_t type,
                         std::size_t day, std::vector<double>& factors) {
  const random::Distribution factor = sampler(written.factor);
  const double persistence = written.persistence, rest = std::sqrt(1 - persistence * persistence);
  random::Stream innovations = draws.shared().stream(Purpose::busyness_score, Entity{type, day});
  double score = 0;
  for (std::size_t interval = 0; interval < factors.size(); ++interval) {
    const double innovation = random::standard_normal(innovations);
    score = interval == 0 ? innovation : persistence * score + rest * innovation;
    factors[interval] *= factor.at_normal_score(draws.is_mirror() ? -score : score);
  }
}

void multiply(const std::optional<scenarios::IntervalBusyness>& busyness, const Draws& draws, std::uint64_t type,
              std::size_t day, std::vector<double>& factors) {
  if (!busyness) return;
  if (busyness->persistence > 0) {
    multiply_persistent(*busyness, draws, type, day, factors);
  } else {
    multiply_independent(busyness->factor, draws, type, day, factors);
  }
}

}  // namespace

double shared_busyness(const scenarios::Scenario& scenario, const Draws& draws, std::size_t day) {
  return factor_of_day(scenario.busyness_by_day, draws, every_type, day);
}

double day_busyness(const scenarios::Scenario& scenario, const Draws& draws, CallTypeIndex type, std::size_t day) {
  const auto& own = scenario.callers[type.value].arrivals.busyness_by_day;
  return shared_busyness(scenario, draws, day) * factor_of_day(own, draws, type.value, day);
}

std::vector<double> interval_busyness(const scenarios::Scenario& scenario, const Draws& draws, CallTypeIndex type,
                                      std::size_t day) {
  const auto& own = scenario.callers[type.value].arrivals.busyness_by_interval;
  if (!scenario.busyness_by_interval && !own) return {};
  const Duration length = scenario.horizon.days[day].length, interval = scenario.horizon.interval;
  std::vector<double> factors(static_cast<std::size_t>((length + interval - 1ns) / interval), 1.0);
  multiply(scenario.busyness_by_interval, draws, every_type, day, factors);
  multiply(own, draws, type.value, day, factors);
  return factors;
}

}  // namespace twinline::sim
