// A small bank for KPI tests: two queues with service levels of different kinds, two groups of which one
// serves both, and happenings written in seconds.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/happenings.hpp"
#include "reports/kpi/counters.hpp"
#include "reports/kpi/grid.hpp"

namespace twinline::reports::test {

inline constexpr QueueIndex retail{0}, loans{1};
inline constexpr CallTypeIndex question{0}, loan{1};
inline constexpr GroupIndex juniors{0}, seniors{1};
inline constexpr SegmentIndex gold{0}, standard{1};

inline Centre two_queue_centre() {
  Centre centre;
  centre.skills = {"retail", "loans"};
  centre.queues = {
      {"retail", {20s, 0.8, ServiceLevelDefinition::answered_in_threshold_over_offered_less_short, 5s}, {}},
      {"loans", {40s, 0.75, ServiceLevelDefinition::answered_in_threshold_over_offered, 0s}, {}}};
  centre.groups = {{"juniors", {{SkillIndex{0}, 3}}, 1}, {"seniors", {{SkillIndex{0}, 5}, {SkillIndex{1}, 4}}, 1}};
  for (const GroupIndex group : {juniors, juniors, seniors}) {
    centre.agents.push_back({"agent " + std::to_string(centre.agents.size()), group});
  }
  centre.call_types.resize(2);
  centre.call_types[0].name = "question";
  centre.call_types[0].queue = retail;
  centre.call_types[0].needs = {SkillIndex{0}};
  centre.call_types[1].name = "loan";
  centre.call_types[1].queue = loans;
  centre.call_types[1].needs = {SkillIndex{1}};
  centre.segments = {{"gold", 0, 0}, {"standard", 0, 0}};
  centre.link();
  return centre;
}

/// An instant, in seconds since the world's start.
inline Time at(double seconds) { return world_start + from_seconds(seconds); }

/// Monday 2 March 2026 in Zurich, the world starting at midnight.
inline GridDay monday() { return {world_start, 24h, 0, 2026, 3, 2, 3600, 0s, 0}; }

/// Quarter hours from midnight, `hours` long, after a warm-up.
inline IntervalGrid quarter_hours(Duration warm_up, Duration until) {
  return IntervalGrid({monday()}, 15min, world_start + warm_up, world_start + until);
}

inline CallLabels labels(QueueIndex queue, CallTypeIndex type, SegmentIndex segment = standard) {
  return {type, segment, queue, 0};
}

inline WaitEnded answered(CallLabels of, double queued_at, double waited, GroupIndex group) {
  return {{}, 0, of, group, AgentIndex{0}, WaitEnd::answered, false, at(queued_at), from_seconds(waited)};
}

inline WaitEnded unanswered(CallLabels of, double queued_at, double waited, WaitEnd how = WaitEnd::abandoned) {
  return {{}, 0, of, {}, {}, how, false, at(queued_at), from_seconds(waited)};
}

inline HandlingEnded handled(CallLabels of, GroupIndex group, double queued_at, double talk, double hold,
                             double wrap_up) {
  return {{},
          of,
          group,
          AgentIndex{0},
          at(queued_at),
          at(queued_at),
          from_seconds(talk),
          from_seconds(hold),
          from_seconds(wrap_up),
          false};
}

inline AgentChanged agent_changed(GroupIndex group, AgentState from, AgentState to) {
  return {AgentIndex{0}, group, from, to, NotReadyReason::none};
}

/// Folds each wait at the instant at which it ended.
inline void fold_waits(Counters& counters, const std::vector<WaitEnded>& waits) {
  Time latest = world_start;
  for (const WaitEnded& wait : waits) {
    latest = std::max(latest, wait.queued_at + wait.waited);
    const Happening happening = wait;
    counters.fold(latest, {&happening, 1});
  }
}

inline void fold_one(Counters& counters, double seconds, Happening happening) {
  counters.fold(at(seconds), {&happening, 1});
}

}  // namespace twinline::reports::test
