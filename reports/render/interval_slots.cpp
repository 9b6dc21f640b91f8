#include "reports/render/interval_slots.hpp"

#include <algorithm>
#include <set>

namespace twinline::reports {

std::vector<IntervalSlot> slots_of(const ReportView& view) {
  std::set<std::string> seen;
  std::vector<IntervalSlot> slots;
  for (const ArmEstimates& arm : view.arms) {
    for (const Estimate& estimate : arm.all()) {
      const auto interval = estimate.by.find("interval");
      if (interval == estimate.by.end() || !seen.insert(interval->second).second) continue;
      if (auto key = parse_interval_key(interval->second)) slots.push_back({interval->second, *key});
    }
  }
  std::stable_sort(slots.begin(), slots.end(),
                   [](const IntervalSlot& a, const IntervalSlot& b) { return a.shown.minute < b.shown.minute; });
  return slots;
}

std::vector<std::string> days_of(const std::vector<IntervalSlot>& slots) {
  std::vector<std::string> days;
  for (const IntervalSlot& slot : slots) {
    if (std::find(days.begin(), days.end(), slot.shown.day) == days.end()) days.push_back(slot.shown.day);
  }
  return days;
}

const Estimate* at_slot(const ArmEstimates& arm, const std::string& kpi, Dimensions by, const IntervalSlot& slot) {
  by["interval"] = slot.key;
  return arm.find(kpi, by);
}

}  // namespace twinline::reports
