// What a policy does to calls that were dealt to it at random, while others stay with the policy that was in force;
// kept up to date call by call. Each call is one part of a ratio of sums (answered in time over counted, waited over
// offered). With Z whether it was dealt to the candidate, p the probability of that, and R the ratio of all calls
// before it, its score is
//   x = (numerator − R denominator) (Z − p) / (p (1 − p)),
// whose mean over the draw of Z is what the candidate changes of this call's part, linearised around R: the estimator
// of Horvitz and Thompson (1952), with a prediction taken off that was made before Z was known. That the calls
// themselves are alike, independent or stationary is not assumed; Z alone is chance, and it is drawn anew for each
// caller. Between equal policies Z changes nothing, so the scores are martingale differences however waits follow each
// other, and confidence sequences for such (Ham, Bojinov, Lindon and Tingley 2022, "Design-based confidence sequences";
// Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, "Time-uniform central limit theory and asymptotic confidence
// sequences", Annals of Statistics 52) may be looked at after each.
//
// Scores of calls with other shares spread otherwise. They are weighed with sqrt(p (1 − p)), which makes them alike
// between equal policies, so that a ramp from 1 % to 50 % has one variance throughout. What calls of one arm do to
// those of the other by taking their agents is in the estimate and no effect of the candidate: whether that matters is
// a question for a simulation (sim/lab/rollout_forecast.hpp).
#pragma once

#include <cstdint>

#include "reports/statistics/paired_moments.hpp"
#include "reports/statistics/sample_estimate.hpp"

namespace twinline::statistics {

class SplitEffect {
 public:
  /// Takes in the next call. `share` is the probability with which it was the candidate's, above 0 and below 1.
  void add(RatioPart call, bool is_candidates, double share);

  std::uint64_t n() const { return incumbents_ + candidates_; }
  std::uint64_t incumbents() const { return incumbents_; }
  std::uint64_t candidates() const { return candidates_; }

  /// Ratio under the candidate minus ratio under the incumbent. NaN before the first call that counts, without variance
  /// below two calls.
  SampleEstimate difference() const;

 private:
  std::uint64_t incumbents_ = 0, candidates_ = 0;
  double numerators_ = 0, denominators_ = 0;
  double weights_ = 0;
  double mean_ = 0, squares_ = 0;  // of the weighed scores, by Welford's updates
};

}  // namespace twinline::statistics
