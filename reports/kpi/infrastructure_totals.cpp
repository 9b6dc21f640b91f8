#include "reports/kpi/infrastructure_totals.hpp"

#include <numeric>

#include <fmt/format.h>

namespace twinline::reports {
namespace {

bool is_sound(const EquipmentTotals& equipment) { return equipment.busy <= equipment.capacity; }

/// Whether the intervals of each sum to its total.
template <class List, class EquipmentOf>
bool sums_up(const List& list, const std::vector<EquipmentTotals>& by_interval, EquipmentOf equipment_of) {
  if (by_interval.empty() || list.empty()) return true;
  const std::size_t cells = by_interval.size() / list.size();
  for (std::size_t index = 0; index < list.size(); ++index) {
    EquipmentTotals sum;
    for (std::size_t cell = 0; cell < cells; ++cell) sum += by_interval[index * cells + cell];
    if (!(sum == equipment_of(list[index]))) return false;
  }
  return true;
}

}  // namespace

EquipmentTotals& EquipmentTotals::operator+=(const EquipmentTotals& other) {
  down += other.down;
  outages += other.outages;
  busy += other.busy;
  capacity += other.capacity;
  saturated += other.saturated;
  return *this;
}

TrunkAttempts& TrunkAttempts::operator+=(const TrunkAttempts& other) {
  attempts += other.attempts;
  full += other.full;
  down += other.down;
  overflowed += other.overflowed;
  return *this;
}

BoughtCoresTotals& BoughtCoresTotals::operator+=(const BoughtCoresTotals& other) {
  time += other.time;
  cost += other.cost;
  return *this;
}

std::uint64_t CallLossTotals::all_dropped() const {
  return std::accumulate(dropped.begin(), dropped.end(), std::uint64_t{0});
}

std::optional<std::string> first_inconsistency(const InfrastructureTotals& totals) {
  const auto itself = [](const EquipmentTotals& equipment) -> const EquipmentTotals& { return equipment; };
  const auto of_trunk = [](const TrunkTotals& trunk) -> const EquipmentTotals& { return trunk.equipment; };
  for (const auto* list : {&totals.hosts, &totals.links}) {
    for (const EquipmentTotals& equipment : *list) {
      if (!is_sound(equipment)) return "a host or link was busier than it can be";
    }
  }
  for (std::size_t trunk = 0; trunk < totals.trunks.size(); ++trunk) {
    const TrunkAttempts& attempts = totals.trunks[trunk].attempts;
    if (!is_sound(totals.trunks[trunk].equipment) || attempts.full + attempts.down > attempts.attempts ||
        attempts.overflowed > attempts.full + attempts.down) {
      return fmt::format("trunk {}: a part is larger than its whole", trunk);
    }
  }
  for (std::size_t service = 0; service < totals.services.size(); ++service) {
    const ServiceTotals& of_service = totals.services[service];
    if (of_service.down > of_service.impaired || of_service.lost > of_service.tries ||
        of_service.timed_out > of_service.tries) {
      return fmt::format("service {}: a part is larger than its whole", service);
    }
  }
  if (!sums_up(totals.hosts, totals.by_host_and_interval, itself) ||
      !sums_up(totals.links, totals.by_link_and_interval, itself) ||
      !sums_up(totals.trunks, totals.by_trunk_and_interval, of_trunk)) {
    return "the intervals do not sum to the infrastructure";
  }
  return std::nullopt;
}

}  // namespace twinline::reports
