#include "reports/render/csv.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <span>

#include <fmt/format.h>

#include "reports/render/kpi_text.hpp"
#include "reports/render/lookup.hpp"

namespace twinline::reports {
namespace {

/// What the calls ran on comes last, and only where a result speaks of it.
constexpr std::array<const char*, 11> dimension_names{"interval", "call_type", "queue", "group",   "segment", "site",
                                                      "host",     "link",      "trunk", "service", "cause"};
constexpr std::size_t dimensions_of_calls = 5;

using DimensionNames = std::span<const char* const>;

template <class List>
bool speaks_of_infrastructure(const List& list) {
  return std::any_of(list.begin(), list.end(), [](const auto& item) {
    return std::any_of(dimension_names.begin() + dimensions_of_calls, dimension_names.end(),
                       [&](const char* name) { return item.by.contains(name); });
  });
}

DimensionNames names_with(bool infrastructure) {
  return {dimension_names.data(), infrastructure ? dimension_names.size() : dimensions_of_calls};
}

struct IntervalColumn {
  const char* heading;
  const char* kpi;
};

/// The columns that workforce-management tools expect, and the KPIs that fill them.
constexpr std::array<IntervalColumn, 10> interval_columns{{{"offered", "offered"},
                                                           {"answered", "answered"},
                                                           {"answered_in_sl", "answered_in_sl"},
                                                           {"abandoned", "abandoned"},
                                                           {"short_abandoned", "short_abandoned"},
                                                           {"aht_s", "aht"},
                                                           {"asa_s", "asa"},
                                                           {"staffed", "staffed"},
                                                           {"occupancy", "occupancy"},
                                                           {"sl", "service_level"}}};

/// Rows of fields, quoted where RFC 4180 asks for it.
class CsvText {
 public:
  explicit CsvText(ByteOrderMark mark) {
    if (mark == ByteOrderMark::present) text_ = "\xEF\xBB\xBF";
  }

  CsvText& field(std::string_view value) {
    if (!at_line_start_) text_ += ',';
    at_line_start_ = false;
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
      text_ += value;
      return *this;
    }
    text_ += '"';
    for (const char c : value) {
      if (c == '"') text_ += '"';
      text_ += c;
    }
    text_ += '"';
    return *this;
  }

  CsvText& number(double value) { return field(std::isfinite(value) ? fmt::format("{}", value) : ""); }

  CsvText& number(const std::optional<double>& value) { return value ? number(*value) : field(""); }

  void end_row() {
    text_ += '\n';
    at_line_start_ = true;
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool at_line_start_ = true;
};

void dimension_fields(CsvText& csv, const Dimensions& by, DimensionNames names) {
  for (const char* name : names) {
    const auto found = by.find(name);
    csv.field(found == by.end() ? std::string_view{} : found->second);
  }
}

std::vector<IntervalColumn> estimated_columns(const std::vector<ArmEstimates>& arms) {
  const auto kpis = kpis_by(arms, {}, {"interval", "queue"});
  std::vector<IntervalColumn> columns;
  for (const IntervalColumn& column : interval_columns) {
    if (std::find(kpis.begin(), kpis.end(), column.kpi) != kpis.end()) columns.push_back(column);
  }
  return columns;
}

/// The (interval, queue) pairs of an arm, each once, in order of appearance.
std::vector<Dimensions> interval_rows(const ArmEstimates& arm) {
  std::vector<Dimensions> rows;
  std::set<Dimensions> seen;
  for (const Estimate& estimate : arm.all()) {
    if (has_dimensions(estimate.by, {"interval", "queue"}) && seen.insert(estimate.by).second) {
      rows.push_back(estimate.by);
    }
  }
  return rows;
}

enum class ArmColumn : std::uint8_t { absent, present };

std::string intervals(const std::vector<ArmEstimates>& arms, std::uint32_t interval_minutes, ArmColumn arm_column,
                      ByteOrderMark mark) {
  CsvText csv{mark};
  const auto columns = estimated_columns(arms);
  if (arm_column == ArmColumn::present) csv.field("arm");
  csv.field("interval_start").field("interval_minutes").field("queue");
  for (const IntervalColumn& column : columns) csv.field(column.heading);
  csv.end_row();
  for (const ArmEstimates& arm : arms) {
    for (const Dimensions& row : interval_rows(arm)) {
      if (arm_column == ArmColumn::present) csv.field(arm.name());
      csv.field(row.at("interval")).field(std::to_string(interval_minutes)).field(row.at("queue"));
      for (const IntervalColumn& column : columns) {
        const Estimate* estimate = arm.find(column.kpi, row);
        csv.number(estimate ? std::optional{estimate->mean} : std::nullopt);
      }
      csv.end_row();
    }
  }
  return csv.take();
}

std::string estimates(const std::vector<ArmEstimates>& arms, const std::vector<KpiDefinition>& kpis,
                      ArmColumn arm_column, ByteOrderMark mark) {
  CsvText csv{mark};
  const DimensionNames names = names_with(std::any_of(
      arms.begin(), arms.end(), [](const ArmEstimates& arm) { return speaks_of_infrastructure(arm.all()); }));
  if (arm_column == ArmColumn::present) csv.field("arm");
  csv.field("kpi");
  for (const char* name : names) csv.field(name);
  csv.field("mean").field("half_width").field("n").field("unit").end_row();
  for (const ArmEstimates& arm : arms) {
    for (const Estimate& estimate : arm.all()) {
      if (arm_column == ArmColumn::present) csv.field(arm.name());
      csv.field(estimate.kpi);
      dimension_fields(csv, estimate.by, names);
      csv.number(estimate.mean).number(estimate.half_width).field(std::to_string(estimate.n));
      csv.field(unit_name(unit_of(kpis, estimate.kpi))).end_row();
    }
  }
  return csv.take();
}

}  // namespace

std::string intervals_csv(const RunResult& result, ByteOrderMark mark) {
  return intervals(arms_of(result), result.identity.interval_minutes, ArmColumn::absent, mark);
}

std::string intervals_csv(const ComparisonResult& result, ByteOrderMark mark) {
  return intervals(arms_of(result), result.identity.interval_minutes, ArmColumn::present, mark);
}

std::string estimates_csv(const RunResult& result, ByteOrderMark mark) {
  return estimates(arms_of(result), result.kpis, ArmColumn::absent, mark);
}

std::string estimates_csv(const ComparisonResult& result, ByteOrderMark mark) {
  return estimates(arms_of(result), result.kpis, ArmColumn::present, mark);
}

std::string differences_csv(const ComparisonResult& result, ByteOrderMark mark) {
  CsvText csv{mark};
  const DimensionNames names = names_with(speaks_of_infrastructure(result.differences));
  csv.field("a").field("b").field("kpi");
  for (const char* name : names) csv.field(name);
  for (const char* name : {"mean", "low", "high", "n", "method", "least_effect", "verdict", "p", "family", "p_holm",
                           "low_adjusted", "high_adjusted", "variance_ratio"}) {
    csv.field(name);
  }
  csv.end_row();
  for (const Difference& difference : result.differences) {
    csv.field(difference.a).field(difference.b).field(difference.kpi);
    dimension_fields(csv, difference.by, names);
    csv.number(difference.mean).number(difference.low).number(difference.high);
    csv.field(std::to_string(difference.n)).field(difference.method).number(difference.least_effect);
    csv.field(verdict_text(difference.verdict)).number(difference.p);
    const Adjustment nothing{"", 0, {}, std::nan(""), std::nan("")};
    const Adjustment& adjustment = difference.adjustment ? *difference.adjustment : nothing;
    csv.field(adjustment.family).number(adjustment.p).number(adjustment.low).number(adjustment.high);
    csv.number(difference.variance_ratio).end_row();
  }
  return csv.take();
}

}  // namespace twinline::reports
