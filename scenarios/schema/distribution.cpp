#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "policies/contract/units.hpp"
#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/csv_columns.hpp"
#include "scenarios/schema/distribution_mass.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

using Kind = Distribution::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 11> kind_names{{{"constant", Kind::constant},
                                                                        {"exponential", Kind::exponential},
                                                                        {"lognormal", Kind::lognormal},
                                                                        {"gamma", Kind::gamma},
                                                                        {"erlang", Kind::erlang},
                                                                        {"hyperexponential", Kind::hyperexponential},
                                                                        {"weibull", Kind::weibull},
                                                                        {"uniform", Kind::uniform},
                                                                        {"empirical", Kind::empirical},
                                                                        {"mixture", Kind::mixture},
                                                                        {"from_log", Kind::from_log}}};

/// Divided, not multiplied by 1e-9, so that 60 s are 60.
double seconds_of(const Node* node, double fallback) {
  return static_cast<double>(duration_or(node, from_seconds(fallback)).count()) / 1e9;
}

std::vector<double> numbers_of(const Node* list) {
  std::vector<double> numbers;
  for (const Node* item : scalars_of(list)) numbers.push_back(number_or(item, 1));
  return numbers;
}

std::vector<double> seconds_of_all(const Node* list) {
  std::vector<double> all;
  for (const Node* item : scalars_of(list)) all.push_back(seconds_of(item, 1));
  return all;
}

void check_weights(const Node& node, std::string_view of, const Distribution& distribution, Binding& binding) {
  const auto values = distribution.parameters.size();
  const auto weights = distribution.weights.size();
  const Node* list = node.find("weights");
  if (!list || values == weights) return;
  binding.problems.error(list->place, fmt::format("{} weights for {} {}; give one for each", weights, values, of));
}

void read_empirical_file(const Node& file, Distribution& distribution, Binding& binding) {
  const auto text = binding.files.read(file.text, file.place, binding.problems);
  if (!text) return;
  CsvColumns csv(*text, binding.files.resolve(file.text).string(), binding.problems);
  if (!csv.require({"seconds"}, {"weight"})) return;
  while (csv.next()) {
    const auto seconds = csv.number("seconds", 0);
    const auto weight = csv.has("weight") ? csv.number("weight", 0) : std::optional{1.0};
    if (!seconds || !weight) continue;
    distribution.parameters.push_back(*seconds);
    distribution.weights.push_back(*weight);
  }
  if (distribution.parameters.empty()) binding.problems.error(file.place, "the file has no row with a value");
}

void read_empirical(const Node& node, const Node& value, Distribution& distribution, Binding& binding) {
  distribution.parameters = seconds_of_all(value.find("values"));
  distribution.weights = numbers_of(value.find("weights"));
  const Node* file = value.find("file");
  const bool from_file = file && file->is_scalar();
  if (from_file && value.find("values")) {
    binding.problems.error(file->place, "an empirical distribution has both 'values' and 'file'; keep one");
  } else if (from_file) {
    read_empirical_file(*file, distribution, binding);
    return;
  } else if (!value.find("values")) {
    binding.problems.error(node.place, "an empirical distribution needs 'values' or 'file'");
  }
  check_weights(value, "values", distribution, binding);
}

void read_parameters_of(Kind kind, const Node& node, const Node& value, Distribution& distribution, Binding& binding) {
  switch (kind) {
    case Kind::constant:
    case Kind::exponential: distribution.parameters = {seconds_of(&value, 1)}; break;
    case Kind::lognormal:
      distribution.parameters = {seconds_of(value.find("mean"), 1), seconds_of(value.find("sd"), 1)};
      break;
    case Kind::gamma:
      distribution.parameters = {seconds_of(value.find("mean"), 1), number_or(value.find("shape"), 1)};
      break;
    case Kind::erlang:
      distribution.parameters = {seconds_of(value.find("mean"), 1), number_or(value.find("phases"), 1)};
      break;
    case Kind::hyperexponential:
      distribution.parameters = seconds_of_all(value.find("means"));
      distribution.weights = numbers_of(value.find("weights"));
      check_weights(value, "means", distribution, binding);
      break;
    case Kind::weibull:
      distribution.parameters = {seconds_of(value.find("scale"), 1), number_or(value.find("shape"), 1)};
      break;
    case Kind::uniform:
      distribution.parameters = {seconds_of(value.find("low"), 0), seconds_of(value.find("high"), 1)};
      if (value.find("low") && value.find("high") && distribution.parameters[0] >= distribution.parameters[1]) {
        binding.problems.error(value.find("high")->place, "high is not above low");
      }
      break;
    case Kind::empirical: read_empirical(node, value, distribution, binding); break;
    case Kind::mixture:
      distribution.parameters.clear();
      for (const Node& part : value.items) {
        distribution.parts.push_back(read_distribution(&part, binding));
        distribution.weights.push_back(number_or(part.find("weight"), 1));
      }
      break;
    case Kind::from_log:
      distribution.parameters.clear();
      distribution.parts.push_back(read_distribution(value.find("otherwise"), binding));
      break;
  }
}

void read_bounds(const Node& node, Distribution& distribution, Binding& binding) {
  distribution.shift = seconds_of(node.find("shift"), 0);
  const Node* low = node.find("at_least");
  const Node* high = node.find("at_most");
  if (low) distribution.low = seconds_of(low, 0);
  if (high) distribution.high = seconds_of(high, 1);
  if (low && high && *distribution.low >= *distribution.high) {
    binding.problems.error(high->place, "at_most is not above at_least");
  } else if (high && *distribution.high <= distribution.shift) {
    binding.problems.error(high->place, "at_most is not above shift, so that no draw could meet it");
  } else if ((low || high) && !(mass_within_bounds(distribution) >= least_mass_within_bounds)) {
    binding.problems.error((high ? high : low)->place, fmt::format("fewer than {:g} % of the draws would lie within {}",
                                                                   100 * least_mass_within_bounds,
                                                                   low && high ? "at_least and at_most"
                                                                   : low       ? "at_least"
                                                                               : "at_most"));
  }
}

}  // namespace

Distribution read_distribution(const Node* node, Binding& binding) {
  Distribution distribution;
  if (!node) return distribution;
  if (node->is_scalar()) {
    distribution.parameters = {seconds_of(node, 0)};
    return distribution;
  }
  for (const auto& [name, kind] : kind_names) {
    const Node* value = node->find(name);
    if (!value) continue;
    distribution.kind = kind;
    read_parameters_of(kind, *node, *value, distribution, binding);
    break;
  }
  read_bounds(*node, distribution, binding);
  return distribution;
}

ByPeriod<Distribution> read_by_period(const Node* node, Binding& binding) {
  ByPeriod<Distribution> periods;
  if (!node) return periods;
  for (const Entry& entry : node->entries) {
    const auto from = parse_time_of_day(entry.key);
    if (from) periods.push_back({*from, read_distribution(&entry.value, binding)});
  }
  if (periods.empty()) return {{Duration{0}, read_distribution(node, binding)}};
  std::stable_sort(periods.begin(), periods.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
  if (periods.front().from > Duration{0}) {
    binding.problems.error(node->place, fmt::format("nothing is said of the time before {}; begin with '00:00'",
                                                    time_of_day_text(periods.front().from)));
  }
  return periods;
}

std::optional<Distribution> read_factor(const Node* node) {
  if (!node || !node->is_map()) return std::nullopt;
  Distribution factor;
  if (const Node* gamma = node->find("gamma")) {
    factor.kind = Kind::gamma;
    factor.parameters = {1, number_or(gamma->find("shape"), 1)};
    return factor;
  }
  if (const Node* lognormal = node->find("lognormal")) {
    factor.kind = Kind::lognormal;
    factor.parameters = {1, number_or(lognormal->find("sd"), 1)};
    return factor;
  }
  return std::nullopt;
}

}  // namespace twinline::scenarios
