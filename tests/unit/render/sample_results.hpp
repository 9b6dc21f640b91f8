// Small results for the renderers' tests: enough of everything, with numbers that are easy to follow by eye.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "reports/kpi/results.hpp"

namespace twinline::reports::samples {

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

inline std::vector<KpiDefinition> kpis() {
  return {{"offered", "Offered calls", "Calls that entered a queue.", Unit::count, Direction::none},
          {"service_level", "Service level", "Answered within 20 s over offered.", Unit::share,
           Direction::higher_is_better},
          {"asa", "ASA", "Mean wait of answered calls.", Unit::seconds, Direction::lower_is_better}};
}

inline RunIdentity identity() { return {"bank", "abc123", "1", "0.1.0", 42, 40, "Europe/Zurich", 15, "d15c0"}; }

inline const std::string eight = "2026-03-02T08:00:00+01:00";
inline const std::string quarter_past = "2026-03-02T08:15:00+01:00";

inline std::vector<Estimate> estimates(double service_level, double asa) {
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  return {{"offered", "Calls that entered a queue.", {}, 2210.5, 31.25, 40},
          {"service_level", "Answered within 20 s over offered.", {}, service_level, 0.0061, 40},
          {"asa", "Mean wait of answered calls.", {}, asa, 0.9, 40},
          {"offered", "", {{"interval", eight}, {"queue", "retail"}}, 20, 1.5, 40},
          {"service_level", "", {{"interval", eight}, {"queue", "retail"}}, 0.75, 0.1, 40},
          {"offered", "", {{"interval", quarter_past}, {"queue", "retail"}}, 0, 0.0, 40},
          {"service_level", "", {{"interval", quarter_past}, {"queue", "retail"}}, unknown, {}, 40}};
}

inline RunResult run() { return {identity(), kpis(), estimates(0.841, 21.4), {{"retail", 20, 0.8}}}; }

inline ComparisonResult comparison() {
  ComparisonResult result;
  result.identity = identity();
  result.kpis = kpis();
  result.arms = {{"fifo", {}},
                 {"skills", {{"policies.routing.name", "\"skill_priority\""}, {"trunks.main.lines", "90"}}}};
  result.estimates = {estimates(0.773, 30.4), estimates(0.841, 21.4)};
  result.differences = {{"fifo", "skills", "offered", {}, 0, -3, 3, 40, "t", 10.0, Verdict::no_meaningful_difference},
                        {"fifo", "skills", "service_level", {}, 0.068, 0.058, 0.078, 40, "t", 0.01, Verdict::better},
                        {"fifo", "skills", "asa", {}, -9, -12, -6, 40, "t", 1.0, Verdict::better},
                        {"fifo", "skills", "asa", {{"queue", "loans"}}, 4, -1, 9, 40, "t", 1.0, Verdict::undecided}};
  result.guardrails = {{"fifo", "skills", "service_level", {{"queue", "loans"}}, -0.01, false, -0.02, 0.01}};
  result.service_level_goals = {{"retail", 20, 0.8}};
  return result;
}

}  // namespace twinline::reports::samples
