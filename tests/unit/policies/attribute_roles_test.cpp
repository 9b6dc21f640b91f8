#include "policies/contract/attribute_roles.hpp"

#include <vector>

#include <catch2/catch.hpp>

#include "tests/unit/acd/small_centre.hpp"

namespace twinline {
namespace {

/// The small centre with attributes of every role; gold callers are worth 40 more and have 2 more priority.
Centre with_roles() {
  Centre centre = small_centre();
  centre.attributes = {"colour", "value", "priority", "segment", "preferred_agent"};
  centre.segments = {{"standard", 0, 0}, {"gold", 2, 40}};
  centre.call_types[0].priority = 1;
  centre.call_types[0].value = 8;
  centre.link();
  return centre;
}

constexpr AttributeIndex colour{0U}, value{1U}, priority{2U}, segment{3U}, preferred{4U};

CallArrived arrival_with(const Centre& centre, const std::vector<Attribute>& attributes) {
  CallArrived arrival;
  arrival.type = CallTypeIndex{0U};
  arrival.priority = 1;
  arrival.value = 8;
  arrival.attributes = attributes;
  heed_attributes(centre, arrival);
  return arrival;
}

}  // namespace

TEST_CASE("roles are found by the attributes' names, and none where there are no such", "[contract]") {
  const Centre centre = with_roles();
  CHECK(centre.roles.value == value);
  CHECK(centre.roles.priority == priority);
  CHECK(centre.roles.segment == segment);
  CHECK(centre.roles.preferred_agent == preferred);
  Centre without = centre;
  without.attributes = {"colour"};
  without.link();
  CHECK_FALSE(without.roles.segment);
  CHECK_FALSE(value_of(without.roles.segment, std::vector<Attribute>{{colour, 1}}));
}

TEST_CASE("a segment brings its priority and value, and what is said of these themselves wins", "[contract]") {
  const Centre centre = with_roles();
  const CallArrived gold = arrival_with(centre, {{colour, 3}, {segment, 1}});
  CHECK(gold.segment == SegmentIndex{1U});
  CHECK(gold.priority == 3);
  CHECK(gold.value == 48);
  const CallArrived said = arrival_with(centre, {{priority, 9}, {segment, 1}, {value, 5}});
  CHECK(said.priority == 9);
  CHECK(said.value == 5);
  CHECK(arrival_with(centre, {{priority, 9}, {priority, 4}}).priority == 4);
}

TEST_CASE("values that make no sense say nothing", "[contract]") {
  const Centre centre = with_roles();
  const CallArrived same = arrival_with(centre, {{priority, 10}, {segment, 2}, {preferred, -4}});
  CHECK_FALSE(same.segment);
  CHECK(same.priority == 1);
  CHECK(same.value == 8);
  CHECK(arrival_with(centre, {{priority, -1}, {segment, -1}}).priority == 1);
}

TEST_CASE("what is learnt in the IVR sets priority and value, and nothing any more in a line", "[contract][acd]") {
  Driven centre(with_roles(), nullptr, nullptr, nullptr);
  const CallId call = centre.call(CallTypeIndex{0U});
  REQUIRE(centre.state(call) == CallState::waiting);
  const std::uint8_t before = centre.acd.view().call(call).priority;
  const Attribute high{priority, 9};
  centre.tell(AttributesLearned{call, {&high, 1}});
  CHECK(centre.acd.view().call(call).priority == before);
  CHECK(value_of(priority, centre.acd.view().attributes(call.slot)) == 9);
}

}  // namespace twinline
