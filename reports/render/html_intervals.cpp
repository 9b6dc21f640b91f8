#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "reports/render/chart_json.hpp"
#include "reports/render/html_charts.hpp"
#include "reports/render/html_text.hpp"
#include "reports/render/interval_slots.hpp"
#include "reports/render/kpi_text.hpp"

namespace twinline::reports {
namespace {

/// All queues together, or one of them.
struct Scope {
  std::string title;
  Dimensions by;
  std::optional<double> goal;
};

std::vector<Scope> scopes_of(const ReportView& view) {
  std::vector<Scope> scopes;
  if (!kpis_by(view.arms, view.kpis, {"interval"}).empty()) {
    const auto goal = common_goal(view.goals);
    scopes.push_back({"All queues", {}, goal ? std::optional{goal->target} : std::nullopt});
  }
  std::vector<std::string> queues;
  for (const ArmEstimates& arm : view.arms) {
    for (const Estimate& estimate : arm.all()) {
      if (!has_dimensions(estimate.by, {"interval", "queue"})) continue;
      const std::string& queue = estimate.by.at("queue");
      if (std::find(queues.begin(), queues.end(), queue) == queues.end()) queues.push_back(queue);
    }
  }
  // A single queue says what all queues say.
  if (queues.size() == 1 && !scopes.empty()) queues.clear();
  for (const std::string& queue : queues) {
    Scope scope{"Queue " + queue, {{"queue", queue}}, {}};
    for (const ServiceLevelGoal& goal : view.goals) {
      if (goal.queue == queue) scope.goal = goal.target;
    }
    scopes.push_back(std::move(scope));
  }
  return scopes;
}

/// What can be followed through a day, in the order in which it is asked for.
std::vector<std::string> interval_kpis(const ReportView& view) {
  auto present = kpis_by(view.arms, view.kpis, {"interval"});
  const auto by_queue = kpis_by(view.arms, view.kpis, {"interval", "queue"});
  present.insert(present.end(), by_queue.begin(), by_queue.end());
  std::vector<std::string> shown;
  for (const char* kpi : {"service_level", "offered", "asa", "abandonment_rate", "occupancy", "aht", "staffed"}) {
    if (std::find(present.begin(), present.end(), kpi) != present.end()) shown.emplace_back(kpi);
  }
  return shown;
}

Json series(const ArmEstimates& arm, const std::string& kpi, const Scope& scope,
            const std::vector<IntervalSlot>& slots) {
  Json mean = Json::array(), half_width = Json::array();
  for (const IntervalSlot& slot : slots) {
    const Estimate* estimate = at_slot(arm, kpi, scope.by, slot);
    mean.push_back(estimate ? charted(estimate->mean) : Json(nullptr));
    half_width.push_back(estimate && estimate->half_width ? charted(*estimate->half_width) : Json(nullptr));
  }
  return {{"mean", mean}, {"half_width", half_width}};
}

Json interval_data(const ReportView& view, const std::vector<IntervalSlot>& slots, const std::vector<Scope>& scopes,
                   const std::vector<std::string>& kpis) {
  Json data{{"slot_minutes", view.identity.interval_minutes},
            {"slots", Json::array()},
            {"arms", Json::array()},
            {"kpis", Json::array()},
            {"scopes", Json::array()},
            {"series", Json::array()}};
  for (const IntervalSlot& slot : slots) {
    data["slots"].push_back({{"minute", slot.shown.minute}, {"day", slot.shown.day}, {"time", slot.shown.time}});
  }
  for (const ArmEstimates& arm : view.arms) data["arms"].push_back(arm.name());
  for (const std::string& kpi : kpis) {
    data["kpis"].push_back(
        {{"name", kpi}, {"title", title_of(view.kpis, kpi)}, {"unit", unit_name(unit_of(view.kpis, kpi))}});
  }
  for (const Scope& scope : scopes) {
    data["scopes"].push_back({{"title", scope.title}, {"goal", scope.goal ? charted(*scope.goal) : Json(nullptr)}});
    // Indexed as series[scope][kpi][arm].
    Json by_kpi = Json::array();
    for (const std::string& kpi : kpis) {
      Json by_arm = Json::array();
      for (const ArmEstimates& arm : view.arms) by_arm.push_back(series(arm, kpi, scope, slots));
      by_kpi.push_back(by_arm);
    }
    data["series"].push_back(by_kpi);
  }
  return data;
}

std::string interval_table(const ReportView& view, const std::vector<IntervalSlot>& slots, const Scope& scope,
                           const std::vector<std::string>& kpis) {
  HtmlTable table{scope.title + " by interval"};
  table.column("Interval");
  for (const std::string& kpi : kpis) {
    const std::string title = title_of(view.kpis, kpi);
    for (const ArmEstimates& arm : view.arms) {
      view.comparison ? table.column(arm.name(), title) : table.column(title);
    }
  }
  for (const IntervalSlot& slot : slots) {
    std::vector<HtmlTable::Cell> cells{{slot.shown.day + " " + slot.shown.time}};
    for (const std::string& kpi : kpis) {
      for (const ArmEstimates& arm : view.arms) {
        cells.push_back({estimate_text(unit_of(view.kpis, kpi), at_slot(arm, kpi, scope.by, slot))});
      }
    }
    table.row(std::move(cells));
  }
  return table.text();
}

/// "Lowest service level: A 63.0 % at 11:00, B 79.4 % at 10:45."
std::string lowest_service_level(const ReportView& view, const std::vector<IntervalSlot>& slots, const Scope& scope) {
  const bool one_day = days_of(slots).size() < 2;
  std::string text;
  for (const ArmEstimates& arm : view.arms) {
    const Estimate* lowest = nullptr;
    const IntervalSlot* when = nullptr;
    for (const IntervalSlot& slot : slots) {
      const Estimate* estimate = at_slot(arm, "service_level", scope.by, slot);
      if (!estimate || !std::isfinite(estimate->mean) || (lowest && lowest->mean <= estimate->mean)) continue;
      lowest = estimate;
      when = &slot;
    }
    if (!lowest) continue;
    text +=
        fmt::format("{} {}{} at {}{}", text.empty() ? " Lowest service level:" : ",",
                    view.comparison ? arm.name() + " " : "", value_text(Unit::share, lowest->mean, lowest->half_width),
                    one_day ? "" : when->shown.day + ", ", when->shown.time);
  }
  return text.empty() ? "" : text + ".";
}

std::string interval_sentence(const ReportView& view, const std::vector<IntervalSlot>& slots,
                              const std::vector<Scope>& scopes) {
  std::string text;
  if (const auto goal = common_goal(view.goals)) {
    text += fmt::format("Target: {:.4g} % answered within {:.4g} s. ", goal->target * 100, goal->threshold_seconds);
  }
  text += view.identity.replications > 1
              ? fmt::format("Band: 95 % confidence over {} replications.", view.identity.replications)
              : "One replication, so no confidence band.";
  return text + lowest_service_level(view, slots, scopes.front());
}

}  // namespace

std::string interval_section(const ReportView& view) {
  const auto slots = slots_of(view);
  const auto scopes = scopes_of(view);
  const auto kpis = interval_kpis(view);
  if (slots.empty() || scopes.empty() || kpis.empty()) return "";
  const std::string heading =
      fmt::format("{} by {}-minute interval", title_of(view.kpis, kpis.front()), view.identity.interval_minutes);
  const std::string sentence = interval_sentence(view, slots, scopes);
  std::string tables;
  for (const Scope& scope : scopes) tables += interval_table(view, slots, scope, kpis);
  return card(heading, sentence,
              figure("interval_lines", heading + ". " + sentence, json_text(interval_data(view, slots, scopes, kpis))) +
                  unfolded("Data table", tables));
}

}  // namespace twinline::reports
