#include "live_bridge/rollout/kpi_unit.hpp"

#include "reports/kpi/kpis.hpp"

namespace twinline::live::rollout {

KpiUnit unit_of(std::string_view kpi) {
  const reports::Kpi* found = reports::find_kpi(kpi.substr(kpi.rfind('.') + 1));
  if (found == nullptr || found->unit == reports::Unit::count) return KpiUnit::none;
  return found->unit == reports::Unit::share ? KpiUnit::share : KpiUnit::seconds;
}

}  // namespace twinline::live::rollout
