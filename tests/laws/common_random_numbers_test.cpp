// The same caller under two policies: calls at the same instant, has the same patience, brings the same work. The
// policies see to it that everything else differs.
#include <map>
#include <optional>

#include <catch2/catch.hpp>

#include "tests/laws/library.hpp"
#include "tests/laws/watched_run.hpp"

namespace twinline::laws {
namespace {

/// What showed of a caller's hidden nature.
struct Caller {
  Time called_at;
  CallTypeIndex type;
  SegmentIndex segment;
  std::optional<Duration> patience;       ///< of those who gave up
  std::optional<Duration> talk, wrap_up;  ///< of those who were served
  std::optional<GroupIndex> served_by;
  std::optional<Duration> wait;
};
using CallersByKey = std::map<CallKey, Caller>;

CallersByKey callers_of(const sim::Model& model, sim::ReplicationSeed seed) {
  CallersByKey callers;
  std::map<CallId, CallKey> keys;
  run_watched(model, seed, [&](const Occurrence& occurrence, const Outcome& outcome, const View&) {
    if (const auto* arrived = std::get_if<CallArrived>(&occurrence.fact)) {
      keys[arrived->call] = arrived->key;
      Caller& caller = callers[arrived->key];
      caller.called_at = occurrence.at;
      caller.type = arrived->type;
      caller.segment = arrived->segment;
    }
    for (const Happening& happening : outcome.happenings) {
      if (const auto* wait = std::get_if<WaitEnded>(&happening)) {
        Caller& caller = callers[wait->key];
        caller.wait = wait->waited;
        // Who leaves at once balks, and did not wait for a patience to run out.
        if (wait->how == WaitEnd::abandoned && wait->waited > Duration{0}) caller.patience = wait->waited;
      } else if (const auto* handled = std::get_if<HandlingEnded>(&happening)) {
        Caller& caller = callers[keys[handled->call]];
        caller.talk = handled->talk;
        caller.wrap_up = handled->wrap_up;
        caller.served_by = handled->group;
      }
    }
  });
  return callers;
}

bool is_first_attempt(CallKey key) { return (key & sim::last_attempt) == 0; }

}  // namespace

TEST_CASE("the same caller has the same arrival, patience and work under two policies") {
  for (const auto& [path, a, b] : {std::tuple{"quickstart.yaml", "longest_idle", "protect_seniors"},
                                   std::tuple{"two_skill_bank.yaml", "overflow_late", "value_first"}}) {
    INFO(path);
    const CallersByKey under_a = callers_of(*library_model_as_arm(path, a), {11, 3});
    const CallersByKey under_b = callers_of(*library_model_as_arm(path, b), {11, 3});

    std::size_t first_attempts_of_a = 0, met = 0, gave_up_twice = 0, same_group = 0, waited_differently = 0;
    bool same_arrival = true, same_patience = true, same_work = true;
    for (const auto& [key, caller] : under_a) {
      first_attempts_of_a += is_first_attempt(key);
      const auto found = under_b.find(key);
      if (found == under_b.end()) continue;
      const Caller& other = found->second;
      waited_differently += caller.wait != other.wait;
      if (is_first_attempt(key)) {
        ++met;
        same_arrival = same_arrival && caller.called_at == other.called_at && caller.type == other.type &&
                       caller.segment == other.segment;
        if (caller.patience && other.patience) {
          ++gave_up_twice;
          same_patience = same_patience && caller.patience == other.patience;
        }
        // Groups differ in speed.
        if (caller.served_by && caller.served_by == other.served_by) {
          ++same_group;
          same_work = same_work && caller.talk == other.talk && caller.wrap_up == other.wrap_up;
        }
      }
    }
    CHECK(same_arrival);
    CHECK(same_patience);
    CHECK(same_work);
    CHECK(met == first_attempts_of_a);
    CHECK(gave_up_twice > 10);
    CHECK(same_group > 500);
    CHECK(waited_differently > 100);
  }
}

TEST_CASE("another seed or index brings other callers") {
  const auto model = library_model("quickstart.yaml");
  const CallersByKey callers = callers_of(*model, {11, 3});
  for (const sim::ReplicationSeed other : {sim::ReplicationSeed{11, 4}, sim::ReplicationSeed{12, 3}}) {
    const CallersByKey others = callers_of(*model, other);
    std::size_t same_instant = 0, met = 0;
    for (const auto& [key, caller] : callers) {
      const auto found = others.find(key);
      if (found == others.end()) continue;
      ++met;
      same_instant += found->second.called_at == caller.called_at;
    }
    CHECK(met > 1000);
    CHECK(same_instant == 0);
  }
}

}  // namespace twinline::laws
