// The page's sections that have a chart. Each is a card with a sentence on what is to be seen, a figure with
// the chart's data, and the table behind it; the drawing itself is reports/web. A section whose data the
// result lacks is empty text.
#pragma once

#include <string>

#include "reports/render/report_view.hpp"

namespace twinline::reports {

/// KPIs by interval with 95 % bands, one line per arm, in total and by queue.
std::string interval_section(const ReportView& view);

/// The total differences of arm b minus arm a, each scaled to its least effect; those without one to a's
/// value.
std::string forest_section(const ReportView& view, const std::string& a, const std::string& b);

/// Service level by day and interval; empty on horizons of one day.
std::string service_level_map(const ReportView& view);

/// Change in service level from arm a to arm b by day and interval; empty on horizons of one day.
std::string change_map(const ReportView& view, const std::string& a, const std::string& b);

/// What the calls of each arm ran on, as a drawing, and how busy and how often down each part of it was through the
/// day.
std::string infrastructure_sections(const ReportView& view);

}  // namespace twinline::reports
