// The oracle against what is known in closed form.
#include "tests/oracle/expectations.hpp"

#include <cmath>

#include <catch2/catch.hpp>

#include "tests/laws/erlang.hpp"

namespace twinline::oracle {
namespace {

Approx exact(double value) { return Approx(value).epsilon(1e-9); }

CentreModel one_queue(const laws::Traffic& traffic, double patience, unsigned most_waiting) {
  CallTypeModel calls;
  calls.arrival_rates = {traffic.arrival_rate};
  calls.patience = patience;
  calls.service_times = {traffic.service_time};
  calls.groups = {0};
  calls.most_waiting = most_waiting;
  return {3600, {calls}, {{traffic.agents, {0}}}};
}

/// Gold is served before silver by agents of one kind who serve both alike.
CentreModel two_priorities(double gold_per_second, double silver_per_second, double service_time, unsigned agents,
                           double patience, unsigned most_waiting) {
  CentreModel model;
  model.stretch = 900;
  for (const double rate : {gold_per_second, silver_per_second}) {
    CallTypeModel calls;
    calls.arrival_rates = {rate, rate};
    calls.patience = patience;
    calls.service_times = {service_time};
    calls.groups = {0};
    calls.most_waiting = most_waiting;
    model.call_types.push_back(calls);
  }
  model.groups.push_back({agents, {0, 1}});
  return model;
}

}  // namespace

TEST_CASE("a chain of two states follows its closed form") {
  Rates rates(2, 2);
  rates.insert(0, 0) = -3;
  rates.insert(0, 1) = 3;
  rates.insert(1, 0) = 1;
  rates.insert(1, 1) = -1;
  Measure start(2);
  start << 1, 0;
  const Evolution evolution = evolve(rates, start, 0.4);
  CHECK(evolution.at_end[0] == exact(0.25 + 0.75 * std::exp(-1.6)));
  CHECK(evolution.time[0] == exact(0.1 + 0.75 * (1 - std::exp(-1.6)) / 4));
  CHECK(evolution.time.sum() == exact(0.4));
  CHECK(steady_state(rates)[1] == exact(0.75));
}

TEST_CASE("with an agent for everybody the number of calls is Poisson at any time") {
  const laws::Traffic traffic{0.02, 180, 40};
  const CentreModel model = one_queue(traffic, for_ever, 0);
  const CentreChain chain(model);
  REQUIRE(chain.states().size() == 41);
  Measure start = Measure::Zero(41);
  start[0] = 1;
  for (const double seconds : {10.0, 120.0, 900.0}) {
    const double mean = traffic.offered_load() * (1 - std::exp(-seconds / 180));
    CHECK(evolve(chain.rates({0.02}), start, seconds).at_end[0] == exact(std::exp(-mean)));
  }
}

TEST_CASE("Erlang B: lines without a queue") {
  for (const auto& [lines, load] : {std::pair{1U, 1.0}, std::pair{14U, 10.0}, std::pair{110U, 100.0}}) {
    const CentreModel model = one_queue({load, 1, lines}, for_ever, 0);
    const CentreChain chain(model);
    CHECK(chain.probability_of_full_line(steady_state(chain.rates({load}))) == exact(laws::erlang_b(lines, load)));
  }
}

TEST_CASE("Erlang C: nobody gives up") {
  const laws::Traffic traffic{200 / 3600.0, 180, 14};
  const CentreModel model = one_queue(traffic, for_ever, 150);
  const Cohort calls = steady_state_cohort(model, 0);
  const laws::SteadyState expected = laws::erlang_c(traffic, 20);
  CHECK(calls.offered() == exact(traffic.arrival_rate));
  CHECK(calls.delayed() / calls.offered() == exact(expected.probability_of_wait));
  CHECK(calls.wait() / calls.offered() == exact(expected.mean_wait));
  CHECK(calls.wait_of_answered() == exact(calls.wait()));
  CHECK(calls.abandoned() == 0);
  CHECK(calls.answered_within(20) / calls.offered() == exact(expected.service_level));
  // P(W > t) = C exp(-(n mu - lambda) t)
  const double spare = 14 / 180.0 - 200 / 3600.0;
  CHECK(calls.wait_quantile(0.95) == exact(std::log(expected.probability_of_wait / 0.05) / spare));
  CHECK(calls.wait_quantile(0.5) == 0);
}

TEST_CASE("Erlang A: callers give up") {
  for (const auto& [traffic, patience] :
       {std::pair{laws::Traffic{200 / 3600.0, 180, 14}, 300.0}, std::pair{laws::Traffic{100, 1, 90}, 2.0}}) {
    const CentreModel model = one_queue(traffic, patience, 200);
    const Cohort calls = steady_state_cohort(model, 0);
    const double threshold = traffic.service_time / 9;
    const laws::SteadyState expected = laws::erlang_a(traffic, patience, threshold);
    CHECK(calls.delayed() / calls.offered() == exact(expected.probability_of_wait));
    CHECK(calls.abandoned() / calls.offered() == exact(expected.probability_of_abandonment));
    CHECK(calls.wait() / calls.offered() == exact(expected.mean_wait));
    CHECK(calls.answered_within(threshold) / calls.offered() == exact(expected.service_level));
  }
}

TEST_CASE("balking callers are abandoned calls that did not wait") {
  CentreModel model = one_queue({1, 1, 1}, for_ever, 0);
  model.call_types.front().most_waiting = 3;
  model.call_types.front().balk = 1;
  const Cohort calls = steady_state_cohort(model, 0);
  CHECK(calls.abandoned() / calls.offered() == exact(0.5));  // Erlang B of one line and one erlang
  CHECK(calls.delayed() == 0);
}

TEST_CASE("priorities without impatience: Cobham's waits") {
  const CentreModel model = two_priorities(1 / 60.0, 1 / 90.0, 90, 4, for_ever, 50);
  const double offered_load = 90 * (1 / 60.0 + 1 / 90.0);
  const double probability_of_wait = laws::erlang_c({1 / 60.0 + 1 / 90.0, 90, 4}, 0).probability_of_wait;
  const double gold_share = 1.5 / 4, all_share = offered_load / 4;
  const double gold_wait = probability_of_wait * 90 / 4 / (1 - gold_share);
  const Cohort gold = steady_state_cohort(model, 0), silver = steady_state_cohort(model, 1);
  CHECK(gold.wait() / gold.offered() == Approx(gold_wait).epsilon(1e-6));
  CHECK(silver.wait() / silver.offered() == Approx(gold_wait / (1 - all_share)).epsilon(1e-6));
}

TEST_CASE("priorities do not change how many wait or give up in all, where all are equally impatient") {
  const CentreModel two = two_priorities(0.015, 0.02, 120, 4, 90, 30);
  const CentreModel one = one_queue({0.035, 120, 4}, 90, 60);
  const Cohort gold = steady_state_cohort(two, 0), silver = steady_state_cohort(two, 1);
  const Cohort all = steady_state_cohort(one, 0);
  CHECK(gold.delayed() + silver.delayed() == exact(all.delayed()));
  CHECK(gold.abandoned() + silver.abandoned() == exact(all.abandoned()));
  CHECK(gold.wait() < silver.wait());
}

TEST_CASE("over a finite horizon both ways of following calls agree, and the parts sum up") {
  CentreModel model = one_queue({0.03, 120, 4}, 90, 60);
  model.stretch = 900;
  model.call_types.front().arrival_rates = {0.02, 0.05, 0.01};
  model.call_types.front().balk = 0.1;
  const FiniteHorizon horizon(model);
  REQUIRE(horizon.stretches() == 3);
  double offered = 0, wait = 0;
  for (std::size_t stretch = 0; stretch < 3; ++stretch) {
    const Cohort cohort = horizon.cohort(stretch);
    const Expected followed = horizon.of_calls(0, stretch);
    CHECK(followed.offered == exact(cohort.offered()));
    CHECK(followed.offered == exact(900 * model.call_types.front().arrival_rates[stretch]));
    CHECK(followed.delayed == exact(cohort.delayed()));
    CHECK(followed.abandoned == exact(cohort.abandoned()));
    CHECK(followed.wait == exact(cohort.wait()));
    CHECK(horizon.probability_of_full_line(stretch) < 1e-12);
    offered += followed.offered;
    wait += followed.wait;
  }
  const Cohort all = horizon.all_calls();
  CHECK(all.offered() == exact(offered));
  CHECK(all.wait() == exact(wait));
  CHECK(all.answered_within(1e4) == exact(all.answered()));
  CHECK(all.waited_longer(all.wait_quantile(0.9)) == exact(0.1 * all.offered()));
}

TEST_CASE("two groups who serve alike are one") {
  CentreModel two = two_priorities(0.02, 0.02, 120, 2, 90, 25);
  two.groups = {{2, {1, 0}}, {3, {0, 1}}};
  for (CallTypeModel& calls : two.call_types) {
    calls.service_times = {120, 120};
    calls.groups = {0, 1};
  }
  CentreModel one = one_queue({0.04, 120, 5}, 90, 50);
  one.stretch = 900;
  one.call_types.front().arrival_rates = {0.04, 0.04};
  // Who of them gave up differs, and so does when they came; how many gave up does not.
  const FiniteHorizon of_two(two), of_one(one);
  Expected all, both;
  for (std::size_t stretch = 0; stretch < 2; ++stretch) {
    all.delayed += of_one.of_calls(0, stretch).delayed;
    all.abandoned += of_one.of_calls(0, stretch).abandoned;
    for (std::size_t type = 0; type < 2; ++type) {
      both.delayed += of_two.of_calls(type, stretch).delayed;
      both.abandoned += of_two.of_calls(type, stretch).abandoned;
    }
  }
  CHECK(both.delayed == Approx(all.delayed).epsilon(1e-7));
  CHECK(both.abandoned == Approx(all.abandoned).epsilon(1e-7));
}

TEST_CASE("one line: the run-out is the time until everybody has been served") {
  CentreModel model = one_queue({0.05, 60, 3}, for_ever, 0);
  model.call_types.front().arrival_rates = {0.05};
  const FiniteHorizon horizon(model);
  // After an hour the centre is in its steady state: Poisson with mean 3, cut at 3. The last of k calls ends after
  // 60 (1 + 1/2 + … + 1/k) seconds.
  const double p1 = 3, p2 = 4.5, p3 = 4.5, sum = 1 + p1 + p2 + p3;
  CHECK(horizon.run_out() == exact(60 * (p1 + p2 * 1.5 + p3 * (1.5 + 1 / 3.0)) / sum));
}

}  // namespace twinline::oracle
