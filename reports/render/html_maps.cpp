#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "reports/render/chart_json.hpp"
#include "reports/render/html_charts.hpp"
#include "reports/render/html_text.hpp"
#include "reports/render/interval_slots.hpp"
#include "reports/render/kpi_text.hpp"

namespace twinline::reports {
namespace {

struct MapCell {
  std::string day, time;
  double value;
  std::string label;
};

/// Local times repeat on the day the clock goes back; the second one gets its own column, named with its
/// offset.
std::string column_time(const IntervalSlot& slot, const std::set<std::pair<std::string, std::string>>& taken) {
  if (taken.count({slot.shown.day, slot.shown.time}) == 0) return slot.shown.time;
  return slot.shown.time + " " + slot.shown.offset;
}

template <typename CellAt>
std::vector<MapCell> map_cells(const std::vector<IntervalSlot>& slots, const CellAt& cell_at) {
  std::set<std::pair<std::string, std::string>> taken;
  std::vector<MapCell> cells;
  for (const IntervalSlot& slot : slots) {
    std::optional<std::pair<double, std::string>> content = cell_at(slot);
    if (!content || !std::isfinite(content->first)) continue;
    const std::string time = column_time(slot, taken);
    taken.insert({slot.shown.day, time});
    cells.push_back({slot.shown.day, time, content->first, content->second});
  }
  return cells;
}

struct MapWords {
  std::string_view kind;  ///< "value" or "difference"
  std::string heading, sentence, legend;
  std::optional<double> pivot;  ///< the middle of a value's colours
};

std::string heat_map(const std::vector<IntervalSlot>& slots, const std::vector<MapCell>& cells, const MapWords& words) {
  if (cells.empty()) return "";
  const auto days = days_of(slots);
  std::set<std::string> times;
  for (const MapCell& cell : cells) times.insert(cell.time);
  Json data{
      {"kind", words.kind}, {"legend", words.legend}, {"pivot", words.pivot ? charted(*words.pivot) : Json(nullptr)},
      {"days", days},       {"times", times},         {"cells", Json::array()}};
  std::map<std::pair<std::string, std::string>, const MapCell*> by_place;
  for (const MapCell& cell : cells) {
    data["cells"].push_back(
        {{"day", cell.day}, {"time", cell.time}, {"value", charted(cell.value)}, {"label", cell.label}});
    by_place[{cell.time, cell.day}] = &cell;
  }
  HtmlTable table{words.heading};
  table.column("Interval");
  for (const std::string& day : days) table.column(day);
  for (const std::string& time : times) {
    std::vector<HtmlTable::Cell> row{{time}};
    for (const std::string& day : days) {
      const auto found = by_place.find({time, day});
      row.push_back({found == by_place.end() ? "" : found->second->label});
    }
    table.row(std::move(row));
  }
  return card(words.heading, words.sentence,
              figure("heat_map", words.heading + ". " + words.sentence, json_text(data)) +
                  unfolded("Data table", table.text()));
}

/// The difference that the lab computed for an interval, with its interval; the plain difference of means
/// otherwise.
std::optional<std::pair<double, std::string>> change_at(const ReportView& view,
                                                        const std::map<std::string, const Difference*>& computed,
                                                        const std::string& a, const std::string& b,
                                                        const IntervalSlot& slot) {
  if (const auto found = computed.find(slot.key); found != computed.end()) {
    const Difference& d = *found->second;
    return {{d.mean, difference_text(Unit::share, d.mean, d.low, d.high) + " " +
                         interval_text(Unit::share, d.mean, d.low, d.high)}};
  }
  const ArmEstimates* arm_a = view.arm(a);
  const ArmEstimates* arm_b = view.arm(b);
  const Estimate* before = arm_a ? at_slot(*arm_a, "service_level", {}, slot) : nullptr;
  const Estimate* after = arm_b ? at_slot(*arm_b, "service_level", {}, slot) : nullptr;
  if (!before || !after) return {};
  const double change = after->mean - before->mean;
  return {{change, difference_text(Unit::share, change, change, change)}};
}

}  // namespace

std::string service_level_map(const ReportView& view) {
  const auto slots = slots_of(view);
  if (days_of(slots).size() < 2) return "";
  const ArmEstimates& arm = view.arms.front();
  const auto cells = map_cells(slots, [&](const IntervalSlot& slot) -> std::optional<std::pair<double, std::string>> {
    const Estimate* estimate = at_slot(arm, "service_level", {}, slot);
    if (!estimate) return {};
    return {{estimate->mean, estimate_text(Unit::share, estimate)}};
  });
  const auto goal = common_goal(view.goals);
  const std::string sentence =
      goal ? fmt::format("Blue = the target of {:.4g} % is met, orange = it is missed.", goal->target * 100)
           : "The stronger the blue, the more callers were answered in time.";
  return heat_map(slots, cells,
                  {"value", "Service level, day × interval", sentence + " The scale is colour-blind safe.",
                   "Service level (%)", goal ? std::optional{goal->target} : std::nullopt});
}

std::string change_map(const ReportView& view, const std::string& a, const std::string& b) {
  const auto slots = slots_of(view);
  if (days_of(slots).size() < 2) return "";
  std::map<std::string, const Difference*> computed;
  for (const Difference& difference : view.comparison->differences) {
    if (difference.a == a && difference.b == b && difference.kpi == "service_level" &&
        has_dimensions(difference.by, {"interval"})) {
      computed[difference.by.at("interval")] = &difference;
    }
  }
  const auto cells = map_cells(slots, [&](const IntervalSlot& slot) { return change_at(view, computed, a, b, slot); });
  const std::string sentence = fmt::format(
      "Purple = {} better, orange = {} better; points of service level. The scale is colour-blind safe.", b, a);
  return heat_map(slots, cells,
                  {"difference",
                   fmt::format("Where {} helps: change in service level, day × interval", b),
                   sentence,
                   "Change in service level (points)",
                   {}});
}

}  // namespace twinline::reports
