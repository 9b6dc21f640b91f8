// The horizon's intervals as the page's charts and tables walk through them: each one once, in order of time,
// with the key under which estimates are found and the words under which it is shown.
#pragma once

#include <string>
#include <vector>

#include "reports/render/interval_key.hpp"
#include "reports/render/report_view.hpp"

namespace twinline::reports {

struct IntervalSlot {
  std::string key;  ///< as under `interval`
  IntervalKey shown;
};

/// All intervals for which any arm has estimates of its calls, in order of time. Keys that name no time are left out.
std::vector<IntervalSlot> slots_of(const ReportView& view);

/// The same of what the calls ran on, which is also down and busy when nobody calls.
std::vector<IntervalSlot> infrastructure_slots_of(const ReportView& view);

/// The days of these slots as shown, each once, in order.
std::vector<std::string> days_of(const std::vector<IntervalSlot>& slots);

/// The estimate of a KPI at a slot for the dimensions `by` (without `interval`), or nullptr.
const Estimate* at_slot(const ArmEstimates& arm, const std::string& kpi, Dimensions by, const IntervalSlot& slot);

}  // namespace twinline::reports
