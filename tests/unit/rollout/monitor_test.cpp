#include "reports/rollout/monitor.hpp"

#include <cmath>
#include <stdexcept>

#include <catch2/catch.hpp>

#include "tests/unit/rollout/rollout_calls.hpp"

using namespace twinline;
using namespace twinline::rollout;
using namespace twinline::rollout::test;

namespace {

const Centre& bank() {
  static const Centre centre = reports::test::two_queue_centre();
  return centre;
}

/// Tells the monitor of one call a second, each of which waits as `waited(number, arm)` says. Stops at a rollback.
template <class Waited>
void tell(RolloutMonitor& monitor, std::uint32_t calls, Waited waited) {
  const SplitRule& split = monitor.terms().split;
  for (std::uint32_t number = 0; number < calls && !monitor.rollback(); ++number) {
    const std::vector<Happening> begins{wait_begins(number)};
    monitor.fold(at(number), begins);
    const Arm arm = split.arm_of(key_of(number), loans, at(number));
    const std::vector<Happening> ends{wait_ends(number, number, waited(number, arm))};
    monitor.fold(at(number + 0.5), ends);
  }
}

/// The waits of `loans`, whose threshold is 40 s: busy and quiet times, and chance.
double long_or_short(std::uint32_t number, std::uint64_t day, double late) {
  const double busier = number / 200 % 2 == 0 ? 0.15 : 0;
  return drawn(day, number) < late + busier ? 60 : 10;
}

}  // namespace

TEST_CASE("rollouts between equal policies are seldom rolled back, though every call is looked at") {
  int rolled_back = 0;
  for (std::uint64_t day = 0; day < 100; ++day) {
    RolloutMonitor monitor(bank(), by_call(0.1, day, {{"service_level", 0.0}, {"mean_wait", 0.0}}));
    tell(monitor, 1500, [&](std::uint32_t number, Arm) { return long_or_short(number, day, 0.2); });
    if (monitor.rollback()) ++rolled_back;
  }
  CHECK(rolled_back <= 10);  // 5 at most are expected, and 10 come of a 5 % chance in 1 of 70 cases
}

TEST_CASE("a candidate that does harm is found, and the words say what, how much and after how many calls") {
  RolloutMonitor monitor(bank(), by_call(0.5, 3, {{"service_level", 0.01}, {"abandonment_rate", {}}}));
  tell(monitor, 20000,
       [&](std::uint32_t number, Arm arm) { return long_or_short(number, 8, arm == Arm::candidate ? 0.4 : 0.1); });
  REQUIRE(monitor.rollback());
  CHECK(monitor.rollback()->kpi == "service_level");
  CHECK(monitor.rollback()->at < at(5000));
  const std::string& reason = monitor.rollback()->reason;
  CHECK(reason.find("service_level: the candidate is worse than the incumbent by ") == 0);
  CHECK(reason.find("95 % always-valid bound") != std::string::npos);
  CHECK(reason.find("the limit is 1.00 points") != std::string::npos);
  const RolloutStanding standing = monitor.standing();
  CHECK(standing.questions[0].difference == Approx(-0.3).margin(0.12));
  CHECK(standing.questions[0].bounds.low < -0.3);
  CHECK(standing.questions[0].bounds.high < 0.1);
  CHECK(standing.questions[1].difference == 0);
  CHECK(standing.incumbent.service_level.value > standing.candidate.service_level.value + 0.1);
  CHECK(standing.incumbent.service_level.n + standing.candidate.service_level.n == monitor.waits());
}

TEST_CASE("harm below the limit is tolerated") {
  RolloutMonitor monitor(bank(), by_call(0.5, 3, {{"service_level", 0.5}}));
  tell(monitor, 6000,
       [&](std::uint32_t number, Arm arm) { return long_or_short(number, 8, arm == Arm::candidate ? 0.4 : 0.1); });
  CHECK_FALSE(monitor.rollback());
}

TEST_CASE("callers who are still waiting count as missed once the threshold has passed") {
  RolloutMonitor monitor(bank(), by_call(0.5, 11, {{"service_level", 0.0}}));
  const SplitRule& split = monitor.terms().split;
  std::uint32_t number = 0;
  std::uint64_t of_candidate = 0;
  for (; number < 450 && !monitor.rollback(); ++number) {
    // The candidate answers nobody: none of its waits is ever over.
    const bool is_candidates = split.arm_of(key_of(number), loans, at(number)) == Arm::candidate;
    of_candidate += is_candidates ? 1 : 0;
    std::vector<Happening> told{wait_begins(number)};
    if (!is_candidates) told.push_back(wait_ends(number, number, 0));
    monitor.fold(at(number), told);
  }
  REQUIRE(monitor.rollback());
  const RolloutStanding standing = monitor.standing();
  CHECK(standing.candidate.answered == 0);
  CHECK(standing.candidate.waiting == of_candidate);
  CHECK(standing.candidate.service_level.value == 0);
  CHECK(standing.candidate.service_level.n > of_candidate - 41);
  CHECK(standing.candidate.service_level.n < of_candidate);  // those of the last 40 s may still be answered in time
  CHECK(standing.candidate.mean_wait.n == 0);
}

TEST_CASE("a wait is counted after those that began before it, though it be over sooner") {
  RolloutMonitor monitor(bank(), by_call(0.5, 1, {{"mean_wait", {}}}));
  monitor.fold(at(0), std::vector<Happening>{wait_begins(0)});
  monitor.fold(at(1), std::vector<Happening>{wait_begins(1), wait_ends(1, 1, 0)});
  CHECK(monitor.standing().questions[0].n == 0);
  monitor.fold(at(9), std::vector<Happening>{wait_ends(0, 0, 9)});
  CHECK(monitor.standing().questions[0].n == 2);
  // Nobody is waited for longer than half an hour.
  monitor.fold(at(10), std::vector<Happening>{wait_begins(2)});
  monitor.fold(at(10) + longest_wait - 1s, {});
  CHECK(monitor.standing().questions[0].n == 2);
  monitor.fold(at(10) + longest_wait, {});
  CHECK(monitor.standing().questions[0].n == 3);
}

TEST_CASE("who calls again is no new draw, and an overflow is no new wait") {
  RolloutMonitor monitor(bank(), by_call(0.5, 1, {{"service_level", {}}, {"retail.service_level", {}}}));
  monitor.fold(at(0), std::vector<Happening>{wait_begins(0), wait_ends(0, 0, 0)});
  monitor.fold(at(5), std::vector<Happening>{wait_begins(0), wait_ends(0, 5, 0)});
  CHECK(monitor.standing().questions[0].n == 1);
  CHECK(monitor.waits() == 2);
  monitor.fold(at(6), std::vector<Happening>{wait_begins(1), wait_ends(1, 6, 0, WaitEnd::overflowed),
                                             wait_begins(1, reports::test::retail)});
  CHECK(monitor.waits() == 3);
  CHECK(monitor.standing().questions[1].n == 0);
  const std::vector<Happening> ends{wait_ends(1, 6, 4, WaitEnd::answered, reports::test::retail)};
  monitor.fold(at(10), ends);
  CHECK(monitor.standing().questions[0].n == 2);
  CHECK(monitor.standing().questions[1].n == 1);
}

TEST_CASE("a queue that a reload has brought is left out, and a call that overflows into it stays where it was") {
  RolloutMonitor monitor(bank(), by_call(0.5, 1, {{"service_level", {}}}));
  const QueueIndex added{2};
  monitor.fold(at(0), std::vector<Happening>{wait_begins(0, added), wait_ends(0, 0, 9, WaitEnd::answered, added)});
  CHECK(monitor.waits() == 0);
  monitor.fold(at(1),
               std::vector<Happening>{wait_begins(1), wait_ends(1, 1, 0, WaitEnd::overflowed), wait_begins(1, added)});
  monitor.fold(at(9), std::vector<Happening>{wait_ends(1, 1, 8, WaitEnd::answered, added)});
  CHECK(monitor.waits() == 1);
  CHECK(monitor.standing().questions[0].n == 1);
}

TEST_CASE("by block, pairs of neighbours are the observations, without what is washed out") {
  RolloutTerms terms;
  terms.split.by = SplitBy::block;
  terms.split.block = 1min;
  terms.split.wash_out = 10s;
  terms.questions = {{"service_level", 0.0}};
  RolloutMonitor monitor(bank(), terms);
  tell(monitor, 60 * 200, [&](std::uint32_t number, Arm arm) {
    // In the wash-out everything goes wrong under the incumbent; it must not count.
    if (number % 60 < 10) return arm == Arm::incumbent ? 60.0 : 10.0;
    return long_or_short(number, 8, arm == Arm::candidate ? 0.3 : 0.1);
  });
  REQUIRE(monitor.rollback());
  CHECK(monitor.rollback()->reason.find("pairs of blocks") != std::string::npos);
  const RolloutStanding standing = monitor.standing();
  CHECK(standing.questions[0].n >= 50);
  CHECK(standing.questions[0].n <= 100);
  CHECK(standing.questions[0].difference == Approx(-0.2).margin(0.06));
  CHECK(standing.incumbent.service_level.value > 0.75);
}

TEST_CASE("rejected decisions of the candidate end the rollout, those of the incumbent do not") {
  RolloutTerms terms = by_call(0.5, 1, {});
  terms.rejections = 2;
  RolloutMonitor monitor(bank(), terms);
  std::uint32_t of_incumbent = 0, of_candidate = 0;
  while (terms.split.arm_of(key_of(of_incumbent), loans, at(0)) != Arm::incumbent) ++of_incumbent;
  while (terms.split.arm_of(key_of(of_candidate), loans, at(0)) != Arm::candidate) ++of_candidate;
  const auto rejects = [](std::uint32_t number) {
    return std::vector<Happening>{DecisionRejected{DecisionFault::threw, call_number(number), {}}};
  };
  monitor.fold(at(0), std::vector<Happening>{wait_begins(of_incumbent), wait_begins(of_candidate)});
  for (int i = 0; i < 9; ++i) monitor.fold(at(1), rejects(of_incumbent));
  for (int i = 0; i < 2; ++i) monitor.fold(at(2), rejects(of_candidate));
  CHECK_FALSE(monitor.rollback());
  monitor.fold(at(65), rejects(of_candidate));
  REQUIRE(monitor.rollback());
  CHECK(monitor.rollback()->kpi.empty());
  CHECK(monitor.rollback()->reason ==
        "3 of the candidate's decisions were rejected or threw; 2 are tolerated; after 65 s");
}

TEST_CASE("what cannot be tested is refused") {
  CHECK_THROWS_AS(RolloutMonitor(bank(), by_call(0.5, 1, {{"no_such_kpi", 0.0}})), std::invalid_argument);
  CHECK_THROWS_AS(RolloutMonitor(bank(), by_call(0.5, 1, {{"wait_p90", 0.0}})), std::invalid_argument);
  CHECK_THROWS_AS(RolloutMonitor(bank(), by_call(0.5, 1, {{"aht", 0.0}})), std::invalid_argument);
  CHECK_THROWS_AS(RolloutMonitor(bank(), by_call(0.5, 1, {{"service_level", -0.1}})), std::invalid_argument);
  RolloutTerms by_queue = by_call(0.5, 1, {{"service_level", 0.0}});
  by_queue.split.by = SplitBy::queue;
  CHECK_THROWS_AS(RolloutMonitor(bank(), by_queue), std::invalid_argument);
}
