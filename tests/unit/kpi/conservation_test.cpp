#include <array>
#include <random>

#include <catch2/catch.hpp>

#include "reports/kpi/counters.hpp"
#include "tests/unit/kpi/naive_counts.hpp"

namespace twinline::reports::test {
namespace {

/// A made-up day: agents change state at random, calls wait and end in every way, in the order of time.
std::vector<Timed> random_story(std::uint32_t seed, int length) {
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t bound) { return std::uint64_t{random() % bound}; };
  std::array<AgentState, 12> states{};
  std::array<GroupIndex, 12> groups{};
  for (std::size_t agent = 0; agent < groups.size(); ++agent) groups[agent] = GroupIndex{agent % 2};
  std::vector<Timed> story;
  Time now = world_start;
  for (int step = 0; step < length; ++step) {
    now += below(20) * 1s + Duration{below(1000)};
    const CallLabels of{CallTypeIndex{below(2)}, SegmentIndex{below(2)}, QueueIndex{below(2)}, 0};
    const Duration waited = std::min<Duration>(below(3) == 0 ? 0s : below(60'000'000) * 1us, now - world_start);
    const std::size_t agent = below(12);
    switch (below(8)) {
      case 0: story.emplace_back(now, CallBlocked{{}, of, {}}); break;
      case 1: story.emplace_back(now, WaitBegan{{}, 0, of}); break;
      case 2:
      case 3: {
        WaitEnded wait{{}, 0, of, {}, {}, static_cast<WaitEnd>(below(7)), false, now - waited, waited};
        if (wait.how == WaitEnd::answered) wait.group = GroupIndex{below(2)};
        story.emplace_back(now, wait);
        break;
      }
      case 4:
        story.emplace_back(now, HandlingEnded{{},
                                              of,
                                              GroupIndex{below(2)},
                                              {},
                                              now - waited,
                                              now,
                                              below(400) * 1s,
                                              below(20) * 1s,
                                              below(30) * 1s,
                                              false});
        break;
      case 5:
        if (groups[agent] == juniors) {
          story.emplace_back(now, AgentChangedGroup{AgentIndex{agent}, juniors, seniors, states[agent]});
          groups[agent] = seniors;
        }
        break;
      default: {
        const auto to = static_cast<AgentState>(below(6));
        story.emplace_back(now, AgentChanged{AgentIndex{agent}, groups[agent], states[agent], to, {}});
        states[agent] = to;
      }
    }
  }
  return story;
}

ReplicationTotals fold_all(const Centre& centre, const IntervalGrid& grid, const std::vector<Timed>& story,
                           Time stopped) {
  Counters counters(centre, grid);
  for (const auto& [when, happening] : story) counters.fold(when, {&happening, 1});
  counters.finish(stopped);
  return counters.totals();
}

}  // namespace

TEST_CASE("law: calls are conserved in every place, and the counters equal a naive count") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(10min, 4h + 5min);
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const std::vector<Timed> story = random_story(seed, 2000);
    const Time stopped = story.back().first + 7s;
    REQUIRE(stopped > grid.until());  // so that there is a run-out
    const ReplicationTotals totals = fold_all(centre, grid, story, stopped);
    INFO("seed " << seed);
    REQUIRE(first_inconsistency(totals) == std::nullopt);

    const auto counts_at_all = [&](const WaitEnded& wait) { return wait.queued_at >= grid.from(); };
    const auto all = waits_where(
        story, [&](const WaitEnded& wait) { return counts_at_all(wait) && wait.how != WaitEnd::overflowed; });
    const CallCounts& total = totals.total.counts;
    REQUIRE(total.offered() == all.size());
    REQUIRE(total.answered == how_many(all, WaitEnd::answered));
    REQUIRE(total.abandoned == how_many(all, WaitEnd::abandoned));
    REQUIRE(total.wait_answered + total.wait_unanswered == waited(all));
    REQUIRE(totals.total.waits == distribution_of(all));

    for (const QueueIndex queue : {retail, loans}) {
      const auto here =
          waits_where(story, [&](const WaitEnded& wait) { return counts_at_all(wait) && wait.labels.queue == queue; });
      REQUIRE(totals.by_queue[queue.value].counts.offered() == here.size());
      REQUIRE(totals.by_queue[queue.value].counts.overflowed == how_many(here, WaitEnd::overflowed));
      REQUIRE(totals.by_queue[queue.value].waits == distribution_of(here));
    }
    for (const GroupIndex group : {juniors, seniors}) {
      const auto here =
          waits_where(story, [&](const WaitEnded& wait) { return counts_at_all(wait) && wait.group == group; });
      REQUIRE(totals.by_group[group.value].calls.counts.answered == here.size());
      REQUIRE(totals.by_group[group.value].calls.waits == distribution_of(here));
    }
    for (std::uint32_t cell = 0; cell < grid.cells(); ++cell) {
      const auto here = waits_where(story, [&](const WaitEnded& wait) {
        return counts_at_all(wait) && wait.how != WaitEnd::overflowed && grid.cell_of(wait.queued_at) == cell;
      });
      REQUIRE(totals.waits_by_interval[cell] == distribution_of(here));
    }
  }
}

TEST_CASE("law: agents' time equals the overlap of every state with every interval") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(10min, 4h + 5min);
  const auto is_staffed = [](AgentState state) { return state != AgentState::logged_out; };
  const auto is_handling = [](AgentState state) { return state == AgentState::busy || state == AgentState::wrap_up; };
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const std::vector<Timed> story = random_story(seed, 2000);
    const Time stopped = story.back().first + 7s;
    const ReplicationTotals totals = fold_all(centre, grid, story, stopped);
    INFO("seed " << seed);
    for (const GroupIndex group : {juniors, seniors}) {
      for (Time start = grid.from(); start < grid.until();) {
        const IntervalSpan span = grid.span_at(start);
        const AgentTimes& times = totals.by_group_and_interval[std::size_t{group.value} * grid.cells() + span.cell];
        REQUIRE(times.staffed.nanoseconds() == time_in_state(story, stopped, group, span.start, span.end, is_staffed));
        REQUIRE(times.handling.nanoseconds() ==
                time_in_state(story, stopped, group, span.start, span.end, is_handling));
        start = span.end;
      }
      const AgentTimes& after = totals.by_group[group.value].in_run_out;
      REQUIRE(after.staffed.nanoseconds() == time_in_state(story, stopped, group, grid.until(), never, is_staffed));
      REQUIRE(after.handling.nanoseconds() == time_in_state(story, stopped, group, grid.until(), never, is_handling));
    }
  }
}

TEST_CASE("folding happenings in one batch or one by one gives the same totals") {
  const Centre centre = two_queue_centre();
  const IntervalGrid grid = quarter_hours(0s, 1h);
  const std::vector<Happening> batch{answered(labels(retail, question), 1000, 10, juniors),
                                     agent_changed(juniors, AgentState::logged_out, AgentState::busy),
                                     unanswered(labels(loans, loan), 990, 20)};
  Counters at_once(centre, grid);
  at_once.fold(at(1010), batch);
  at_once.finish(at(3600));
  Counters singly(centre, grid);
  for (const Happening& happening : batch) fold_one(singly, 1010, happening);
  singly.finish(at(3600));
  CHECK(at_once.totals() == singly.totals());
}

}  // namespace twinline::reports::test
