// What a simulation says of a partial rollout beforehand, as plain data: the true difference, how far each way of
// dealing out calls is off it in this centre, how many callers will meet a bad candidate before it is rolled back, and
// where KPIs will lie under either policy. sim/lab fills it, `twinline rollout` prints it, a manifest may carry it, and
// a bridge holds what it sees against the bands. Shares are between 0 and 1, KPIs in their unit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policies/rollout/split_rule.hpp"
#include "reports/kpi/results.hpp"
#include "reports/statistics/interval.hpp"

namespace twinline::rollout {

/// What is said of a design's bias: it is tolerable where its interval lies within what does not matter, there where
/// its interval excludes zero without that, and open otherwise.
enum class Bias : std::uint8_t { negligible, biased, undecided };

/// What one way of dealing out calls finds out about one KPI, over simulated rollouts that nobody ended.
struct DesignKpi {
  std::string kpi;
  statistics::Interval estimate;  ///< candidate minus incumbent as the design sees it
  statistics::Interval bias;      ///< of that, against the truth on the same callers
  Bias verdict = Bias::undecided;
  /// Share of rollouts whose own 95 % interval, at the end of the horizon, holds the truth; of those that had one.
  statistics::Interval coverage;
};

/// One way of dealing out calls.
struct DesignForecast {
  SplitBy by = SplitBy::call;
  FreedAgent freed_agent = FreedAgent::longest_waiting;  ///< of `call`
  std::vector<DesignKpi> kpis;
};

/// Mean and quantiles over simulated rollouts; NaN over none.
struct Spread {
  double mean = 0, p50 = 0, p90 = 0;
};

/// What becomes of rollouts that are ended by their guardrails.
struct ExposureForecast {
  statistics::Interval rolled_back;  ///< share of rollouts
  Spread share_exposed;              ///< of the calls up to the horizon's end, that were the candidate's until rollback
  Spread hours;                      ///< until rollback, where there was one
};

/// Where a KPI lies in an interval of the day, in 95 of 100 days. `offered` is how many calls that is of, on average.
struct Band {
  std::string interval;  ///< its start, as in reports
  std::string kpi;
  double mean = 0, low = 0, high = 0;
  double offered = 0;
};

/// A KPI's difference all-candidate minus all-incumbent.
struct TrueDifference {
  std::string kpi;
  reports::Unit unit = reports::Unit::share;
  statistics::Interval difference;
  std::optional<double> limit;  ///< of the guardrail; none: only watched
};

struct RolloutForecast {
  reports::RunIdentity identity;
  reports::Arm incumbent, candidate;
  SplitRule split;  ///< that was asked for; its queues and seed are no part of a forecast
  std::vector<TrueDifference> truth;
  std::vector<DesignForecast> designs;
  statistics::Interval false_rollbacks;  ///< share of rollouts of the incumbent against itself
  ExposureForecast exposure;
  statistics::Interval
      disagreement;  ///< share of the incumbent's decisions that the candidate would have made otherwise
  std::vector<Band> incumbent_bands, candidate_bands;
  std::string advice;                    ///< one sentence or two
  std::vector<std::string> assumptions;  ///< uncalibrated effects, to stand beside
};

}  // namespace twinline::rollout
