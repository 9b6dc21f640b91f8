#include "reports/kpi/infrastructure_kpis.hpp"

#include <algorithm>
#include <array>

#include "policies/contract/units.hpp"

namespace twinline::reports {
namespace {

using statistics::TimeSum;

constexpr unsigned places(std::initializer_list<PlaceKind> kinds) {
  unsigned bits = 0;
  for (const PlaceKind kind : kinds) bits |= static_cast<unsigned>(kind);
  return bits;
}

constexpr unsigned in_total = places({PlaceKind::total});
constexpr unsigned of_service = places({PlaceKind::service});
constexpr unsigned of_hosts = places({PlaceKind::total, PlaceKind::host});
constexpr unsigned of_trunks = places({PlaceKind::total, PlaceKind::trunk});
constexpr unsigned through_the_day =
    places({PlaceKind::host_and_interval, PlaceKind::link_and_interval, PlaceKind::trunk_and_interval});
constexpr unsigned with_load = places({PlaceKind::host, PlaceKind::link, PlaceKind::trunk}) | through_the_day;
constexpr unsigned that_fails =
    places({PlaceKind::site, PlaceKind::host, PlaceKind::link, PlaceKind::trunk, PlaceKind::service});

constexpr double seconds_per_hour = 3600, millionths = 1e6;

constexpr Fraction number(std::uint64_t n) { return {static_cast<double>(n), 1}; }
constexpr Fraction share_of(std::uint64_t part, std::uint64_t whole) {
  return {static_cast<double>(part), static_cast<double>(whole)};
}
constexpr Fraction seconds_each(const TimeSum& time, std::uint64_t times) {
  return {time.in_seconds(), static_cast<double>(times)};
}
constexpr Fraction share_of_time(const TimeSum& time, Duration length) {
  return {time.in_seconds(), in_seconds(length)};
}

/// Of one replication; nothing where no core was bought, so that other hosts have no such figure.
constexpr Fraction if_bought(double value, const KpiCell& cell) {
  return {value, cell.infrastructure.bought_cores.time == TimeSum{} ? 0.0 : 1.0};
}

constexpr std::array<Kpi, 18> infrastructure_table{{
    {"availability", "Availability",
     "Share of the time in which it was up; of a service, in which a request would have been served.", Unit::share,
     Direction::higher_is_better, Estimand::ratio, that_fails | through_the_day,
     [](const KpiCell& cell) {
       return share_of_time(TimeSum{cell.length} - cell.infrastructure.equipment.down, cell.length);
     }},
    {"utilisation", "Utilisation",
     "Host: core time used over core time there was; link: share of its bandwidth used; trunk: line time used over "
     "line time there was.",
     Unit::share, Direction::none, Estimand::ratio, with_load,
     [](const KpiCell& cell) {
       const EquipmentTotals& load = cell.infrastructure.equipment;
       return Fraction{load.busy.in_seconds(), load.capacity.in_seconds()};
     }},
    {"saturation", "Saturation",
     "Share of the time in which requests on a host, or messages on a link, slowed each other down; of a trunk, in "
     "which no line was free.",
     Unit::share, Direction::lower_is_better, Estimand::ratio, with_load,
     [](const KpiCell& cell) { return share_of_time(cell.infrastructure.equipment.saturated, cell.length); }},
    {"time_to_detect", "Time to detect",
     "Mean time from the failure of a service's host until nothing is sent to it any more; hosts that were back before "
     "are left out.",
     Unit::seconds, Direction::lower_is_better, Estimand::ratio, in_total | of_service,
     [](const KpiCell& cell) {
       return seconds_each(cell.infrastructure.service.detecting, cell.infrastructure.service.detections);
     }},
    {"time_to_recover", "Time to recover",
     "Mean time of being down; of a service, from the failure of a host until requests are served and none is sent to "
     "a host that is down.",
     Unit::seconds, Direction::lower_is_better, Estimand::ratio, that_fails,
     [](const KpiCell& cell) { return seconds_each(cell.infrastructure.impaired, cell.infrastructure.impairments); }},
    {"trunk_blocking", "Trunk blocking",
     "Attempts to bring a call over a trunk that found no free line or the trunk down, over all attempts.", Unit::share,
     Direction::lower_is_better, Estimand::ratio, of_trunks,
     [](const KpiCell& cell) {
       const TrunkAttempts& attempts = cell.infrastructure.attempts;
       return share_of(attempts.full + attempts.down, attempts.attempts);
     }},
    {"calls_overflowed", "Trunk overflows", "Calls that a trunk could not take and that went on to another one.",
     Unit::count, Direction::none, Estimand::mean, of_trunks,
     [](const KpiCell& cell) { return number(cell.infrastructure.attempts.overflowed); }},
    {"calls_dropped", "Dropped calls", "Calls that an outage cut off.", Unit::count, Direction::lower_is_better,
     Estimand::mean, in_total | places({PlaceKind::cause}),
     [](const KpiCell& cell) { return number(cell.infrastructure.calls.all_dropped()); }},
    {"calls_unreached", "Unreached calls", "Calls that no service took in, so that the centre never heard of them.",
     Unit::count, Direction::lower_is_better, Estimand::mean, in_total,
     [](const KpiCell& cell) { return number(cell.infrastructure.calls.unreached); }},
    {"gave_up_in_silence", "Gave up in silence",
     "Callers who hung up while a step took its time and they heard nothing.", Unit::count, Direction::lower_is_better,
     Estimand::mean, in_total,
     [](const KpiCell& cell) { return number(cell.infrastructure.calls.gave_up_in_silence); }},
    {"calls_lost_in_failover", "Calls lost in failover",
     "Of dropped and unreached calls and callers who gave up in silence, those between the failure of a service's host "
     "and the moment at which it was found and its standby served.",
     Unit::count, Direction::lower_is_better, Estimand::mean, in_total | of_service,
     [](const KpiCell& cell) { return number(cell.infrastructure.service.calls_lost); }},
    {"response_time", "Response time", "Mean time from a request to its answer, retries included.", Unit::seconds,
     Direction::lower_is_better, Estimand::ratio, of_service,
     [](const KpiCell& cell) {
       return seconds_each(cell.infrastructure.service.response, cell.infrastructure.service.answered);
     }},
    {"longest_response", "Longest response", "The longest time from a request to its answer.", Unit::seconds,
     Direction::lower_is_better, Estimand::mean, of_service,
     [](const KpiCell& cell) {
       return Fraction{in_seconds(cell.infrastructure.service.longest_response), 1};
     }},
    {"requests_failed", "Failed requests", "Requests that got no answer in the end, over those that ended.",
     Unit::share, Direction::lower_is_better, Estimand::ratio, of_service,
     [](const KpiCell& cell) {
       const ServiceTotals& service = cell.infrastructure.service;
       return share_of(service.failed, service.failed + service.answered);
     }},
    {"tries_timed_out", "Tries timed out", "Tries of requests that took longer than their time-out, over all tries.",
     Unit::share, Direction::lower_is_better, Estimand::ratio, of_service,
     [](const KpiCell& cell) {
       return share_of(cell.infrastructure.service.timed_out, cell.infrastructure.service.tries);
     }},
    {"tries_lost", "Tries lost",
     "Tries of requests that met a host or link that was down, or nobody who served, over all tries.", Unit::share,
     Direction::lower_is_better, Estimand::ratio, of_service,
     [](const KpiCell& cell) { return share_of(cell.infrastructure.service.lost, cell.infrastructure.service.tries); }},
    {"core_hours", "Core-hours", "Hours of cores of elastic hosts that were paid for, used or not.", Unit::count,
     Direction::lower_is_better, Estimand::ratio, of_hosts,
     [](const KpiCell& cell) {
       return if_bought(cell.infrastructure.bought_cores.time.in_seconds() / seconds_per_hour, cell);
     }},
    {"core_cost", "Cost of cores", "What the core-hours of elastic hosts cost, in the scenario's currency.",
     Unit::count, Direction::lower_is_better, Estimand::ratio, of_hosts,
     [](const KpiCell& cell) {
       return if_bought(static_cast<double>(cell.infrastructure.bought_cores.cost) / millionths, cell);
     }},
}};

}  // namespace

std::span<const Kpi> infrastructure_kpis() { return infrastructure_table; }

bool is_of_infrastructure(const Kpi& kpi) {
  return std::any_of(infrastructure_table.begin(), infrastructure_table.end(),
                     [&](const Kpi& other) { return other.name == kpi.name; });
}

}  // namespace twinline::reports
