#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

Key at_key(std::string what) { return key("at", scalar(ScalarKind::text), std::move(what)); }

Key calls_about_key(std::string help, std::string default_text) {
  return key("calls",
             either("a name or a list of names of call types, or a map from call type to share",
                    {name_in("calls"), list_of(name_in("calls")),
                     map_of(KeyForm::names, share(), "Share of the callers who call about this.")}),
             std::move(help), std::move(default_text));
}

}  // namespace

ShapePointer growth_shape() {
  return done(record({
      required("by", scalar(ScalarKind::share, above_up_to(-1, 10)), "by how much, such as '2 %'; below 0 for less"),
      key("per", duration(above(0)), "In so long; compounding from day to day.", "7 d"),
  }));
}

ShapePointer special_days_shape() {
  return map_of(KeyForm::days, number(within(0, 1000)), "Factor on the rates of these days.");
}

ShapePointer surges_shape() {
  Shape shape = record({
      at_key("At this time of day, such as '09:00'."),
      key("on", scalar(ScalarKind::date), "The day of `at`.", "every day"),
      key("after", distribution_shape(),
          "By chance: so long after the beginning, or the end of the last one; one a day at most."),
      required("customers", whole(within(1, 1000000)), "how many it reaches"),
      required("response", share(), "share of them who call"),
      key("size", factor_shape(), "A factor drawn for each surge that multiplies the response.", "1"),
      key("lasts", distribution_shape(), "Over so long the customers are reached, evenly.", "0 s"),
      required("delay", distribution_shape(), "from being reached to the call"),
      key("sleeps_while_closed", scalar(ScalarKind::yes_no),
          "Whether the delay stands still while the site is closed; otherwise who would call then never does.", "yes"),
      calls_about_key("What they call about; shares sum to 100 %.", "the only call type"),
  });
  shape.exactly_one = {{"at", "after"}};
  return block_of(std::move(shape), "What makes many customers call: a mailing, an advertisement, an outage.");
}

ShapePointer notices_shape() {
  const auto calls = either("a name or a list of names of call types", {name_in("calls"), list_of(name_in("calls"))});
  const auto later = done(record({
      required("share", share(), "share of those reached who call later"),
      required("delay", distribution_shape(), "how much later"),
  }));
  return block_of(record({
                      key("calls", calls, "Whose callers are told.", "all call types"),
                      at_key("In force from this time of day on, such as '10:00'."),
                      key("on", scalar(ScalarKind::date), "The day of `at`.", "every day"),
                      key("lasts", duration(above(0)), "How long it is in force.", "to the end of the day"),
                      key("wait_above", duration(at_least(0)),
                          "Only while the wait to be expected by a call of the type is longer: a wait that is shown on "
                          "the web page, say.",
                          "whatever the wait"),
                      key("reach", share(), "Share of the callers who hear of it before they call.", "100 %"),
                      key("stay_away", share(), "Share of those reached who do not call.", "0 %"),
                      key("call_later", later, "Those who call at another time.", "nobody"),
                  }),
                  "What customers are told that keeps some from calling, or from calling now.");
}

}  // namespace twinline::scenarios
