#include "live_bridge/rollout/kpi_unit.hpp"

#include "reports/kpi/kpis.hpp"

namespace twinline::live::rollout {

KpiUnit unit_of(std::string_view name) {
  const reports::Kpi* kpi = reports::find_kpi(name.substr(name.rfind('.') + 1));
  if (kpi == nullptr || kpi->unit == reports::Unit::count) return KpiUnit::none;
  return kpi->unit == reports::Unit::share ? KpiUnit::share : KpiUnit::seconds;
}

}  // namespace twinline::live::rollout
