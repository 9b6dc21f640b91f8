#include "reports/render/interval_slots.hpp"

#include <algorithm>
#include <set>

namespace twinline::reports {

namespace {

template <class Wanted>
std::vector<IntervalSlot> slots_where(const ReportView& view, Wanted is_wanted) {
  std::set<std::string> seen;
  std::vector<IntervalSlot> slots;
  for (const ArmEstimates& arm : view.arms) {
    for (const Estimate& estimate : arm.all()) {
      const auto interval = estimate.by.find("interval");
      if (interval == estimate.by.end() || !is_wanted(estimate.by) || !seen.insert(interval->second).second) continue;
      if (auto key = parse_interval_key(interval->second)) slots.push_back({interval->second, *key});
    }
  }
  std::stable_sort(slots.begin(), slots.end(),
                   [](const IntervalSlot& a, const IntervalSlot& b) { return a.shown.minute < b.shown.minute; });
  return slots;
}

bool is_of_calls(const Dimensions& by) { return has_dimensions(by, {"interval"}) || by.contains("queue"); }

}  // namespace

std::vector<IntervalSlot> slots_of(const ReportView& view) { return slots_where(view, is_of_calls); }

std::vector<IntervalSlot> infrastructure_slots_of(const ReportView& view) {
  return slots_where(view, [](const Dimensions& by) { return !is_of_calls(by); });
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
