#include "reports/kpi/counters.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/kpi/two_queue_centre.hpp"

namespace twinline::reports::test {
namespace {

std::int64_t seconds(const statistics::TimeSum& sum) {
  return static_cast<std::int64_t>(sum.nanoseconds() / 1'000'000'000);
}

}  // namespace

TEST_CASE("waits are booked by what became of the call") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0s, 1h);
  Counters counters(centre, grid);
  fold_waits(counters, {
                           answered(labels(retail, question), 0, 0, juniors),
                           answered(labels(retail, question), 10, 20, juniors),  // on the threshold is within it
                           answered(labels(retail, question), 20, 21, seniors),
                           unanswered(labels(retail, question), 40, 4),  // short
                           unanswered(labels(retail, question), 50, 5),  // as long as the limit: not short
                           unanswered(labels(retail, question), 60, 100),
                           unanswered(labels(retail, question), 200, 30, WaitEnd::callback),
                           answered(labels(loans, loan), 300, 40, seniors),
                       });
  counters.finish(at(3600));
  const ReplicationTotals totals = counters.totals();

  const CallCounts& in_retail = totals.by_queue[0].counts;
  CHECK(in_retail.offered() == 7);
  CHECK(in_retail.answered == 3);
  CHECK(in_retail.abandoned == 3);
  CHECK(in_retail.flowed_out == 1);
  CHECK(in_retail.short_abandoned == 1);
  CHECK(in_retail.answered_in_threshold == 2);
  CHECK(in_retail.abandoned_in_threshold == 2);
  CHECK(in_retail.delayed == 6);
  CHECK(seconds(in_retail.wait_answered) == 41);
  CHECK(seconds(in_retail.wait_unanswered) == 139);
  CHECK(in_retail.service_level_met == 2);
  CHECK(in_retail.service_level_counted == 5);  // answered and abandoned, less the short one
  CHECK(totals.by_queue[0].waits.count() == 7);

  CHECK(totals.by_queue[1].counts.service_level_met == 1);
  CHECK(totals.total.counts.service_level_met == 3);
  CHECK(totals.total.counts.service_level_counted == 6);
  CHECK(totals.by_call_type[1].counts.answered == 1);
  CHECK(totals.by_segment[standard.value].counts.offered() == 8);
  CHECK(totals.by_segment[gold.value].counts.offered() == 0);
  CHECK(totals.by_group[0].calls.counts.answered == 2);
  CHECK(totals.by_group[1].calls.counts.answered == 2);
  CHECK(seconds(totals.by_group[1].calls.counts.wait_answered) == 61);
  CHECK(totals.by_group[1].calls.waits.count() == 2);
  CHECK(first_inconsistency(totals) == std::nullopt);
}

TEST_CASE("each service-level variant counts the same day in its own way") {
  // The day of docs/kpis.md: 1000 offered, 940 answered of which 810 in time, 60 abandoned of which 36 in
  // time and 24 short.
  const auto [definition, met, counted] = GENERATE(table<ServiceLevelDefinition, std::uint64_t, std::uint64_t>({
      {ServiceLevelDefinition::answered_in_threshold_over_offered, 810, 1000},
      {ServiceLevelDefinition::answered_in_threshold_over_offered_less_short, 810, 976},
      {ServiceLevelDefinition::answered_in_threshold_over_answered, 810, 940},
      {ServiceLevelDefinition::answered_in_threshold_over_answered_plus_late_abandoned, 810, 964},
      {ServiceLevelDefinition::handled_in_threshold_over_offered, 846, 1000},
  }));
  Centre centre = two_queue_centre();
  centre.queues[0].service_level.definition = definition;
  const IntervalGrid grid = quarter_hours(0s, 1h);
  Counters counters(centre, grid);
  std::vector<WaitEnded> waits;
  waits.insert(waits.end(), 810, answered(labels(retail, question), 0, 10, juniors));
  waits.insert(waits.end(), 130, answered(labels(retail, question), 0, 30, juniors));
  waits.insert(waits.end(), 24, unanswered(labels(retail, question), 0, 3));
  waits.insert(waits.end(), 12, unanswered(labels(retail, question), 0, 15));
  waits.insert(waits.end(), 24, unanswered(labels(retail, question), 0, 25));
  fold_waits(counters, waits);
  const CallCounts counts = counters.totals().total.counts;
  CHECK(counts.service_level_met == met);
  CHECK(counts.service_level_counted == counted);
}

TEST_CASE("a call counts in the interval of its queue entry, whenever it is answered or handled") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0s, 1h);
  Counters counters(centre, grid);
  fold_waits(counters,
             {answered(labels(retail, question), 899, 2, juniors), answered(labels(loans, loan), 900, 1, seniors),
              answered(labels(retail, question), 3700, 5, juniors)});  // a transfer during the run-out
  fold_one(counters, 4000, handled(labels(retail, question), juniors, 899, 300, 20, 10));
  counters.finish(at(4000));
  const ReplicationTotals totals = counters.totals();
  CHECK(totals.by_queue_and_interval[0].answered == 1);
  CHECK(totals.by_queue_and_interval[0].handled == 1);
  CHECK(seconds(totals.by_queue_and_interval[0].talk) == 300);
  CHECK(seconds(totals.by_queue_and_interval[0].hold) == 20);
  CHECK(seconds(totals.by_queue_and_interval[0].wrap_up) == 10);
  CHECK(totals.by_queue_and_interval[3].answered == 1);
  CHECK(totals.by_queue_and_interval[4 + 1].answered == 1);
  CHECK(totals.waits_by_interval[1].count() == 1);
  CHECK(totals.by_group[0].calls.counts.handled == 1);
  CHECK(first_inconsistency(totals) == std::nullopt);
}

TEST_CASE("blocked calls count when they came, where their type would have queued") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(15min, 1h);
  Counters counters(centre, grid);
  fold_one(counters, 100, CallBlocked{{}, labels({}, loan, gold), {}});
  fold_one(counters, 1000, CallBlocked{{}, labels({}, loan, gold), {}});
  fold_one(counters, 2000, CallBlocked{{}, labels({}, loan, gold), {}});
  counters.finish(at(3600));
  const ReplicationTotals totals = counters.totals();
  CHECK(totals.total.counts.blocked == 2);
  CHECK(totals.by_queue[1].counts.blocked == 2);
  CHECK(totals.by_segment[gold.value].counts.blocked == 2);
  CHECK(totals.by_queue_and_interval[3 + 0].blocked == 1);
  CHECK(totals.by_queue_and_interval[3 + 1].blocked == 1);
  CHECK(totals.total.counts.offered() == 0);
  CHECK(first_inconsistency(totals) == std::nullopt);
}

TEST_CASE("an overflow is offered to both queues and once in all") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0s, 1h);
  Counters counters(centre, grid);
  fold_waits(counters, {unanswered(labels(retail, question), 100, 45, WaitEnd::overflowed),
                        answered(labels(loans, question), 100, 50, seniors)});
  counters.finish(at(3600));
  const ReplicationTotals totals = counters.totals();
  CHECK(totals.by_queue[0].counts.offered() == 1);
  CHECK(totals.by_queue[0].counts.overflowed == 1);
  CHECK(totals.by_queue[0].waits.count() == 1);
  CHECK(totals.by_queue[0].counts.service_level_counted == 0);
  CHECK(totals.by_queue[1].counts.answered == 1);
  CHECK(totals.total.counts.offered() == 1);
  CHECK(totals.total.waits.count() == 1);
  CHECK(seconds(totals.total.counts.wait_answered) == 50);
  CHECK(totals.total.counts.wait_overflowed == statistics::TimeSum{});
  CHECK(totals.by_call_type[0].counts.offered() == 1);
  CHECK(totals.waits_by_interval[0].count() == 1);
  CHECK(first_inconsistency(totals) == std::nullopt);
}

TEST_CASE("agents' time is split at the intervals' ends") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0s, 45min);
  Counters counters(centre, grid);
  using enum AgentState;
  fold_one(counters, 600, agent_changed(juniors, logged_out, ready));
  fold_one(counters, 700, agent_changed(juniors, ready, offered));  // ringing is staffed, not handling
  fold_one(counters, 710, agent_changed(juniors, offered, busy));
  fold_one(counters, 800, agent_changed(juniors, logged_out, not_ready));
  fold_one(counters, 2000, agent_changed(juniors, busy, wrap_up));
  fold_one(counters, 2100, agent_changed(juniors, wrap_up, ready));
  fold_one(counters, 2800, agent_changed(juniors, ready, logged_out));
  fold_one(counters, 2900, agent_changed(juniors, not_ready, busy));
  counters.finish(at(3000));
  const ReplicationTotals totals = counters.totals();
  const auto& cells = totals.by_group_and_interval;
  REQUIRE(cells.size() == 2 * 3);
  CHECK(seconds(cells[0].staffed) == 300 + 100);
  CHECK(seconds(cells[0].handling) == 190);
  CHECK(seconds(cells[1].staffed) == 2 * 900);
  CHECK(seconds(cells[1].handling) == 900);
  CHECK(seconds(cells[2].staffed) == 2 * 900);
  CHECK(seconds(cells[2].handling) == 300);
  CHECK(cells[3] == AgentTimes{});
  CHECK(seconds(totals.by_group[0].in_horizon.staffed) == 400 + 1800 + 1800);
  CHECK(seconds(totals.by_group[0].in_run_out.staffed) == 100 + 300);
  CHECK(seconds(totals.by_group[0].in_run_out.handling) == 100);
  CHECK(totals.by_group[1].in_horizon == AgentTimes{});
}

TEST_CASE("the warm-up leaves out waits by entry and agents' time by overlap") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(15min, 1h);
  Counters counters(centre, grid);
  using enum AgentState;
  fold_one(counters, 0, agent_changed(juniors, logged_out, ready));
  fold_one(counters, 100, agent_changed(juniors, ready, busy));
  fold_waits(counters, {answered(labels(retail, question), 899, 200, juniors)});
  fold_one(counters, 1200, handled(labels(retail, question), juniors, 899, 100, 0, 0));
  fold_one(counters, 1200, agent_changed(juniors, busy, ready));
  counters.finish(at(3600));
  const ReplicationTotals totals = counters.totals();
  CHECK(totals.total.counts == CallCounts{});
  CHECK(seconds(totals.by_group[0].in_horizon.staffed) == 2700);
  CHECK(seconds(totals.by_group[0].in_horizon.handling) == 300);
}

TEST_CASE("an agent who changes group takes the time along from then on") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0s, 15min);
  Counters counters(centre, grid);
  using enum AgentState;
  fold_one(counters, 0, agent_changed(juniors, logged_out, ready));
  fold_one(counters, 100, agent_changed(juniors, ready, busy));
  fold_one(counters, 400, AgentChangedGroup{AgentIndex{0}, juniors, seniors, busy});
  counters.finish(at(900));
  const ReplicationTotals totals = counters.totals();
  CHECK(seconds(totals.by_group[0].in_horizon.staffed) == 400);
  CHECK(seconds(totals.by_group[0].in_horizon.handling) == 300);
  CHECK(seconds(totals.by_group[1].in_horizon.staffed) == 500);
  CHECK(seconds(totals.by_group[1].in_horizon.handling) == 500);
}

TEST_CASE("less detail keeps the same counts") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0s, 30min);
  const auto totals_of = [&](Detail detail) {
    Counters counters(centre, grid, detail);
    fold_one(counters, 0, agent_changed(juniors, AgentState::logged_out, AgentState::busy));
    fold_waits(counters,
               {answered(labels(retail, question), 10, 7, juniors), unanswered(labels(loans, loan), 1000, 9)});
    counters.finish(at(2000));
    return counters.totals();
  };
  const ReplicationTotals full = totals_of(Detail::full);
  const ReplicationTotals totals = totals_of(Detail::totals);
  const ReplicationTotals counts = totals_of(Detail::counts);
  CHECK(totals.total == full.total);
  CHECK(totals.by_group == full.by_group);
  CHECK(totals.by_queue_and_interval.empty());
  CHECK(counts.total.counts == full.total.counts);
  CHECK(counts.total.waits.count() == 0);
  CHECK(counts.by_group[0].in_run_out == full.by_group[0].in_run_out);
}

TEST_CASE("a restarted counter equals a new one") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0s, 30min);
  const auto replicate = [](Counters& counters, double wait) {
    fold_one(counters, 0, agent_changed(juniors, AgentState::logged_out, AgentState::ready));
    fold_waits(counters, {answered(labels(retail, question), 10, wait, juniors)});
    counters.finish(at(2000));
    return counters.totals();
  };
  Counters used(centre, grid);
  const ReplicationTotals first = replicate(used, 3);
  used.restart();
  Counters fresh(centre, grid);
  const ReplicationTotals second = replicate(used, 5);
  CHECK(second == replicate(fresh, 5));
  CHECK_FALSE(second == first);
}

TEST_CASE("an inconsistency is told") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0s, 30min);
  Counters counters(centre, grid);
  fold_waits(counters, {answered(labels(retail, question), 10, 5, juniors)});
  ReplicationTotals totals = counters.totals();
  REQUIRE(first_inconsistency(totals) == std::nullopt);
  SECTION("an interval was lost") {
    totals.by_queue_and_interval[0] = {};
    CHECK(first_inconsistency(totals) == "the intervals do not sum to the queues");
  }
  SECTION("a wait was lost") {
    totals.total.waits = {};
    CHECK(first_inconsistency(totals) == "total: 1 calls offered, but 0 waits in the distribution");
  }
  SECTION("a call vanished from its type") {
    totals.by_call_type[0].counts.answered = 0;
    CHECK(first_inconsistency(totals) == "the call types do not sum to the total");
  }
  SECTION("more handling than presence") {
    totals.by_group[0].in_horizon.handling.add(1s);
    CHECK(first_inconsistency(totals) == "group 0: handled calls for longer than it was staffed");
  }
}

}  // namespace twinline::reports::test
