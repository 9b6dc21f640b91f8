// What notices do to callers: some do not call at all, some call later. The answer is the caller's own, a function of
// the call's key; whether a notice is in force depends on the time, and on the wait to be expected where it says so.
#pragma once

#include <vector>

#include "policies/contract/view.hpp"
#include "scenarios/schema/scenario.hpp"
#include "sim/people/arrival.hpp"
#include "sim/random/distribution.hpp"
#include "sim/random/stream.hpp"

namespace twinline::sim {

class Notices {
 public:
  Notices(const scenarios::Scenario& scenario, random::StreamSeed seed);

  bool are_there() const { return !notices_.empty(); }

  enum class Response : std::uint8_t { calls, stays_away, calls_later };
  struct Answer {
    Response response = Response::calls;
    Duration later{0};
  };
  /// What becomes of a first attempt that would be made now. Of several notices the first that keeps the caller counts.
  Answer answer(const Arrival& arrival, const View& view) const;

 private:
  struct Notice {
    const scenarios::Notice* written;
    random::Distribution later;
    std::vector<Time> from;  ///< when it comes into force, ascending; empty: it always is
  };
  bool is_in_force(const Notice& notice, const Arrival& arrival, const View& view) const;

  std::vector<Notice> notices_;
  random::StreamSeed seed_;
};

}  // namespace twinline::sim
