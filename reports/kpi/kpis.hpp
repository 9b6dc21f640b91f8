// What each KPI is: its name, words, unit, direction and the fraction that it is, all in one table. A KPI is
// a function of a KpiCell, the integers of one replication in one place (the total, a queue, an interval, …);
// how replications become an estimate with an interval is the business of estimates.hpp, what is booked where
// of counters.hpp. docs/kpis.md says the same in prose.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/centre.hpp"
#include "reports/kpi/kpi_scope.hpp"
#include "reports/kpi/results.hpp"
#include "reports/kpi/totals.hpp"

namespace twinline::reports {

/// The same of what the calls ran on: one thing, or the total.
struct InfrastructureCell {
  EquipmentTotals equipment;
  statistics::TimeSum impaired;  ///< down, or of a service not yet recovered
  std::uint64_t impairments = 0;
  TrunkAttempts attempts;
  ServiceTotals service;
  BoughtCoresTotals bought_cores;
  CallLossTotals calls;
  friend bool operator==(const InfrastructureCell&, const InfrastructureCell&) = default;
};

/// What one replication came to in one place.
struct KpiCell {
  CallCounts calls;
  AgentTimes in_horizon;
  AgentTimes in_run_out;
  Duration length{0};  ///< of the horizon, without warm-up, or of the interval
  InfrastructureCell infrastructure{};
  JourneyCounts journeys{};  ///< in total and by call type
  ChannelCounts channels{};  ///< likewise
};

struct Fraction {
  double numerator = 0, denominator = 1;
};

/// The estimand that replications are summed up to.
enum class Estimand {
  mean,      ///< numerator / denominator per replication, averaged over replications
  ratio,     ///< sum of numerators over sum of denominators
  quantile,  ///< of the pooled waits
};

/// Kinds of places that KPIs are given by; a bit each, because a KPI makes sense in some of them only.
enum class PlaceKind : unsigned {
  total = 1,
  call_type = 2,
  queue = 4,
  group = 8,
  segment = 16,
  interval = 32,
  queue_and_interval = 64,
  site = 128,
  host = 256,
  link = 512,
  trunk = 1024,
  service = 2048,
  cause = 4096,  ///< of calls that were dropped
  host_and_interval = 8192,
  link_and_interval = 16384,
  trunk_and_interval = 32768,
};

struct Kpi {
  std::string_view name, title, definition;
  Unit unit = Unit::count;
  Direction direction = Direction::none;
  Estimand estimand = Estimand::ratio;
  unsigned places = 0;                             ///< bits of PlaceKind
  Fraction (*fraction)(const KpiCell&) = nullptr;  ///< none for quantiles
  double quantile = 0;                             ///< share of the waits, for quantiles

  bool is_given_by(PlaceKind kind) const { return (places & static_cast<unsigned>(kind)) != 0; }
};

/// All that are given in a scope, in the order of reports; those of the infrastructure, of journeys, of customers and
/// of channels last.
std::span<const Kpi> kpi_table(KpiScope scope = {});

/// The KPI called so, in whatever scope, or nullptr.
const Kpi* find_kpi(std::string_view name);

/// A KPI as scenarios name it: "service_level", or "loans.service_level" for the queue loans.
struct NamedKpi {
  const Kpi* kpi = nullptr;
  PlaceKind kind = PlaceKind::total;
  std::uint32_t index = 0;  ///< of the queue or the part of the infrastructure

  std::optional<QueueIndex> queue() const {
    return kind == PlaceKind::queue ? std::optional{QueueIndex{index}} : std::nullopt;
  }
};

/// Nothing if there is no such KPI, or it is not given there. The KPI of a queue, site, host, link, trunk or service
/// has that one's name before it; where several kinds of them share a name, the kind before that, as in
/// "host.ivr.availability".
std::optional<NamedKpi> resolve_kpi(const Centre& centre, std::string_view name, KpiScope scope = {});

/// "answered_in_threshold_over_offered" and so on, as scenarios write it.
std::string_view service_level_name(ServiceLevelDefinition definition);

/// A KPI's definition as it applies to one queue, or to all: service levels name their variant and threshold,
/// short abandonment its limit.
std::string definition_text(const Kpi& kpi, const Centre& centre, std::optional<QueueIndex> queue);

/// The table as results carry it, with definitions as they apply to the total.
std::vector<KpiDefinition> kpi_definitions(const Centre& centre, KpiScope scope = {});

}  // namespace twinline::reports
