// Erlang A whose callers call again: who gives up may join those who will call again, the orbit, and leave it for the
// centre after an exponential time. Two numbers are the whole state, calls in the centre and callers in the orbit.
#pragma once

#include "tests/oracle/expectations.hpp"

namespace twinline::oracle {

/// Times in seconds, rates per second.
struct OrbitModel {
  double arrival_rate = 0;  ///< of first attempts
  double service_time = 0;
  double patience = 0;
  unsigned agents = 0;
  double redials = 0;                             ///< share of those who give up
  double delay = 0;                               ///< mean, until they call again
  unsigned most_calls = 140, most_in_orbit = 80;  ///< whoever comes beyond is lost
};

/// Of all attempts, and how many of them come a second.
struct OrbitLongRun {
  LongRun attempts;
  double attempt_rate = 0;
  double probability_of_limit = 0;  ///< how wrong the limits can be
};
OrbitLongRun long_run(const OrbitModel& model);

}  // namespace twinline::oracle
