#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

ShapePointer money() { return scalar(ScalarKind::money, at_least(0)); }

ShapePointer satisfaction_shape() {
  const auto points = number(within(0, 10));
  return done(record({
      key("base", number(within(1, 5)), "The score, from 1 to 5, of a contact that nothing is taken off.", "4.4"),
      key("per_minute_waited", points, "Points off for each minute beyond `tolerance`.", "0.08"),
      key("tolerance", duration(at_least(0)), "A wait up to here costs nothing.", "30 s"),
      key("per_transfer", points, "Points off for each transfer.", "0.2"),
      key("per_repeated_question", points,
          "Points off, besides, for a transfer without context or an answer that contradicts the last one.", "0.4"),
      key("per_repeated_contact", points, "Points off for each contact about the same matter before.", "0.3"),
      key("unresolved", points, "Points off when the matter is not resolved.", "1.2"),
      key("not_served", points, "Points off for giving up without having been served.", "1.8"),
      key("carry_over", share(),
          "Of how far the customer's last contact lay from `base`, what is felt in the next one.", "30 %"),
      key("between_customers", points, "Standard deviation of what is a customer's own.", "0.5"),
      key("noise", points, "Standard deviation of what is a contact's own.", "0.7"),
  }));
}

ShapePointer surveys_shape() {
  const auto of_score = [](std::string score, std::string default_text) {
    return key(score, share(), "Share who answer of those who would give it a " + score + ".", std::move(default_text));
  };
  const auto answers = done(record({of_score("1", "30 %"), of_score("2", "20 %"), of_score("3", "12 %"),
                                    of_score("4", "15 %"), of_score("5", "20 %")}));
  return done(record({
      key("asked", share(), "Share of served contacts after which the customer is asked.", "100 %"),
      key("answers", answers, "Who answers."),
  }));
}

ShapePointer loyalty_shape() {
  return done(record({
      key("at_start", share(), "Of customers on average.", "70 %"),
      key("spread", share(), "They begin so far from it at most, evenly.", "20 %"),
      key("resolved", share(), "Up after a matter resolved by a contact with a score of 4 or 5: share of what lacks.",
          "2 %"),
      key("recovered", share(), "Up besides where the matter had gone wrong before.", "2 %"),
      key("badly", share(), "Down after a matter resolved by a contact with a score of 1 or 2: share of what there is.",
          "5 %"),
      key("unresolved", share(), "Down after a matter that was not resolved.", "15 %"),
  }));
}

ShapePointer churn_shape() {
  return done(record({
      key("disloyal", share(), "Who leave for good after a matter, at a loyalty of 0.", "0 %"),
      key("loyal", share(), "… and at 100 %; evenly between.", "0 %"),
      key("silent", number(within(0, 100)), "Factor for customers with an unresolved matter who say nothing.", "2"),
  }));
}

ShapePointer remedy_shape() {
  return done(record({
      required("share", share(), "share of those who answered badly and are rung"),
      key("up_to", whole(within(1, 5)), "The score that is bad, and all below.", "2"),
      required("as", name_in("calls"), "the call type of such calls"),
      required("delay", distribution_shape(), "until the call"),
  }));
}

ShapePointer repurchase_shape() {
  return done(record({
      key("disloyal", share(), "Who buy again after a matter, at a loyalty of 0.", "0 %"),
      key("loyal", share(), "… and at 100 %; evenly between.", "0 %"),
      key("value", money(), "What they spend.", "0"),
  }));
}

}  // namespace

std::vector<Key> commerce_keys() {
  const auto sales = done(record({
      key("if_resolved", share(), "Share of the contacts that resolve the matter in which something is sold.", "0 %"),
      key("otherwise", share(), "Of the other served contacts.", "0 %"),
      key("value", money(), "What is sold.", "0"),
  }));
  return {
      key("sales", sales, "What is sold in such calls, besides service.", "nothing"),
      key("cost", money(), "What each attempt costs, beside agents' time.", "0"),
  };
}

ShapePointer customers_shape() {
  return done(record({
      key("population", whole(within(1, 1000000)), "Customers whose matters these are, and who remember.",
          "each matter has a customer of its own"),
      key("satisfaction", satisfaction_shape(), "What customers think of a contact."),
      key("surveys", surveys_shape(), "Who is asked what they think, and who answers."),
      key("loyalty", loyalty_shape(), "How it moves with each matter."),
      key("churn", churn_shape(), "Who leaves for good.", "nobody"),
      key("remedy", remedy_shape(), "Calls to customers who answered badly.", "none"),
      key("repurchase", repurchase_shape(), "Who buys again.", "nobody"),
      key("value_per_year", money(), "What a customer is worth a year; segments may have their own.", "0"),
      key("remaining_years", number(within(0, 100)), "For which a customer who leaves would have stayed.", "5"),
  }));
}

}  // namespace twinline::scenarios
