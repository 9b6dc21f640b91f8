#include "live_bridge/store/call_record_fold.hpp"

#include <catch2/catch.hpp>

#include "live_bridge/store/entry_queue.hpp"

namespace twinline::live::store {
namespace {

constexpr CallId first{CallSlot{0}, 1};
constexpr CallLabels retail{CallTypeIndex{0}, SegmentIndex{0}, QueueIndex{0}, 0};
constexpr CallLabels loans{CallTypeIndex{1}, SegmentIndex{0}, QueueIndex{1}, 0};
constexpr AgentIndex anna{0}, beat{1};
constexpr GroupIndex juniors{0};

Time at(double seconds) { return world_start + from_seconds(seconds); }

/// A centre with two of everything, and entries one after the other.
class Desk {
 public:
  Desk() : fold_(Instants{"2026-03-02T09:00:00+01:00"}) {
    Centre centre;
    for (const char* name : {"retail", "loans"}) {
      Queue& queue = centre.queues.emplace_back();
      queue.name = name;
      CallType& type = centre.call_types.emplace_back();
      type.name = std::string{name} + "_question";
    }
    centre.groups.resize(1);
    centre.groups[0].name = "juniors";
    centre.agents = {{"Anna", juniors}, {"Beat", juniors}};
    centre.segments.resize(1);
    centre.segments[0].name = "gold";
    centre.trunks = {{"main", 0}};
    fold_.use(std::make_shared<const Centre>(centre));
  }

  void entry(double seconds, const Fact& fact, const Happenings& happenings) {
    fold_.fold(excerpt_of(++entries_, at(seconds), fact, happenings), records);
  }
  void arrive(double seconds, CallId call = first, const Happenings& happenings = {}) {
    entry(seconds, CallArrived{call, 0xabc, CallTypeIndex{0}, SegmentIndex{0}, TrunkIndex{0}, 0, 0, 0, {}}, happenings);
  }
  CallRecordFold& fold() { return fold_; }

  std::vector<CallRecord> records;

 private:
  CallRecordFold fold_;
  std::uint64_t entries_ = 0;
};

WaitEnded wait_ended(CallLabels labels, WaitEnd how, double queued_at, double now, AgentIndex agent = {},
                     bool while_ringing = false) {
  const bool answered = how == WaitEnd::answered;
  return {first,
          0xabc,
          labels,
          answered ? juniors : GroupIndex{},
          agent,
          how,
          while_ringing,
          at(queued_at),
          at(now) - at(queued_at)};
}

EntryExcerpt numbered(std::uint64_t entry) { return excerpt_of(entry, world_start, CallerHungUp{}, {}); }

OfferEnded offer_ended(AgentIndex agent, OfferEnd how, double rang) {
  return {{agent, 1}, first, juniors, how, from_seconds(rang)};
}

}  // namespace

TEST_CASE("A call that rings out once and is answered then: every field of its record", "[store]") {
  Desk desk;
  desk.arrive(0);
  desk.entry(4, TreatmentEnded{first, TreatmentOutcome::finished}, {WaitBegan{first, 0xabc, retail}});
  desk.entry(10, TimerFired{}, {OfferMade{{anna, 1}, first, juniors}});
  desk.entry(30, TimerFired{}, {offer_ended(anna, OfferEnd::no_answer, 20), OfferMade{{beat, 1}, first, juniors}});
  desk.entry(32.5, TimerFired{},
             {offer_ended(beat, OfferEnd::answered, 2.5), wait_ended(retail, WaitEnd::answered, 4, 32.5, beat)});
  CHECK(desk.fold().oldest_arrival() == 1U);
  desk.entry(152.5, TalkEnded{first, {}, 30s}, {});
  desk.entry(172.75, WrapUpEnded{first},
             {HandlingEnded{first, retail, juniors, beat, at(4), at(32.5), 120s, 30s, from_seconds(20.25), false},
              CallEnded{first, 0xabc, retail, CallOutcome::served}});
  REQUIRE(desk.records.size() == 1);
  CHECK_FALSE(desk.fold().oldest_arrival());
  const CallRecord& record = desk.records.front();
  CHECK(record.call == 1);
  CHECK(record.entry == 7);
  CHECK(record.key == "0000000000000abc");
  CHECK(record.call_type == "retail_question");
  CHECK(record.segment == "gold");
  CHECK(record.trunk == "main");
  CHECK(record.queues == "retail");
  CHECK(record.arrived == "2026-03-02T08:00:00.000000Z");
  CHECK(record.queued == "2026-03-02T08:00:04.000000Z");
  CHECK(record.answered == "2026-03-02T08:00:32.500000Z");
  CHECK(record.ended == "2026-03-02T08:02:32.500000Z");
  CHECK(record.wait == 28.5);
  CHECK(record.talk == 120);
  CHECK(record.hold == 30);
  CHECK(record.wrap_up == 20.25);
  CHECK(record.agent == "Beat");
  CHECK(record.agent_group == "juniors");
  CHECK(record.outcome == "served");
  CHECK_FALSE(record.abandoned_while_ringing);
  CHECK(record.offers_refused == 1);
  CHECK(record.transfers == 0);
  REQUIRE(record.offers.size() == 2);
  CHECK(record.offers[0].agent == "Anna");
  CHECK(record.offers[0].made == "2026-03-02T08:00:10.000000Z");
  CHECK(record.offers[0].rang == 20);
  CHECK(record.offers[0].outcome == "no_answer");
  CHECK(record.offers[1].agent == "Beat");
  CHECK(record.offers[1].agent_group == "juniors");
  CHECK(record.offers[1].outcome == "answered");
}

TEST_CASE("Who hangs up while a phone rings has waited, and was refused by nobody", "[store]") {
  Desk desk;
  desk.arrive(0, first, {WaitBegan{first, 0xabc, retail}});
  desk.entry(5, TimerFired{}, {OfferMade{{anna, 1}, first, juniors}});
  desk.entry(8, CallerHungUp{first},
             {wait_ended(retail, WaitEnd::abandoned, 0, 8, {}, true), offer_ended(anna, OfferEnd::withdrawn, 3),
              CallEnded{first, 0xabc, retail, CallOutcome::abandoned}});
  REQUIRE(desk.records.size() == 1);
  const CallRecord& record = desk.records.front();
  CHECK(record.outcome == "abandoned");
  CHECK(record.abandoned_while_ringing);
  CHECK(record.wait == 8);
  CHECK(record.ended == "2026-03-02T08:00:08.000000Z");
  CHECK_FALSE(record.answered);
  CHECK_FALSE(record.agent);
  CHECK(record.offers.size() == 1);
  CHECK(record.offers_refused == 0);
  CHECK(record.offers[0].outcome == "withdrawn");
}

TEST_CASE("Overflow and transfer: one record with the whole path, each wait counted once", "[store]") {
  Desk desk;
  desk.arrive(0, first, {WaitBegan{first, 0xabc, retail}});
  desk.entry(60, TimerFired{},
             {wait_ended(retail, WaitEnd::overflowed, 0, 60),
              WaitBegan{first, 0xabc, {CallTypeIndex{0}, SegmentIndex{0}, QueueIndex{1}, 0}}});
  desk.entry(90, TimerFired{}, {wait_ended(loans, WaitEnd::answered, 0, 90, anna)});
  desk.entry(
      190, CallTransferred{first, CallTypeIndex{1}},
      {HandlingEnded{first, retail, juniors, anna, at(0), at(90), 100s, 0s, 0s, true}, WaitBegan{first, 0xabc, loans}});
  desk.entry(200, TimerFired{}, {wait_ended(loans, WaitEnd::answered, 190, 200, beat)});
  desk.entry(250, TimerFired{},
             {HandlingEnded{first, loans, juniors, beat, at(190), at(200), 45s, 5s, 5s, false},
              CallEnded{first, 0xabc, loans, CallOutcome::served}});
  REQUIRE(desk.records.size() == 1);
  const CallRecord& record = desk.records.front();
  CHECK(record.queues == "retail > loans > loans");
  CHECK(record.call_type == "retail_question");
  CHECK(record.wait == 100);
  CHECK(record.talk == 145);
  CHECK(record.hold == 5);
  CHECK(record.wrap_up == 5);
  CHECK(record.transfers == 1);
  CHECK(record.agent == "Beat");
  CHECK(record.answered == "2026-03-02T08:01:30.000000Z");
  CHECK(record.ended == "2026-03-02T08:04:05.000000Z");
}

TEST_CASE("Calls that never waited have records; calls that were there before the journal have none", "[store]") {
  Desk desk;
  const CallId blocked{CallSlot{1}, 1}, unknown{CallSlot{2}, 1};
  desk.arrive(0);
  desk.arrive(1, blocked,
              {CallBlocked{blocked, retail, TrunkIndex{0}}, CallEnded{blocked, 0xabc, retail, CallOutcome::blocked}});
  desk.entry(2, CallerHungUp{first}, {CallEnded{first, 0xabc, retail, CallOutcome::left_ivr}});
  desk.entry(3, TimerFired{}, {CallEnded{unknown, 0xabc, retail, CallOutcome::served}});
  REQUIRE(desk.records.size() == 2);
  CHECK(desk.records[0].outcome == "blocked");
  CHECK(desk.records[1].outcome == "left_ivr");
  CHECK(desk.records[1].queues.empty());
  CHECK_FALSE(desk.records[1].queued);
}

TEST_CASE("A slot's next tenant is another call, and events of the last one are not its own", "[store]") {
  Desk desk;
  const CallId second{CallSlot{0}, 2};
  desk.arrive(0, second, {WaitBegan{second, 0xdef, retail}});
  desk.entry(5, TimerFired{}, {wait_ended(retail, WaitEnd::answered, 0, 5, anna)});  // of generation 1
  desk.entry(6, TimerFired{}, {CallEnded{second, 0xdef, retail, CallOutcome::abandoned}});
  REQUIRE(desk.records.size() == 1);
  CHECK_FALSE(desk.records[0].answered);
}

TEST_CASE("Agents that a reload added have names; those that nobody knows have numbers", "[store]") {
  Desk desk;
  desk.arrive(0, first, {WaitBegan{first, 0xabc, retail}});
  desk.entry(1, TimerFired{}, {OfferMade{{AgentIndex{6}, 1}, first, juniors}});
  desk.entry(2, TimerFired{}, {CallEnded{first, 0xabc, retail, CallOutcome::abandoned}});
  REQUIRE(desk.records.size() == 1);
  CHECK(desk.records[0].offers.at(0).agent == "agent 7");
  CHECK(centre_change_in({CentreChanged{4}}) == 4U);
  CHECK_FALSE(centre_change_in({CallEnded{}}));
}

TEST_CASE("Instants are UTC with microseconds, whatever the world's start says", "[store]") {
  CHECK(Instants{"2026-03-02T00:30:00-03:30"}.text(world_start + 90s) == "2026-03-02T04:01:30.000000Z");
  CHECK(Instants{"2025-12-31T23:59:59.9Z"}.text(world_start + 100ms) == "2026-01-01T00:00:00.000000Z");
  CHECK(Instants{"2026-01-01T00:00:00Z"}.text(world_start - 1ns) == "2025-12-31T23:59:59.999999Z");
  for (const char* wrong : {"", "2026-03-02", "2026-03-02T08:00:00", "2026-02-30T08:00:00Z", "2026-03-02T08:00:00Z?",
                            "2026-03-02 08:00:00Z"}) {
    INFO(wrong);
    CHECK_THROWS_WITH(Instants{wrong}, Catch::Contains("is no instant; expected"));
  }
}

TEST_CASE("A queue that is full forgets all and says so; opened again it begins anew", "[store]") {
  EntryQueue queue;
  CHECK_FALSE(queue.take());  // not open yet
  queue.add(numbered(1));
  CHECK(queue.first_added() == 1U);
  queue.open();
  CHECK(queue.take().value().empty());
  for (std::uint64_t entry = 2; entry < 2 + EntryQueue::limit; ++entry) queue.add(numbered(entry));
  const auto all = queue.take();
  REQUIRE(all);
  REQUIRE(all->size() == EntryQueue::limit);
  CHECK(all->front().entry == 2);
  for (std::uint64_t entry = 0; entry <= EntryQueue::limit; ++entry) queue.add(numbered(50'000 + entry));
  CHECK_FALSE(queue.take());
  queue.add(numbered(90'000));
  CHECK_FALSE(queue.take());
  queue.open();
  queue.add(numbered(90'001));
  REQUIRE(queue.take().value().size() == 1);
  CHECK(queue.first_added() == 1U);
}

}  // namespace twinline::live::store
