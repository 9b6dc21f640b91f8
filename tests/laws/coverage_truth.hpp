// What each KPI of a one-queue scenario comes to, from the oracle.
#pragma once

#include <optional>
#include <string_view>

#include "reports/kpi/kpis.hpp"
#include "scenarios/schema/scenario.hpp"
#include "tests/oracle/expectations.hpp"

namespace twinline::laws {

class CoverageTruth {
 public:
  explicit CoverageTruth(const scenarios::Scenario& scenario);
  CoverageTruth(const CoverageTruth&) = delete;
  CoverageTruth& operator=(const CoverageTruth&) = delete;

  /// Of all calls, or of those that came in one interval. Throws std::invalid_argument for a KPI that the oracle does
  /// not know. Rounded to ten digits, which it is good for, so that it is the same on every machine.
  double of(const reports::Kpi& kpi, std::optional<std::size_t> interval) const;

 private:
  double exact(const reports::Kpi& kpi, const oracle::Cohort& calls) const;

  double threshold_;
  oracle::CentreModel model_;
  oracle::FiniteHorizon horizon_;
};

}  // namespace twinline::laws
