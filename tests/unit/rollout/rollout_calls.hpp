// Calls of a made-up rollout, told as happenings: one a second, each over before the next one of its slot begins.
#pragma once

#include <vector>

#include "policies/contract/choice.hpp"
#include "reports/rollout/monitor.hpp"
#include "tests/unit/kpi/two_queue_centre.hpp"

namespace twinline::rollout::test {

using reports::test::at;
using reports::test::labels;
using reports::test::loan;
using reports::test::loans;
using reports::test::seniors;

inline CallId call_number(std::uint32_t number) { return {CallSlot{number % 500}, number / 500}; }

inline CallKey key_of(std::uint32_t number) { return choice(99, number, 0); }

inline Happening wait_begins(std::uint32_t number, QueueIndex queue = loans) {
  return WaitBegan{call_number(number), key_of(number), labels(queue, loan)};
}

inline Happening wait_ends(std::uint32_t number, double began, double waited, WaitEnd how = WaitEnd::answered,
                           QueueIndex queue = loans) {
  return WaitEnded{call_number(number),
                   key_of(number),
                   labels(queue, loan),
                   how == WaitEnd::answered ? seniors : GroupIndex{},
                   {},
                   how,
                   false,
                   at(began),
                   from_seconds(waited)};
}

/// Evenly spread below 1.
inline double drawn(std::uint64_t stream, std::uint64_t number) {
  return static_cast<double>(choice(stream, number, 1) >> 11) * 0x1p-53;
}

inline RolloutTerms by_call(double share, std::uint64_t seed, std::vector<Question> questions) {
  RolloutTerms terms;
  terms.split.ramp = {{0s, share}};
  terms.split.seed = seed;
  terms.questions = std::move(questions);
  return terms;
}

}  // namespace twinline::rollout::test
