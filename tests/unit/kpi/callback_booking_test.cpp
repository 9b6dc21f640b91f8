// How callbacks count in service level and answer rate (docs/kpis.md): by default an accepted one has flowed out, by
// choice the call that reached the customer counts in its place.
#include <catch2/catch.hpp>

#include "reports/kpi/totals.hpp"
#include "tests/unit/kpi/two_queue_centre.hpp"

namespace twinline::reports::test {
namespace {

constexpr std::uint8_t tries = 2;

Centre with_callbacks(bool kept_is_answered) {
  Centre centre = two_queue_centre();
  centre.call_types[question.value].callback = {true, kept_is_answered, tries};
  return centre;
}

CallLabels called_back(std::uint8_t attempt) {
  CallLabels of = labels(retail, question);
  of.attempt = attempt;
  of.direction = twinline::Direction::callback;
  return of;
}

HandlingEnded rung(std::uint8_t attempt, bool reached, double queued_at, double answered_at) {
  HandlingEnded handling = handled(called_back(attempt), juniors, queued_at, 60, 0, reached ? 10 : 0);
  handling.answered_at = at(answered_at);
  handling.reached = reached;
  return handling;
}

CallCounts counts_of(const Centre& centre, const Happenings& happenings) {
  const IntervalGrid grid = quarter_hours(0s, 24h);
  Counters counters(centre, grid);
  counters.fold(at(36000), happenings);
  counters.finish(at(86400));
  const ReplicationTotals totals = counters.totals();
  CHECK(first_inconsistency(totals) == std::nullopt);
  return totals.total.counts;
}

/// One who accepts after 40 s and is reached when it is the turn, after 70 s; one who is missed twice.
Happenings callback_day() {
  return {unanswered(labels(retail, question), 100, 40, WaitEnd::callback),
          answered(called_back(0), 100, 70, juniors),
          rung(0, true, 100, 170),
          unanswered(labels(retail, question), 200, 40, WaitEnd::callback),
          answered(called_back(0), 200, 90, juniors),
          rung(0, false, 200, 290),
          answered(called_back(1), 900, 15, juniors),
          rung(1, false, 900, 915)};
}

}  // namespace

TEST_CASE("an accepted callback has flowed out, whatever comes of it", "[kpi][callback]") {
  const CallCounts counts = counts_of(with_callbacks(false), callback_day());
  CHECK(counts.offered() == 2);
  CHECK(counts.flowed_out == 2);
  CHECK(counts.answered == 0);
  CHECK(counts.wait_unanswered.in_seconds() == 80);
}

TEST_CASE("or one that is kept counts as answered, and one that is given up has flowed out", "[kpi][callback]") {
  const CallCounts counts = counts_of(with_callbacks(true), callback_day());
  CHECK(counts.offered() == 2);
  CHECK(counts.answered == 1);
  CHECK(counts.wait_answered.in_seconds() == 70);
  CHECK(counts.answered_in_threshold == 0);
  CHECK(counts.flowed_out == 1);
  CHECK(counts.wait_unanswered.in_seconds() == 15);
}

TEST_CASE("handling times are those of talks, not of ringing in vain", "[kpi][callback]") {
  const CallCounts counts = counts_of(with_callbacks(false), callback_day());
  CHECK(counts.handled == 1);
  CHECK(counts.talk.in_seconds() == 60);
}

TEST_CASE("the waits of calls that the centre makes count nowhere", "[kpi][callback]") {
  CallLabels of = labels(retail, question);
  of.direction = twinline::Direction::outbound;
  const CallCounts counts = counts_of(with_callbacks(true), {answered(of, 100, 1, juniors), unanswered(of, 100, 2)});
  CHECK(counts.offered() == 0);
}

}  // namespace twinline::reports::test
