// Which KPIs a scenario has, beside those of calls and agents, which all have.
#pragma once

#include "reports/kpi/infrastructure_layout.hpp"

namespace twinline::reports {

struct KpiScope {
  const InfrastructureLayout* infrastructure = nullptr;  ///< what its calls run on; null: it does not say
  bool journeys = false;                                 ///< whether it says what becomes of matters after a contact
  bool customers = false;                                ///< whether it says what customers think and do
  bool outbound = false;                                 ///< whether the centre calls customers
  bool channels = false;                                 ///< whether contacts other than calls come (has_channels)

  KpiScope() = default;
  /// Who speaks of an infrastructure alone may give that.
  KpiScope(const InfrastructureLayout* layout, bool has_journeys = false, bool has_customers = false,
           bool calls_customers = false, bool with_channels = false)
      : infrastructure(layout),
        journeys(has_journeys),
        customers(has_customers),
        outbound(calls_customers),
        channels(with_channels) {}
};

}  // namespace twinline::reports
