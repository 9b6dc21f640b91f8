// Which KPIs a scenario may name, and of what. Their meaning is the business of reports (docs/kpis.md).
#include <algorithm>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {
namespace {

/// The names that `twinline run --json` prints; docs/kpis.md says what they mean.
const std::vector<std::string>& kpi_names() {
  static const std::vector<std::string> names{
      "attempts",    "blocked",          "offered",       "answered", "abandoned", "short_abandoned",
      "answer_rate", "abandonment_rate", "service_level", "asa",      "mean_wait", "probability_of_wait",
      "wait_p50",    "wait_p90",         "wait_p99",      "aht",      "occupancy"};
  return names;
}

/// The KPIs of what the calls run on, and of which kinds of things each is given.
struct InfrastructureKpi {
  std::string_view name;
  std::vector<std::string_view> kinds;
  bool in_total = false;
};

const std::vector<InfrastructureKpi>& infrastructure_kpis() {
  static const std::vector<std::string_view> that_fails{"site", "host", "link", "trunk", "service"};
  static const std::vector<std::string_view> equipment{"host", "link", "trunk"};
  static const std::vector<InfrastructureKpi> kpis{{"availability", that_fails},
                                                   {"utilisation", equipment},
                                                   {"saturation", equipment},
                                                   {"time_to_detect", {"service"}, true},
                                                   {"time_to_recover", that_fails},
                                                   {"trunk_blocking", {"trunk"}, true},
                                                   {"calls_overflowed", {"trunk"}, true},
                                                   {"calls_dropped", {}, true},
                                                   {"calls_unreached", {}, true},
                                                   {"gave_up_in_silence", {}, true},
                                                   {"calls_lost_in_failover", {"service"}, true},
                                                   {"response_time", {"service"}},
                                                   {"longest_response", {"service"}},
                                                   {"requests_failed", {"service"}},
                                                   {"tries_timed_out", {"service"}},
                                                   {"tries_lost", {"service"}},
                                                   {"core_hours", {"host"}, true},
                                                   {"core_cost", {"host"}, true}};
  return kpis;
}

/// The KPIs of what becomes of matters, given in total.
const std::vector<std::string>& journey_kpis() {
  static const std::vector<std::string> names{"matters",
                                              "redials",
                                              "reworks",
                                              "recontacts",
                                              "contacts",
                                              "first_contact_resolution",
                                              "resolution_rate",
                                              "repeat_contacts",
                                              "contacts_per_matter",
                                              "transfer_rate",
                                              "escalation_rate",
                                              "levels_passed",
                                              "complaint_rate",
                                              "contradictions",
                                              "left_unresolved",
                                              "given_up",
                                              "beyond_horizon",
                                              "time_to_resolution",
                                              "self_service_attempted",
                                              "self_service_contained",
                                              "self_service_resolved",
                                              "self_service_failed_hidden",
                                              "channel_hops",
                                              "incentives_paid",
                                              "ivr_ports_blocked",
                                              "ivr_ports_in_use",
                                              "time_in_ivr"};
  return names;
}

/// The KPIs of what customers think and do, given in total.
const std::vector<std::string>& customer_kpis() {
  static const std::vector<std::string> names{"csat",
                                              "csat_true",
                                              "nps",
                                              "nps_true",
                                              "recovery_rate",
                                              "survey_response_rate",
                                              "remedies",
                                              "loyalty",
                                              "churn",
                                              "kept_away",
                                              "customers_left",
                                              "silent_leavers",
                                              "conversion",
                                              "sales",
                                              "repurchase",
                                              "sales_revenue",
                                              "service_revenue",
                                              "revenue",
                                              "value_lost",
                                              "attempt_cost",
                                              "revenue_per_contact",
                                              "cost",
                                              "cost_per_contact",
                                              "cost_per_resolved",
                                              "benefit_over_cost"};
  return names;
}

bool is_among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Those of customers whom the centre calls, likewise.
bool is_outbound_kpi(const std::string& name) {
  static const std::set<std::string> names{
      "callbacks_accepted", "callbacks_kept",      "callback_delay",   "callback_tries_missed", "dials",
      "dial_answer_rate",   "dialler_abandonment", "contacts_reached", "records_finished"};
  return names.contains(name);
}

/// The KPIs of contacts other than calls, given in total.
const std::vector<std::string>& channel_kpis() {
  static const std::vector<std::string> names{"closing_time", "within_deadline", "backlog", "mean_backlog",
                                              "concurrency"};
  return names;
}

const InfrastructureKpi* find_infrastructure_kpi(std::string_view name) {
  const auto& kpis = infrastructure_kpis();
  const auto found = std::find_if(kpis.begin(), kpis.end(), [&](const auto& kpi) { return kpi.name == name; });
  return found == kpis.end() ? nullptr : &*found;
}

std::string place_before(const std::string& name) { return name.substr(0, name.rfind('.')); }

/// Where the names of a kind's things stand.
std::vector<std::string> names_of_kind(std::string_view kind, const Node& root) {
  const std::string kinds = std::string{kind} + "s";
  const Node* named = kind == "trunk" ? root.find(kinds) : find(&root, {"infrastructure", kinds});
  std::vector<std::string> names = named ? named->keys() : std::vector<std::string>{};
  if (kind != "link") return names;
  for (const std::string& trunk : names_of_kind("trunk", root)) names.push_back(trunk + ".access");
  return names;
}

/// A KPI of one part of the infrastructure, whose name must be its alone among the kinds that have the KPI.
void check_place_of(const InfrastructureKpi& kpi, const std::string& named, const Place& place, Binding& binding) {
  std::vector<std::string> bearers, known;
  for (const std::string_view kind : kpi.kinds) {
    for (const std::string& name : names_of_kind(kind, binding.root)) {
      const std::string full_name = fmt::format("{}.{}", kind, name);
      if (named == name || named == full_name) bearers.push_back(fmt::format("{}.{}", full_name, kpi.name));
      known.push_back(name);
    }
  }
  if (bearers.size() == 1) return;
  if (!bearers.empty()) {
    binding.problems.error(
        place, fmt::format("{} is the name of several; expected {}", in_quotes(named), listed(bearers, "or")));
    return;
  }
  std::string remedy = did_you_mean(named, known);
  if (remedy.empty()) remedy = known.empty() ? "; it is given in total" : "; expected " + listed(known, "or");
  binding.problems.error(place, fmt::format("{} is not given of {}{}", kpi.name, in_quotes(named), remedy));
}

void check_total(const InfrastructureKpi& kpi, const Place& place, Binding& binding) {
  if (kpi.in_total) return;
  const std::vector<std::string> kinds(kpi.kinds.begin(), kpi.kinds.end());
  const std::vector<std::string> names = names_of_kind(kinds.front(), binding.root);
  const std::string example = names.empty() ? "NAME" : names.front();
  binding.problems.error(place, fmt::format("{} is of one {}; expected its name before it, as in {}.{}", kpi.name,
                                            listed(kinds, "or"), example, kpi.name));
}

}  // namespace

std::string without_place(const std::string& kpi) { return kpi.substr(kpi.rfind('.') + 1); }

void check_kpi(const std::string& name, const Place& place, Binding& binding) {
  const bool is_of_a_place = name.find('.') != std::string::npos;
  const std::string kpi = without_place(name);
  const bool has_infrastructure = binding.root.find("infrastructure") != nullptr;
  if (const InfrastructureKpi* known = find_infrastructure_kpi(kpi); known && has_infrastructure) {
    return is_of_a_place ? check_place_of(*known, place_before(name), place, binding)
                         : check_total(*known, place, binding);
  }
  const bool has_journeys = binding.scenario.journeys.has_value();
  const bool has_customers = binding.scenario.customers.has_value();
  const bool is_outbound = binding.scenario.calls_customers() && is_outbound_kpi(kpi);
  const bool with_channels = has_channels(binding.scenario.centre);
  if (is_outbound || (has_journeys && is_among(journey_kpis(), kpi)) ||
      (has_customers && is_among(customer_kpis(), kpi)) || (with_channels && is_among(channel_kpis(), kpi))) {
    if (is_of_a_place) {
      binding.problems.error(place, fmt::format("{} is given in total; remove {}", kpi, in_quotes(place_before(name))));
    }
    return;
  }
  const Node* queues = binding.root.find("queues");
  if (is_of_a_place && queues && !queues->find(place_before(name))) {
    binding.problems.error(place, fmt::format("unknown queue {}{}", in_quotes(place_before(name)),
                                              did_you_mean(place_before(name), queues->keys())));
  }
  std::vector<std::string> known = kpi_names();
  if (has_infrastructure) {
    for (const InfrastructureKpi& other : infrastructure_kpis()) known.emplace_back(other.name);
  }
  if (has_journeys) known.insert(known.end(), journey_kpis().begin(), journey_kpis().end());
  if (has_customers) known.insert(known.end(), customer_kpis().begin(), customer_kpis().end());
  if (with_channels) known.insert(known.end(), channel_kpis().begin(), channel_kpis().end());
  if (std::find(known.begin(), known.end(), kpi) != known.end()) return;
  std::string remedy = did_you_mean(kpi, known);
  if (remedy.empty()) remedy = "; expected " + listed(known, "or");
  if (find_infrastructure_kpi(kpi)) remedy = "; it is one of an infrastructure, and the scenario has none";
  if (is_among(journey_kpis(), kpi)) remedy = "; no call type says what follows its contacts";
  if (is_among(customer_kpis(), kpi)) remedy = "; it is one of customers, and the scenario has none";
  if (is_outbound_kpi(kpi)) remedy = "; the scenario has neither callbacks nor campaigns";
  if (is_among(channel_kpis(), kpi)) remedy = "; all contacts are calls, without deadlines";
  binding.problems.error(place, fmt::format("unknown KPI {}{}", in_quotes(kpi), remedy));
}

bool has_good_direction(const std::string& kpi) {
  static const std::set<std::string> without{"attempts",
                                             "offered",
                                             "short_abandoned",
                                             "aht",
                                             "occupancy",
                                             "utilisation",
                                             "calls_overflowed",
                                             "matters",
                                             "contacts",
                                             "callbacks_accepted",
                                             "dials",
                                             "dial_answer_rate",
                                             "levels_passed",
                                             "beyond_horizon",
                                             "self_service_attempted",
                                             "self_service_contained",
                                             "channel_hops",
                                             "ivr_ports_in_use",
                                             "time_in_ivr",
                                             "remedies",
                                             "concurrency"};
  return !without.contains(kpi);
}

}  // namespace twinline::scenarios
