// What a carrier promises, on a platform small enough to reckon by hand, whoever carries it.
#include <csignal>
#include <string>

#include <catch2/catch.hpp>

#include "tests/infra/own_process.hpp"
#include "tests/infra/small_platform.hpp"

namespace twinline::infra {
namespace {

constexpr Time at(Duration since_start) { return world_start + since_start; }

/// For use in a process of its own, where a CHECK would count for nothing.
void expect(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

/// What a carrier of the small platform reports while `story(carrier, ends)` goes on, and after it to the end of all.
template <class Story>
std::string told_of(Carried carried, Story story) {
  return told(in_own_process([&] {
    const auto carrier = make_carrier(small_platform(carried));
    std::vector<Completion> ends;
    story(*carrier, ends);
    finish(*carrier, ends);
    return ends;
  }));
}

const auto everybody = {Carried::by_simgrid, Carried::by_ourselves};

}  // namespace

TEST_CASE("Latencies add up along a route, in both directions and to the nanosecond") {
  CHECK(told_of(Carried::by_ourselves, [](Carrier& carrier, auto& ends) {
          carrier.advance(at(1ns), ends);
          carrier.send(sbc, ivr, 1500, 1);
          carrier.send(sbc, crm, 1500, 2);
          carrier.send(crm, sbc, 0, 3);
        }) == "1 at 0.020000001, 2 at 0.050500001, 3 at 0.050500001");
}

TEST_CASE("A message takes the latencies of its route and then the time of its narrowest link") {
  CHECK(told_of(Carried::by_simgrid, [](Carrier& carrier, auto&) { carrier.send(sbc, crm, 1000, 1); }) ==
        "1 at 2.0505");
}

TEST_CASE("Messages on one link share its bandwidth, those in their latency do not") {
  CHECK(told_of(Carried::by_simgrid, [](Carrier& carrier, auto& ends) {
          carrier.send(sbc, ivr, 1000, 1);
          carrier.send(ivr, sbc, 2000, 2);
          carrier.advance(at(3s), ends);
          carrier.send(sbc, ivr, 100, 3);  // the link is free again before the latency is over
        }) == "1 at 2.02, 2 at 3.02, 3 at 3.12");
}

TEST_CASE("Work takes its time on a free core, shares cores that are taken, and is faster on a fast host") {
  for (const Carried carried : everybody) {
    CHECK(told_of(carried, [](Carrier& carrier, auto& ends) {
            carrier.execute(ivr, 2.0, 1);
            carrier.execute(crm, 2.0, 2);
            carrier.advance(at(1s), ends);
            carrier.execute(ivr, 3.0, 3);
            carrier.execute(ivr, 3.0, 4);  // three on two cores from now on: 2/3 each
          }) == "2 at 1, 1 at 2.5, 3 at 4.5, 4 at 4.5");
  }
}

TEST_CASE("What needs no time ends at the instant at which it starts") {
  Platform platform = small_platform(Carried::by_ourselves);
  for (Host& host : platform.hosts) host.speed = unlimited;
  for (Link& link : platform.links) link.latency = 0s;
  CHECK_FALSE(needs_simgrid(platform));
  const auto carrier = make_carrier(platform);
  std::vector<Completion> ends;
  carrier->advance(at(5s), ends);
  CHECK(carrier->next_time() == never);
  carrier->send(sbc, crm, 1'000'000, 3);
  carrier->execute(ivr, 1e6, 2);
  carrier->send(sbc, sbc, 10, 1);
  CHECK(carrier->next_time() == at(5s));
  carrier->advance(at(5s), ends);
  CHECK(told(ends) == "1 at 5, 2 at 5, 3 at 5");
  CHECK(carrier->next_time() == never);
}

TEST_CASE("A host that goes off ends its work and the messages from and to it, and nothing else") {
  for (const Carried carried : everybody) {
    CHECK(told_of(carried, [](Carrier& carrier, auto& ends) {
            carrier.execute(ivr, 1.0, 1);
            carrier.execute(ivr, 9.0, 2);
            carrier.execute(crm, 9.0, 3);
            carrier.advance(at(2s), ends);
            carrier.send(sbc, ivr, 700, 4);
            carrier.send(ivr, sbc, 700, 5);
            carrier.advance(at(2010ms), ends);
            carrier.switch_host(ivr, false);
            expect(!carrier.is_on(ivr) && carrier.is_on(crm), "one host is off");
          }) == "1 at 1, 2 at 2.01 failed, 4 at 2.01 failed, 5 at 2.01 failed, 3 at 4.5");
  }
}

TEST_CASE("A link that goes off ends the messages that pass it, be it in their latency or later") {
  CHECK(told_of(Carried::by_ourselves, [](Carrier& carrier, auto& ends) {
          carrier.send(sbc, ivr, 1, 1);
          carrier.send(sbc, crm, 1, 2);
          carrier.advance(at(10ms), ends);
          carrier.switch_link(wan, false);
        }) == "2 at 0.01 failed, 1 at 0.02");
  CHECK(told_of(Carried::by_simgrid, [](Carrier& carrier, auto& ends) {
          carrier.send(sbc, ivr, 1000, 1);
          carrier.send(sbc, crm, 1000, 2);
          carrier.advance(at(1020ms), ends);  // the trunk's thousand bytes a second are shared since 0.0505
          carrier.send(sbc, crm, 1000, 3);
          carrier.switch_link(wan, false);
        }) == "2 at 1.02 failed, 3 at 1.02 failed, 1 at 1.50475");
}

TEST_CASE("Nothing starts on what is off, and everything does when it is on again") {
  for (const Carried carried : everybody) {
    CHECK(told_of(carried, [](Carrier& carrier, auto& ends) {
            carrier.switch_host(ivr, false);
            carrier.switch_link(wan, false);
            expect(!carrier.execute(ivr, 1.0, 1), "no work on a host that is off");
            expect(!carrier.send(sbc, ivr, 0, 2) && !carrier.send(ivr, sbc, 0, 2), "nor a message to or from it");
            expect(!carrier.send(sbc, crm, 0, 3), "nor one over a link that is off");
            expect(!carrier.send(ivr, crm, 0, 3), "nor one without a route");
            carrier.advance(at(1s), ends);
            carrier.switch_host(ivr, true);
            carrier.switch_link(wan, true);
            expect(carrier.execute(ivr, 1.0, 1) && carrier.send(sbc, crm, 0, 3), "on again");
          }) == "3 at 1.0505, 1 at 2");
  }
}

TEST_CASE("What is cancelled is never reported, and leaves its share to the others") {
  for (const Carried carried : everybody) {
    CHECK(
        told_of(carried, [](Carrier& carrier, auto& ends) {
          for (Tag tag = 1; tag <= 4; ++tag) carrier.execute(ivr, 2.0, tag);
          carrier.send(sbc, crm, 100, 5);
          carrier.advance(at(1s), ends);
          for (const Tag tag : {1, 2}) expect(carrier.cancel(tag), "under way");
          for (const Tag tag : {1, 5}) expect(!carrier.cancel(tag), "not under way any more");
        }) == (carried == Carried::by_simgrid ? "5 at 0.2505, 3 at 2.5, 4 at 2.5" : "5 at 0.0505, 3 at 2.5, 4 at 2.5"));
  }
}

TEST_CASE("What takes no time can be cancelled before it is reported, and has ended before its host goes off") {
  for (const Carried carried : everybody) {
    CHECK(told_of(carried, [](Carrier& carrier, auto&) {
            carrier.execute(ivr, 0.0, 1);
            carrier.execute(ivr, 0.0, 2);
            expect(carrier.cancel(1), "not yet reported");
            carrier.switch_host(ivr, false);
          }) == "2 at 0");
  }
}

TEST_CASE("An aggregated host gets cores and loses them, and what runs goes on with those that are there") {
  const auto carrier = make_carrier(small_platform(Carried::by_ourselves));
  std::vector<Completion> ends;
  for (const Tag tag : {1, 2, 3, 4}) carrier->execute(ivr, 4.0, tag);  // on two cores
  carrier->advance(at(2s), ends);
  carrier->set_cores(ivr, 6);
  carrier->advance(at(4s), ends);
  carrier->set_cores(ivr, 1);
  finish(*carrier, ends);
  CHECK(told(ends) == "1 at 8, 2 at 8, 3 at 8, 4 at 8");
  const Load load = carrier->load(ivr);
  CHECK(load.busy == 16s);
  CHECK(load.saturated == 6s);
  CHECK_THROWS_AS(carrier->set_cores(ivr, 0), std::invalid_argument);
  Platform platform = small_platform(Carried::by_ourselves);
  platform.hosts[ivr.value] = {.name = "ivr", .cores = 2, .speed = unlimited, .aggregated = false};
  CHECK_THROWS_AS(make_carrier(platform)->set_cores(ivr, 3), std::invalid_argument);
}

TEST_CASE("An aggregated host that is slow for a while slows what runs on it") {
  const auto carrier = make_carrier(small_platform(Carried::by_ourselves));
  std::vector<Completion> ends;
  carrier->execute(ivr, 3.0, 1);
  carrier->advance(at(1s), ends);
  carrier->set_pace(ivr, 0.25);  // two of the three seconds are left, and take eight
  carrier->execute(ivr, 1.0, 2);
  carrier->advance(at(5s), ends);
  carrier->set_pace(ivr, 1.0);  // the first has a second left
  carrier->execute(crm, 1.0, 3);
  carrier->set_pace(crm, 0.5);
  finish(*carrier, ends);
  CHECK(told(ends) == "2 at 5, 1 at 6, 3 at 6");
  CHECK_THROWS_AS(carrier->set_pace(ivr, 0), std::invalid_argument);
  CHECK_THROWS_AS(carrier->set_pace(ivr, 1.5), std::invalid_argument);
  Platform platform = small_platform(Carried::by_ourselves);
  platform.hosts[ivr.value] = {.name = "ivr", .cores = 2, .speed = unlimited, .aggregated = false};
  CHECK_THROWS_AS(make_carrier(platform)->set_pace(ivr, 0.5), std::invalid_argument);
}

TEST_CASE("A tag names one activity at a time") {
  const auto carrier = make_carrier(small_platform(Carried::by_ourselves));
  std::vector<Completion> ends;
  carrier->execute(ivr, 2.0, 1);
  CHECK_THROWS_AS(carrier->execute(ivr, 2.0, 1), std::invalid_argument);
  CHECK_THROWS_AS(carrier->send(sbc, ivr, 2, 1), std::invalid_argument);
  CHECK_THROWS_AS(carrier->execute(ivr, -1.0, 2), std::invalid_argument);
  finish(*carrier, ends);
  CHECK(carrier->execute(ivr, 2.0, 1));
  CHECK_THROWS_AS(carrier->advance(at(1s), ends), std::invalid_argument);
}

TEST_CASE("Media takes bandwidth from messages, and a thousandth is left to them") {
  CHECK(told_of(Carried::by_simgrid, [](Carrier& carrier, auto& ends) {
          carrier.set_background_load(trunk, 750);
          carrier.send(sbc, ivr, 500, 1);
          carrier.advance(at(1020ms), ends);
          carrier.set_background_load(trunk, 0);  // half of it has gone at 250 bytes a second
          carrier.advance(at(2s), ends);
          carrier.set_background_load(trunk, 5000);
          carrier.send(sbc, ivr, 3, 2);
          carrier.advance(at(7s), ends);
          expect(carrier.load(trunk).saturated == 5s, "crowded out since two seconds");
        }) == "1 at 1.27, 2 at 5.02");
}

TEST_CASE("Hosts and links count what they have to do") {
  for (const Carried carried : everybody) {
    told_of(carried, [](Carrier& carrier, auto& ends) {
      for (Tag tag = 1; tag <= 3; ++tag) carrier.execute(ivr, 2.0, tag);
      Load load = carrier.load(ivr);
      expect(load.running == 3 && load.queue == 1 && load.busy == 0s, "three on two cores");
      carrier.advance(at(1s), ends);
      carrier.cancel(1);
      carrier.advance(at(4s), ends);  // the others end at 1 s + 4/3 s
      load = carrier.load(ivr);
      expect(load.running == 0 && load.queue == 0 && load.finished == 2, "all have ended");
      expect(load.busy == 2s + 2 * (ends.back().at - at(1s)) && load.saturated == 1s, "two cores, one second of three");
      expect(carrier.load(crm).busy == 0s, "nothing on the other");
    });
  }
  told_of(Carried::by_simgrid, [](Carrier& carrier, auto& ends) {
    carrier.send(sbc, ivr, 1000, 1);
    carrier.send(sbc, ivr, 1000, 2);
    carrier.send(sbc, crm, 500, 3);
    carrier.cancel(3);
    carrier.advance(at(10s), ends);
    const Load load = carrier.load(trunk);
    expect(load.bytes == 2000 && load.finished == 2 && load.busy == 2s && load.saturated == 2s, "the trunk");
    expect(carrier.load(wan).bytes == 0, "the line that nothing passed to its end");
  });
}

TEST_CASE("A process carries a platform with SimGrid once, and is told so the next time") {
  CHECK(in_own_process([] {
          {
            const auto carrier = make_carrier(small_platform(Carried::by_simgrid));
            carrier->execute(ivr, 100.0, 1);  // still running when the carrier goes
            carrier->send(sbc, ivr, 100, 2);
          }
          try {
            make_carrier(small_platform(Carried::by_simgrid));
          } catch (const CannotCarry& error) {
            make_carrier(small_platform(Carried::by_ourselves));  // no need of SimGrid
            return std::string{error.what()};
          }
          return std::string{};
        }) == "this process has had SimGrid's engine before; a process can have it once");
}

TEST_CASE("Whoever catches interrupts still does when SimGrid has come") {
  in_own_process([] {
    std::signal(SIGINT, SIG_IGN);
    const auto carrier = make_carrier(small_platform(Carried::by_simgrid));
    expect(std::signal(SIGINT, SIG_DFL) == SIG_IGN, "the handler has changed");
    return std::string{};
  });
}

TEST_CASE("A platform that makes no sense is refused") {
  const auto refusal = [](auto spoil) {
    Platform platform = small_platform(Carried::by_ourselves);
    spoil(platform);
    try {
      make_carrier(platform);
    } catch (const std::invalid_argument& error) {
      return std::string{error.what()};
    }
    return std::string{};
  };
  CHECK(refusal([](Platform&) {}).empty());
  CHECK(refusal([](Platform& platform) { platform.hosts[1].cores = 0; }) == "the host ivr has no core");
  CHECK(refusal([](Platform& platform) { platform.hosts[1].speed = 0; }) == "the host ivr has no speed");
  CHECK(refusal([](Platform& platform) { platform.links[0].bandwidth = 0; }) == "the link trunk has no bandwidth");
  CHECK(refusal([](Platform& platform) { platform.links[1].latency = -1ns; }) == "the link wan has a negative latency");
  CHECK(refusal([](Platform& platform) { platform.routes[0].to = HostIndex{3U}; }) == "a route leads to no host");
  CHECK(refusal([](Platform& platform) { platform.routes[0].to = sbc; }) == "a route leads from a host to itself");
  CHECK(refusal([](Platform& platform) { platform.routes[0].links = {LinkIndex{2U}}; }) ==
        "a route passes a link that is none");
  CHECK(refusal([](Platform& platform) {
          platform.routes.push_back({ivr, sbc, {}});
        }) == "two routes between ivr and sbc");
}

}  // namespace twinline::infra
