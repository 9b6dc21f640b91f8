#include "reports/render/kpi_text.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "reports/render/lookup.hpp"

namespace twinline::reports {
namespace {

constexpr std::string_view minus = "\u2212";
constexpr std::string_view unknown = "\u2013";

/// A value as it is shown: per cent for shares, everything else as it is.
double shown(Unit unit, double value) { return unit == Unit::share ? value * 100 : value; }

/// A tenth for most values and whole numbers for large ones; one digit more where the interval is narrower
/// than that, and none for counts that are not known to the unit.
int decimals(Unit unit, double shown_value, double shown_half_width) {
  constexpr double large = 100;
  if (unit == Unit::count && shown_half_width >= 1) return 0;
  const int digits = unit == Unit::share || std::abs(shown_value) < large ? 1 : 0;
  const double resolved = digits == 1 ? 0.05 : 0.5;
  return shown_half_width > 0 && shown_half_width < resolved ? digits + 1 : digits;
}

/// Fixed decimals with a true minus sign; what rounds to zero has no sign.
std::string fixed(double value, int digits, bool always_signed = false) {
  std::string text = fmt::format("{:.{}f}", std::abs(value), digits);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  if (zero) return text;
  if (value < 0) return std::string{minus} + text;
  return always_signed ? "+" + text : text;
}

std::string with_unit(Unit unit, const std::string& number) {
  const std::string_view suffix = unit_text(unit);
  return suffix.empty() ? number : fmt::format("{} {}", number, suffix);
}

struct ShownDifference {
  double mean, low, high;
  int digits;
};

ShownDifference shown_difference(Unit unit, double mean, double low, double high) {
  const ShownDifference values{shown(unit, mean), shown(unit, low), shown(unit, high), 0};
  const double half_width = std::isfinite(values.high - values.low) ? (values.high - values.low) / 2
                            : std::isfinite(values.low)             ? values.mean - values.low
                                                                    : values.high - values.mean;
  return {values.mean, values.low, values.high, decimals(unit, values.mean, half_width)};
}

/// "a, b and c"
std::string enumeration(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

}  // namespace

std::string_view unit_text(Unit unit) {
  switch (unit) {
    case Unit::seconds: return "s";
    case Unit::share: return "%";
    case Unit::count: break;
  }
  return "";
}

std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::seconds: return "seconds";
    case Unit::share: return "share";
    case Unit::count: break;
  }
  return "count";
}

std::string value_text(Unit unit, double value, std::optional<double> half_width) {
  if (!std::isfinite(value)) return std::string{unknown};
  const double shown_value = shown(unit, value);
  return with_unit(unit, fixed(shown_value, decimals(unit, shown_value, shown(unit, half_width.value_or(0)))));
}

std::string half_width_text(Unit unit, double value, std::optional<double> half_width) {
  if (!half_width || !std::isfinite(*half_width) || !std::isfinite(value)) return "";
  const double shown_half_width = shown(unit, *half_width);
  return "± " + fixed(shown_half_width, decimals(unit, shown(unit, value), shown_half_width));
}

std::string estimate_text(Unit unit, const Estimate* estimate) {
  if (!estimate) return "";
  const std::string half_width = half_width_text(unit, estimate->mean, estimate->half_width);
  return value_text(unit, estimate->mean, estimate->half_width) + (half_width.empty() ? "" : " " + half_width);
}

std::string least_effect_text(Unit unit, double least_effect) {
  const double value = shown(unit, least_effect);
  const std::string number = fixed(value, decimals(unit, value, value));
  return "±" + (unit == Unit::share ? number + " points" : with_unit(unit, number));
}

std::string difference_text(Unit unit, double mean, double low, double high) {
  if (!std::isfinite(mean)) return std::string{unknown};
  const ShownDifference shown_values = shown_difference(unit, mean, low, high);
  const std::string number = fixed(shown_values.mean, shown_values.digits, true);
  return unit == Unit::share ? number + " points" : with_unit(unit, number);
}

std::string interval_text(Unit unit, double mean, double low, double high) {
  if (std::isnan(low) || std::isnan(high)) return "";
  const ShownDifference shown_values = shown_difference(unit, mean, low, high);
  const std::string from = fixed(shown_values.low, shown_values.digits, true);
  const std::string to = fixed(shown_values.high, shown_values.digits, true);
  if (std::isinf(low)) return std::isinf(high) ? "" : fmt::format("(−∞, {}]", to);
  return std::isinf(high) ? fmt::format("[{}, ∞)", from) : fmt::format("[{}, {}]", from, to);
}

std::string_view verdict_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::better: return "better";
    case Verdict::worse: return "worse";
    case Verdict::higher: return "higher";
    case Verdict::lower: return "lower";
    case Verdict::no_meaningful_difference: return "no meaningful difference";
    case Verdict::undecided: break;
  }
  return "undecided";
}

std::string in_sentence(std::string title) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (title.size() > 1 && upper(title[0]) && !upper(title[1])) title[0] = static_cast<char>(title[0] - 'A' + 'a');
  return title;
}

std::string placed_title(const std::vector<KpiDefinition>& kpis, const std::string& kpi, const Dimensions& by) {
  std::string title = title_of(kpis, kpi);
  for (const auto& [dimension, value] : by) title += fmt::format(", {} {}", dimension, value);
  return title;
}

std::string guardrail_title(const ComparisonResult& result, const Guardrail& guardrail) {
  return placed_title(result.kpis, guardrail.kpi, guardrail.by);
}

bool is_headline(const ComparisonResult& result, const Difference& difference) {
  if (result.headlines.empty()) return difference.by.empty();
  return std::any_of(result.headlines.begin(), result.headlines.end(),
                     [&](const KpiPlace& place) { return place.kpi == difference.kpi && place.by == difference.by; });
}

std::vector<const Difference*> shown_differences(const ComparisonResult& result, std::string_view a,
                                                 std::string_view b) {
  std::vector<const Difference*> shown;
  const auto show = [&](const Difference& difference) {
    const auto same = [&](const Difference* other) {
      return other->kpi == difference.kpi && other->by == difference.by;
    };
    if (difference.a != a || difference.b != b) return;
    if (std::none_of(shown.begin(), shown.end(), same)) shown.push_back(&difference);
  };
  for (const KpiPlace& place : result.headlines) {
    for (const Difference& difference : result.differences) {
      if (difference.kpi == place.kpi && difference.by == place.by) show(difference);
    }
  }
  for (const Difference& difference : result.differences) {
    if (difference.by.empty()) show(difference);
  }
  return shown;
}

std::string conclusion(const ComparisonResult& result, std::string_view a, std::string_view b) {
  std::vector<std::string> better, worse, changed, same, undecided;
  for (const Difference* difference : shown_differences(result, a, b)) {
    if (!is_headline(result, *difference)) continue;
    const std::string title = in_sentence(placed_title(result.kpis, difference->kpi, difference->by));
    switch (difference->verdict) {
      case Verdict::better: better.push_back(title); break;
      case Verdict::worse: worse.push_back(title); break;
      case Verdict::higher: changed.push_back(title + " is higher"); break;
      case Verdict::lower: changed.push_back(title + " is lower"); break;
      case Verdict::no_meaningful_difference: same.push_back(title); break;
      case Verdict::undecided: undecided.push_back(title); break;
    }
  }
  std::vector<std::string> clauses;
  if (!better.empty()) clauses.push_back(fmt::format("{} is better than {} in {}", b, a, enumeration(better)));
  if (!worse.empty()) {
    clauses.push_back(better.empty() ? fmt::format("{} is worse than {} in {}", b, a, enumeration(worse))
                                     : fmt::format("worse in {}", enumeration(worse)));
  }
  if (better.empty() && worse.empty()) clauses.push_back(fmt::format("{} is neither better nor worse than {}", b, a));
  if (!changed.empty()) clauses.push_back(enumeration(changed));
  if (!same.empty()) clauses.push_back("no meaningful difference in " + enumeration(same));
  if (!undecided.empty()) clauses.push_back("undecided: " + enumeration(undecided));
  std::vector<std::string> broken;
  for (const Guardrail& guardrail : result.guardrails) {
    if (guardrail.a != a || guardrail.b != b || guardrail.held) continue;
    broken.push_back(in_sentence(guardrail_title(result, guardrail)));
  }
  if (!broken.empty()) clauses.push_back("guardrail not held: " + enumeration(broken));
  return fmt::format("{}.", fmt::join(clauses, "; "));
}

std::string identity_line(const RunIdentity& identity, std::string_view kind) {
  return fmt::format("Scenario {} · {} {}replication{} · seed {} · {} · {}-minute intervals · twinline {}",
                     identity.scenario_name, identity.replications, kind, identity.replications == 1 ? "" : "s",
                     identity.seed, identity.time_zone, identity.interval_minutes, identity.version);
}

}  // namespace twinline::reports
