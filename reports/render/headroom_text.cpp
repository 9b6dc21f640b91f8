#include "reports/render/headroom_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/render/kpi_text.hpp"

namespace twinline::reports {

std::string_view kind_name(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::people: return "people";
    case ResourceKind::lines: return "lines";
    case ResourceKind::host: return "host";
    case ResourceKind::service: return "service";
    case ResourceKind::link: return "link";
    case ResourceKind::access: return "access";
    case ResourceKind::site: break;
  }
  return "site";
}

std::string resource_text(const Relief& relief) {
  switch (relief.kind) {
    case ResourceKind::people: return "agent group " + relief.name;
    case ResourceKind::lines: return "lines of trunk " + relief.name;
    case ResourceKind::host: return "host " + relief.name;
    case ResourceKind::service: return "all hosts of service " + relief.name;
    case ResourceKind::link: return "link " + relief.name;
    case ResourceKind::access: return "bandwidth of trunk " + relief.name;
    case ResourceKind::site: break;
  }
  return "site " + relief.name;
}

std::string load_text(double load) { return fmt::format("{:.4g}", load); }

std::string target_title(const HeadroomTarget& target) {
  return placed_title({target.kpi}, target.kpi.name, target.by);
}

std::string limit_text(const HeadroomTarget& target) {
  return fmt::format("at {} {}", target.at_least ? "least" : "most", value_text(target.kpi.unit, target.limit));
}

std::string headroom_finding(const HeadroomResult& result) {
  if (!result.breaks_at) {
    return fmt::format("Every target holds up to {} times the load; nothing broke.", load_text(result.to));
  }
  const HeadroomTarget& target = result.targets[result.broken];
  const auto point = std::find_if(result.points.begin(), result.points.end(),
                                  [&](const HeadroomPoint& at) { return at.load == *result.breaks_at; });
  const std::string broken =
      fmt::format("{} is {}; it should be {}", in_sentence(target_title(target)),
                  estimate_text(target.kpi.unit, &point->estimates[result.broken]), limit_text(target));
  if (!result.holds_up_to)
    return fmt::format("There is no headroom: at {} times the load {}.", load_text(*result.breaks_at), broken);
  return fmt::format("The targets hold up to {} times the load. At {} {}.", load_text(*result.holds_up_to),
                     load_text(*result.breaks_at), broken);
}

std::string bottleneck_finding(const HeadroomResult& result) {
  if (result.reliefs.empty()) return "";
  const Relief& first = result.reliefs.front();
  if (first.mends) {
    return fmt::format("First bottleneck: {} ({}). With twice as much of it, every target holds again.",
                       resource_text(first), first.amount);
  }
  if (first.effect.verdict == Verdict::better) {
    return fmt::format("No resource alone mends that. Twice as much of {} ({}) helps most.", resource_text(first),
                       first.amount);
  }
  return "No resource alone mends that, and twice as much of none helps for certain.";
}

}  // namespace twinline::reports
