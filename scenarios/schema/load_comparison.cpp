#include <algorithm>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/quantity.hpp"

namespace twinline::scenarios {
namespace {

bool is_quantile(const std::string& kpi) { return kpi.starts_with("wait_p"); }

std::set<std::string> read_one_sided(const Node* sides, const std::vector<std::string>& kpis, Binding& binding) {
  std::set<std::string> one_sided;
  if (!sides) return one_sided;
  for (const Entry& entry : sides->entries) {
    if (std::find(kpis.begin(), kpis.end(), entry.key) == kpis.end()) {
      const std::string remedy = did_you_mean(entry.key, kpis);
      binding.problems.error(
          entry.place, fmt::format("sides speaks of {}, which is not in compare.kpis{}", in_quotes(entry.key), remedy));
    } else if (entry.value.text == "one" && !has_good_direction(without_place(entry.key))) {
      binding.problems.error(entry.value.place, fmt::format("sides of {} is one, but it has no better and worse; "
                                                            "expected two",
                                                            entry.key));
    }
    if (entry.value.text == "one") one_sided.insert(entry.key);
  }
  return one_sided;
}

std::optional<Stopping> read_stop(const Node* stop, const Node* kpis, Binding& binding) {
  if (!stop) return std::nullopt;
  if (scalars_of(kpis).empty()) {
    binding.problems.error(stop->place, "stop needs compare.kpis: it says on what the experiment is to be decided");
  }
  for (const Node* kpi : scalars_of(kpis)) {
    if (!is_quantile(without_place(kpi->text))) continue;
    binding.problems.error(kpi->place, fmt::format("{} is a quantile, on which no experiment can be stopped; leave it "
                                                   "out of compare.kpis, it is reported all the same",
                                                   kpi->text));
  }
  Stopping stopping;
  stopping.budget = whole_or(find(stop, {"budget"}), stopping.budget);
  return stopping;
}

/// What nobody named is checked in the KPIs that are compared, as far as they can get worse, or in the usual ones.
std::vector<std::string> usual_checks(const std::vector<std::string>& compared) {
  std::vector<std::string> kpis;
  for (const std::string& kpi : compared) {
    if (has_good_direction(without_place(kpi)) && !is_quantile(without_place(kpi))) kpis.push_back(kpi);
  }
  if (kpis.empty()) kpis = {"service_level", "abandonment_rate", "asa"};
  return kpis;
}

std::vector<std::string> read_checks(const Node* kpis, Binding& binding) {
  std::vector<std::string> names;
  for (const Node* kpi : scalars_of(kpis)) {
    check_kpi(kpi->text, kpi->place, binding);
    if (is_quantile(without_place(kpi->text))) {
      binding.problems.error(kpi->place, fmt::format("{} is a quantile, which has no value in a single replication to "
                                                     "hold against another; leave it out of kpi_check.kpis",
                                                     kpi->text));
    } else if (!has_good_direction(without_place(kpi->text))) {
      binding.problems.error(kpi->place,
                             fmt::format("{} has no better and worse; leave it out of kpi_check.kpis", kpi->text));
    }
    if (std::find(names.begin(), names.end(), kpi->text) == names.end()) names.push_back(kpi->text);
  }
  return names;
}

/// Every tolerance speaks of a KPI that is checked, and is at least 0.
void check_tolerances(const std::string& key, const std::vector<std::string>& kpis, Binding& binding) {
  const Node* tolerances = find(&binding.root, {"kpi_check", key});
  if (!tolerances) return;
  for (const Entry& entry : tolerances->entries) {
    if (std::find(kpis.begin(), kpis.end(), entry.key) == kpis.end()) {
      std::string remedy = did_you_mean(entry.key, kpis);
      if (remedy.empty()) remedy = "; it is " + listed(kpis, "and");
      binding.problems.error(entry.place, fmt::format("{} speaks of {}, which is not in what kpi_check checks{}", key,
                                                      in_quotes(entry.key), remedy));
    } else if (parse_effect(entry.value.text).value_or(0) < 0) {
      binding.problems.error(entry.value.place,
                             fmt::format("{} of {} is {}; it must be at least 0", key, entry.key, entry.value.text));
    }
  }
}

void load_kpi_check(Binding& binding) {
  KpiCheck& check = binding.scenario.kpi_check;
  const Node* block = binding.root.find("kpi_check");
  check.kpis = read_checks(find(block, {"kpis"}), binding);
  if (check.kpis.empty()) check.kpis = usual_checks(binding.scenario.compare.kpis);
  check_tolerances("tolerance", check.kpis, binding);
  check_tolerances("of_baseline", check.kpis, binding);
  for (const std::string& kpi : check.kpis) {
    if (const Node* absolute = find(block, {"tolerance", kpi}))
      check.tolerance[kpi] = parse_effect(absolute->text).value_or(0);
    if (const Node* relative = find(block, {"of_baseline", kpi})) check.of_baseline[kpi] = share_or(relative, 0);
  }
  check.budget = whole_or(find(block, {"budget"}), check.budget);
}

/// True when the dotted path leads somewhere; otherwise the problem is reported.
bool check_path(const Entry& entry, Binding& binding) {
  const Node* node = &binding.root;
  std::string_view rest = entry.key;
  while (node && !rest.empty()) {
    const auto dot = rest.find('.');
    const std::string_view key = rest.substr(0, dot);
    const Node* next = node->find(key);
    if (!next) {
      binding.problems.error(entry.place, fmt::format("path {} leads nowhere at {}{}", in_quotes(entry.key),
                                                      in_quotes(key), did_you_mean(key, node->keys())));
      return false;
    }
    node = next;
    rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
  }
  return true;
}

}  // namespace

std::map<std::string, double> read_effects(const Node* effects, Binding& binding) {
  std::map<std::string, double> by_kpi;
  if (!effects) return by_kpi;
  for (const Entry& entry : effects->entries) {
    check_kpi(entry.key, entry.place, binding);
    by_kpi[entry.key] = parse_effect(entry.value.text).value_or(0);
  }
  return by_kpi;
}

void load_comparison(Binding& binding) {
  Compare& compare = binding.scenario.compare;
  for (const Node* kpi : scalars_of(find(&binding.root, {"compare", "kpis"}))) {
    check_kpi(kpi->text, kpi->place, binding);
    compare.kpis.push_back(kpi->text);
  }
  compare.least_effect = read_effects(find(&binding.root, {"compare", "least_effect"}), binding);
  compare.guardrails = read_effects(find(&binding.root, {"compare", "guardrails"}), binding);
  compare.one_sided = read_one_sided(find(&binding.root, {"compare", "sides"}), compare.kpis, binding);
  compare.stop = read_stop(find(&binding.root, {"compare", "stop"}), find(&binding.root, {"compare", "kpis"}), binding);
  for (const auto& [kpi, effect] : compare.least_effect) {
    if (effect >= 0) continue;
    const Node* place = find(&binding.root, {"compare", "least_effect", kpi});
    binding.problems.error(place->place,
                           fmt::format("least_effect of {} is {}; it must be at least 0", kpi, place->text));
  }
  load_kpi_check(binding);
  const Node* provenance = binding.root.find("provenance");
  if (!provenance) return;
  for (const Entry& entry : provenance->entries) {
    const bool known = check_path(entry, binding);
    if (known)
      binding.scenario.provenance[entry.key] = entry.value.is_scalar() ? entry.value.text : to_flow_text(entry.value);
  }
}

}  // namespace twinline::scenarios
