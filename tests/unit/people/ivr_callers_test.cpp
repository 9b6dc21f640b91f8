// What simulated callers and sources do at the machines of a flow: shares, and the same answer whenever it is asked
// for.
#include "sim/people/ivr_callers.hpp"

#include <catch2/catch.hpp>

#include "sim/people/caller_key.hpp"
#include "tests/unit/schema/samples.hpp"

namespace twinline::sim {
namespace {

constexpr CallTypeIndex bill{0}, loan{1};
constexpr StepIndex number{0U}, listen{1U}, offer{2U}, talk{3U}, done{4U}, person{5U};

FlowPosition at(StepIndex step) { return {FlowIndex{0U}, step, 0}; }

/// Two call types, the first of which meets every machine.
struct Machines {
  scenarios::Scenario scenario = *scenarios::samples::load_text(R"(twinline: 1
queues: {main: {}}
calls:
  bill: {ivr: main, arrivals: {rate: 60 per hour}, handling: {talk: 2 min}}
  loan: {arrivals: {rate: 0 per hour}, handling: {talk: 2 min}}
groups: {all: {scheduled: 5}}
ivr:
  look_ups:
    listener: {confusion: {bill: {bill: 70 %, loan: 20 %, unknown: 10 %}, loan: {loan: 100 %}}}
    assistant: {solves: {bill: 60 %}, takes: 1 min}
  flows:
    main:
      number: {collect: enter, fewest: 4, human: person, callers: {nothing: 10 %, opts_out: 20 %}}
      listen: {look_up: listener, otherwise: person}
      offer: {steer: app, to: loan, after: 2 min, incentive: {costs: 1.50 CHF, raises: 10 %}, callers: {accepts: 15 %}}
      talk: {bot: assistant, otherwise: person, callers: {opts_out: 25 %}}
      done: {hang_up: served, callers: {resolved: 80 %}}
      person: {queue: yes}
)")
                                      .scenario;
  IvrCallers callers{scenario, random::StreamSeed{1, 0}};
  std::vector<Attribute> learnt{};

  /// The share of many callers of whom this is true.
  template <class True>
  static double share(True is_true) {
    constexpr std::uint64_t callers_asked = 4000;
    std::uint64_t found = 0;
    for (std::uint64_t ordinal = 0; ordinal < callers_asked; ++ordinal) {
      found += is_true(first_attempt_key(bill, 0, ordinal)) ? 1 : 0;
    }
    return static_cast<double>(found) / static_cast<double>(callers_asked);
  }
  /// What the source of this step tells of a caller; −1 for nothing.
  std::int64_t told(StepIndex step, CallTypeIndex wants, CallKey key) {
    callers.look_up(at(step), wants, key, learnt);
    return learnt.empty() ? -1 : learnt.front().value;
  }
};

constexpr double margin = 0.025;  // three standard errors of a half

}  // namespace

TEST_CASE("who opts out presses a lone 0") {
  Machines machines;
  const auto opts_out = [&](CallKey key) { return machines.callers.press(at(number), key, 1).digits.text() == "0"; };
  const auto nothing = [&](CallKey key) {
    return machines.callers.press(at(number), key, 1).outcome == InputOutcome::nothing;
  };
  const auto four = [&](CallKey key) { return machines.callers.press(at(number), key, 1).count == 4; };
  CHECK(Machines::share(opts_out) == Approx(0.2).margin(margin));
  CHECK(Machines::share(nothing) == Approx(0.1).margin(margin));
  CHECK(Machines::share(four) == Approx(0.7).margin(margin));
}

TEST_CASE("a recogniser takes callers for what its matrix says, each always for the same") {
  Machines machines;
  const auto taken_for = [&](std::int64_t type) {
    return Machines::share([&](CallKey key) { return machines.told(listen, bill, key) == type; });
  };
  CHECK(taken_for(bill.value) == Approx(0.7).margin(margin));
  CHECK(taken_for(loan.value) == Approx(0.2).margin(margin));
  CHECK(taken_for(-1) == Approx(0.1).margin(margin));
  CHECK(Machines::share([&](CallKey key) { return machines.told(listen, loan, key) == loan.value; }) == 1);
  CHECK(Machines::share(
            [&](CallKey key) { return machines.told(listen, bill, key) == machines.told(listen, bill, key); }) == 1);
}

TEST_CASE("a bot settles its share of those who talk to it, and takes its time for it") {
  Machines machines;
  const auto at_once = [&](CallKey key) {
    return machines.callers.look_up(at(talk), bill, key, machines.learnt).after == Duration{0};
  };
  CHECK(Machines::share(at_once) == Approx(0.25).margin(margin));
  CHECK(Machines::share([&](CallKey key) { return machines.told(talk, bill, key) == 1; }) ==
        Approx(0.75 * 0.6).margin(margin));
  CHECK(Machines::share([&](CallKey key) { return machines.told(talk, loan, key) == 1; }) == 0);
  const auto done_well = [&](CallKey key) { return machines.callers.is_resolved(at(done), key); };
  CHECK(Machines::share(done_well) == Approx(0.8).margin(margin));
}

TEST_CASE("an incentive adds to those who accept another channel") {
  Machines machines;
  const auto accepts = [&](CallKey key) { return machines.callers.accepts_channel(at(offer), key, 3); };
  CHECK(Machines::share(accepts) == Approx(0.25).margin(margin));
  CHECK(machines.callers.incentive(at(offer)) == 150);
  CHECK(machines.callers.until_there(at(offer), 16) == 2min);
}

TEST_CASE("what leads to the end of a served call without a choice is self-service") {
  const Machines machines;
  const auto& callers = machines.callers;
  CHECK(callers.is_self_service(at(talk)));
  CHECK(callers.is_self_service(at(done)));
  CHECK_FALSE(callers.is_self_service(at(person)));
  CHECK_FALSE(callers.is_self_service({}));
}

}  // namespace twinline::sim
