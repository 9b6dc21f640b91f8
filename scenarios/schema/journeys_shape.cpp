#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

ShapePointer recontact_shape() {
  const auto as =
      either("a call type, or a map from call type, or the word same, to share",
             {name_in("calls"),
              map_of(KeyForm::names, share(), "Share of those who come again as this call type; same: as before.")});
  const auto inconsistent = done(record({
      required("share", share(), "share of them who get an answer that contradicts the last one"),
      key("talk", distribution_shape(), "By how much that talk is longer.", "0 s"),
  }));
  return done(record({
      required("if_unresolved", share(), "share of customers with an unresolved matter who come again"),
      required("delay", distribution_shape(), "until they come again"),
      key("as", as, "As what they come; shares sum to 100 %.", "as before"),
      key("inconsistent", inconsistent,
          "Those who come as another call type and get another answer there: the contact resolves nothing.", "nobody"),
  }));
}

ShapePointer transfers_shape() {
  const auto to = either("a call type, or a map from call type to share",
                         {name_in("calls"), map_of(KeyForm::names, share(), "Share of the transfers.")});
  return done(record({
      required("share", share(), "share of talks at whose end the agent hands the caller on"),
      required("to", to, "as what the caller waits anew; shares sum to 100 %"),
      key("context", share(), "Share of the transfers in which what the caller has said comes along.", "100 %"),
      key("repeated_questions", distribution_shape(), "Without it, by how much the next talk is longer.", "0 s"),
      key("most_in_a_row", whole(within(1, 15)), "Transfers of one contact at most.", "3"),
  }));
}

ShapePointer escalation_shape() {
  const auto rework = done(record({
      required("share", share(), "share of decisions that send the matter back"),
      required("as", name_in("calls"), "the call type as which agents get it then"),
  }));
  return done(record({
      required("share", share(), "share of unresolved contacts that an agent hands in for approval"),
      key("levels", whole(within(1, 20)), "Levels that decide, one after the other; the last one resolves the matter.",
          "3"),
      required("delay", distribution_shape(), "until a level has decided"),
      key("rework", rework, "What a level sends back to the agents, and decides anew afterwards.", "none"),
  }));
}

ShapePointer complaint_shape() {
  return done(record({
      required("if_unresolved", share(), "share of customers with an unresolved matter who complain"),
      key("from_contact", whole(within(1, 15)), "After how many served contacts about the matter, at least.", "1"),
      required("as", name_in("calls"), "the call type of complaints"),
      required("delay", distribution_shape(), "until they complain"),
  }));
}

}  // namespace

std::vector<Key> after_contact_keys() {
  return {
      key("resolution", share(), "Share of served contacts that resolve the customer's matter.", "100 %"),
      key("recontact", recontact_shape(), "Customers who come again because it is not resolved.", "nobody"),
      key("transfers", transfers_shape(), "Agents who hand callers on.", "none"),
      key("escalation", escalation_shape(), "Unresolved matters that others must approve.", "none"),
      key("complaint", complaint_shape(), "Customers who complain because it is not resolved.", "nobody"),
  };
}

ShapePointer journeys_shape() {
  return done(record({
      key("fcr_window", duration(above(0)), "Within which another attempt shows that a contact has settled nothing.",
          "24 h"),
      key("after_opening", duration(at_least(0)),
          "Who would come again while the site is closed comes within so long of its next opening, evenly.", "1 h"),
  }));
}

}  // namespace twinline::scenarios
