// What the rows of tables of KPIs about customers' matters have in common. Which KPIs there are, the tables say.
#pragma once

#include "reports/kpi/kpis.hpp"

namespace twinline::reports::journey_rows {

constexpr auto higher = Direction::higher_is_better;
constexpr auto lower = Direction::lower_is_better;
constexpr auto neither = Direction::none;

constexpr unsigned in_total = static_cast<unsigned>(PlaceKind::total);
constexpr unsigned of_matters = in_total | static_cast<unsigned>(PlaceKind::call_type);

inline double count_of(const KpiCell& cell, JourneyCount what) { return static_cast<double>(cell.journeys[what]); }

/// A row that counts one thing.
template <JourneyCount what>
Fraction number(const KpiCell& cell) {
  return {count_of(cell, what), 1};
}

/// A row that is a share, or a mean.
template <JourneyCount part, JourneyCount whole>
Fraction share(const KpiCell& cell) {
  return {count_of(cell, part), count_of(cell, whole)};
}

}  // namespace twinline::reports::journey_rows
