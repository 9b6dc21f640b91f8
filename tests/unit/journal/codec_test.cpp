#include "reports/journal/codec.hpp"

#include <catch2/catch.hpp>

#include "reports/journal/journal.pb.h"
#include "reports/journal/record_bytes.hpp"
#include "tests/unit/journal/random_records.hpp"

using namespace twinline;
using namespace twinline::journal;
using namespace twinline::journal::test;

namespace {

/// There and back through bytes, 200 times for each alternative.
template <class Variant, class Message, class Decode>
void check_round_trips(Decode decode) {
  Chance chance{2026};
  for (std::size_t alternative = 0; alternative < std::variant_size_v<Variant>; ++alternative) {
    for (int attempt = 0; attempt < 200; ++attempt) {
      Variant given;
      chance.fill_variant(given, alternative);
      Message message;
      encode(given, message);
      Message read;
      REQUIRE(read.ParseFromString(message.SerializeAsString()));
      INFO("alternative " << alternative << ", attempt " << attempt);
      REQUIRE(same(given, decode(read)));
    }
  }
}

}  // namespace

TEST_CASE("journal codec: every fact comes back as it was") {
  std::vector<Attribute> storage;
  check_round_trips<Fact, v1::Fact>([&](const v1::Fact& message) { return decode(message, storage); });
}

TEST_CASE("journal codec: every wish comes back as it was") {
  check_round_trips<Wish, v1::Wish>([](const v1::Wish& message) { return decode(message); });
}

TEST_CASE("journal codec: every happening comes back as it was") {
  check_round_trips<Happening, v1::Happening>([](const v1::Happening& message) { return decode(message); });
}

TEST_CASE("journal codec: the header comes back with its centre, linked") {
  const Header given = sample_header();
  Encoder encoder;
  encoder.encode(given);
  const Header read = Decoder{}.header(encoder.payload());
  CHECK(read.seed == given.seed);
  CHECK(read.policy_seed == given.policy_seed);
  CHECK(read.replication == given.replication);
  CHECK(read.model_version == given.model_version);
  CHECK(read.program_version == given.program_version);
  CHECK(read.scenario_name == given.scenario_name);
  CHECK(read.scenario_hash == given.scenario_hash);
  CHECK(read.arm == given.arm);
  CHECK(same(read.routing, given.routing));
  CHECK(same(read.staffing, given.staffing));
  CHECK(same(read.ivr, given.ivr));
  CHECK(read.time_zone == given.time_zone);
  CHECK(read.world_start == given.world_start);
  CHECK(read.interval_minutes == given.interval_minutes);
  CHECK(read.warm_up == given.warm_up);
  CHECK(read.horizon_end == given.horizon_end);
  CHECK(same(read.centre, given.centre));
  CHECK(read.centre.eligibility_of(GroupIndex{std::size_t{1}}, CallTypeIndex{std::size_t{1}})->level == 9);
}

TEST_CASE("journal codec: what no contract type can hold is refused") {
  std::vector<Attribute> storage;
  SECTION("a fact of no kind") { CHECK_THROWS_AS(decode(v1::Fact{}, storage), BadRecord); }
  SECTION("a wish of no kind") { CHECK_THROWS_AS(decode(v1::Wish{}), BadRecord); }
  SECTION("a happening of no kind") { CHECK_THROWS_AS(decode(v1::Happening{}), BadRecord); }
  SECTION("a preparation of no kind") { CHECK_THROWS_AS(decode(v1::Preparation{}), BadRecord); }
  SECTION("an unknown enumerator") {
    v1::Fact fact;
    fact.mutable_talk_ended()->set_how(static_cast<v1::TalkEnded::How>(99));
    CHECK_THROWS_WITH(decode(fact, storage), "a talk's end has the unknown value 99");
  }
  SECTION("a priority of more than 8 bits") {
    v1::Fact fact;
    fact.mutable_call_arrived()->set_priority(256);
    CHECK_THROWS_WITH(decode(fact, storage), "the priority is 256; at most 255 is possible");
  }
  SECTION("too many attributes") {
    v1::Fact fact;
    for (std::size_t count = 0; count <= max_attributes; ++count) fact.mutable_attributes_learned()->add_attributes();
    CHECK_THROWS_WITH(decode(fact, storage), "a call has 17 attributes; at most 16 are possible");
  }
  SECTION("a time after all time") {
    v1::Entry entry;
    entry.mutable_fact()->mutable_caller_hung_up();
    entry.set_after(2);
    CHECK(decode(entry, never - 2ns).at == never);
    CHECK_THROWS_AS(decode(entry, never - 1ns), BadRecord);
    CHECK(decode(entry, Time::min()).at == Time::min() + 2ns);
  }
  SECTION("an agent of a group that is not there") {
    v1::Centre centre;
    centre.add_agents()->set_group(1);
    CHECK_THROWS_WITH(decode(centre), "the centre names group number 1 of 0");
  }
  SECTION("keys that no telephone has") {
    v1::Fact fact;
    fact.mutable_input_received()->set_digits("12E");
    CHECK_THROWS_WITH(decode(fact, storage), "what a caller pressed is not a text of keys, or too long");
    fact.mutable_input_received()->set_digits(std::string(most_digits + 1, '1'));
    CHECK_THROWS_AS(decode(fact, storage), BadRecord);
  }
  SECTION("a flow that leads to a step that is not there") {
    v1::Centre centre;
    v1::Step& step = *centre.add_flows()->add_steps();
    step.set_next(2);
    CHECK_THROWS_WITH(decode(centre), "the centre names step number 2 of 1");
    step.set_next(1);
    CHECK(decode(centre).flows[0].steps[0].next == StepIndex{std::size_t{0}});
    step.set_kind(v1::Step::LOOK_UP);
    CHECK_THROWS_WITH(decode(centre), "a step does not say what it is about");
  }
  SECTION("a format of the future") {
    v1::Header header;
    header.set_format_version(format_version + 1);
    CHECK_THROWS_WITH(decode(header), "the journal has format 3; this program reads format 1 to 2");
  }
}
