#include "sim/people/sampler.hpp"

#include <limits>
#include <stdexcept>

namespace twinline::sim {
namespace {

random::Distribution without_modifiers(const scenarios::Distribution& written) {
  using Kind = scenarios::Distribution::Kind;
  const auto& p = written.parameters;
  switch (written.kind) {
    case Kind::constant: return random::Distribution::constant(p.at(0));
    case Kind::exponential: return random::Distribution::exponential(p.at(0));
    case Kind::lognormal: return random::Distribution::lognormal(p.at(0), p.at(1));
    case Kind::gamma: return random::Distribution::gamma(p.at(0), p.at(1));
    case Kind::erlang: return random::Distribution::erlang(static_cast<std::uint32_t>(p.at(1)), p.at(0));
    case Kind::hyperexponential: return random::Distribution::hyperexponential(written.weights, p);
    case Kind::weibull: return random::Distribution::weibull(p.at(1), p.at(0));
    case Kind::uniform: return random::Distribution::uniform(p.at(0), p.at(1));
    case Kind::empirical:
      return written.weights.empty() ? random::Distribution::empirical(p)
                                     : random::Distribution::empirical(p, written.weights);
    case Kind::mixture: {
      std::vector<random::Distribution> parts;
      for (const auto& part : written.parts) parts.push_back(sampler(part));
      return random::Distribution::mixture(written.weights, std::move(parts));
    }
    case Kind::from_log: return sampler(written.parts.at(0));
  }
  throw std::invalid_argument("a distribution of unknown kind");
}

}  // namespace

random::Distribution sampler(const scenarios::Distribution& written) {
  random::Distribution distribution = without_modifiers(written);
  if (written.shift > 0) distribution = distribution.shifted(written.shift);
  if (written.low || written.high) {
    distribution =
        distribution.truncated(written.low.value_or(0), written.high.value_or(std::numeric_limits<double>::infinity()));
  }
  return distribution;
}

SamplerByPeriod::SamplerByPeriod(const scenarios::ByPeriod<scenarios::Distribution>& written) {
  for (const auto& period : written) periods_.push_back({period.from, sampler(period.value), reads_log(period.value)});
}

}  // namespace twinline::sim
