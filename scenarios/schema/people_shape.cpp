#include "policies/contract/channel.hpp"
#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

ShapePointer rate_shape() {
  const auto rate = scalar(ScalarKind::rate, at_least(0));
  const auto by_time = map_of(KeyForm::times, rate, "The rate from this time of day on.");
  const auto by_day =
      map_of(KeyForm::days, either("a rate, or one for each time of day", {rate, by_time}), "The rate on these days.");
  return either("a rate with its unit such as '120 per hour', or one for each time of day or each weekday",
                {rate, by_time, by_day});
}

ShapePointer volume_shape() {
  const auto counts = list_of(number(at_least(0)));
  const auto length =
      key("interval", duration(within(60, 86400)), "How long each count's interval is.", "site.interval");
  Shape by_time = record({length});
  by_time.others_form = KeyForm::times;
  by_time.others = counts;
  by_time.others_help = "Expected calls in each interval from this time of day on.";
  const auto one_day = done(by_time);
  Shape by_day = record({length});
  by_day.others_form = KeyForm::days;
  by_day.others = one_day;
  by_day.others_help = "The counts of these days.";
  const auto file =
      done(record({required("file", text(), "A CSV file with the columns weekday or date, time, calls."), length}));
  return either("counts for each time of day or each weekday, or {file: volumes.csv}",
                {one_day, done(std::move(by_day)), file});
}

ShapePointer replay_shape() {
  Shape shape = record({
      required("file", text(), "A call table as `twinline import` writes it."),
      key("type", text(), "Only the calls of this type in the table.", "all"),
      key("scale", number(above_up_to(0, 100)), "Below 1 leaves calls out, above 1 repeats some at instants close by.",
          "1"),
  });
  shape.shorthand = "file";
  return either("a file name, or a map with file", {text(), done(std::move(shape))});
}

ShapePointer agents_shape() {
  const auto agents = whole(within(0, 20000));
  const auto by_time = map_of(KeyForm::times, agents, "Agents on duty from this time of day on.");
  const auto by_day =
      map_of(KeyForm::days, either("a number of agents, or one for each time of day", {agents, by_time}),
             "The agents of these days.");
  return either("a number of agents, or one for each time of day or each weekday", {agents, by_time, by_day});
}

ShapePointer skills_of_group_shape() {
  const Shape skill = record({
      key("level", whole(within(1, 10)), "How much an agent knows; a policy may prefer the most or the least.", "1"),
      key("speed", number(within(0.01, 100)), "Talk, hold and wrap-up are divided by it.", "1"),
      key("resolution", number(within(0, 100)), "Multiplies the share of contacts that resolve the matter.", "1"),
  });
  const auto level = whole(within(1, 10));
  auto by_skill = map_of(KeyForm::names,
                         either("a level from 1 to 10, or a map with level, speed or resolution", {level, done(skill)}),
                         "One skill of the group's agents.");
  return either("a list of skills, or a map from skill to level", {list_of(scalar(ScalarKind::name)), by_skill});
}

}  // namespace

ShapePointer arrivals_shape() {
  Shape shape = record({
      key("rate", rate_shape(), "Calls per unit of time: one rate, or one from each time of day on, or by weekday."),
      key("volume", volume_shape(), "Expected calls per interval, as analysts hold them."),
      key("replay", replay_shape(),
          "The calls of a log, at their own instants and with their own attributes; alone, or beside rate or volume."),
      key("shape", one_of_words({"steps", "linear"}),
          "Whether the rate holds until the next entry or runs straight to it.", "steps"),
      key("busyness", busyness_shape(), "Random factors on this call type's rates, beside the shared ones."),
      key("growth", growth_shape(), "How this call type's rates rise from day to day, beside the shared growth.",
          "none"),
      key("special_days", special_days_shape(), "Factors on this call type's rates, beside the shared ones.", "none"),
  });
  shape.at_most_one = {{"rate", "volume"}};
  shape.at_least_one = {"rate", "volume", "replay"};
  return done(std::move(shape));
}

ShapePointer calls_shape() {
  const auto balk = [] {
    return key("balk", share(), "Share of callers who leave at once when no agent is free.", "0 %");
  };
  const auto names = [](std::string what, ShapePointer name) {
    return either("a name or a list of names of " + what, {name, list_of(name)});
  };
  const auto handling = done(record({
      required("talk", distribution_by_period_shape(), "How long the talk is, for an agent of speed 1."),
      key("hold", distribution_shape_with({required("share", share(), "share of calls with a hold")}),
          "A hold that lengthens the talk.", "none"),
      key("wrap_up", distribution_by_period_shape(), "Work after the call, before the agent is free.", "none"),
      key("identification", distribution_shape(),
          "Before the talk, unless the attribute `authenticated` is above 0: the agent asks who is calling.", "none"),
      key("with_context", scalar(ScalarKind::share, above_up_to(0, 1)),
          "The talk is multiplied by it where the attribute `context` is above 0: nothing need be told twice.",
          "100 %"),
  }));
  const auto redial = done(record({
      required("if_abandoned", share(), "share of those who abandoned or found no line who call again"),
      required("delay", distribution_shape(), "until they call again"),
      key("most_attempts", whole(within(1, 100)), "Calls of one customer, the first included.", "10"),
  }));
  const auto wrong_queue = done(record({required("finds_out", distribution_shape(), "the talk until both know")}));
  const auto trunks_of_calls =
      either("a name or a list of names of trunks, or a map from trunk to share",
             {name_in("trunks"), list_of(name_in("trunks")),
              map_of(KeyForm::names, share(), "Share of the callers who come over this trunk.")});
  Shape shape = record({
      key("channel", one_of_words({channel_names.begin(), channel_names.end()}),
          "How the customer comes. A call, or a visit, takes the whole of an agent; the others share agents up to "
          "their group's capacity.",
          "voice"),
      key("deadline", duration(above(0)), "Promised from arrival until the customer is served.", "none"),
      key("queue", name_in("queues"), "Where the call waits.", "the only queue"),
      key("needs", names("skills", scalar(ScalarKind::name)), "Skills that the agent must have, all of them.", "none"),
      key("groups", names("groups", name_in("groups")), "Agent groups in order of preference.",
          "the order of the file"),
      key("priority", whole(within(0, 9)), "Higher is served earlier by policies that look at it.", "0"),
      key("value", scalar(ScalarKind::money), "What a served call is worth.", "0"),
      required_to_simulate("arrivals", arrivals_shape(), "when calls of this type come"),
      key("patience", distribution_by_period_shape({balk()}),
          "How long a caller waits before hanging up, drawn on arrival.", "without end"),
      balk(),
      required_to_simulate("handling", handling, "how long a call keeps an agent"),
      key("redial", redial, "Calls again of callers who were not served.", "nobody calls again"),
      key("callback_acceptance", share(), "Share who accept when a callback is offered.", "0 %"),
      key("callback", callback_shape(), "How and when the centre calls them back.", "nobody calls them back"),
      key("ivr", scalar(ScalarKind::name), "The flow of ivr.flows that such a call goes through first.", "none"),
      key("survey", scalar(ScalarKind::name), "The flow that the caller is asked through when the agent has hung up.",
          "none"),
      key("look_up", scalar(ScalarKind::name), "The source of ivr.look_ups that is asked when such a call arrives.",
          "none"),
      key("wrong_queue", wrong_queue,
          "Callers of this type who were queued as another want this one all the same: an agent who may serve it does, "
          "any other hands them over.",
          "they are served as what they were queued as"),
      key("announcement_length", distribution_shape(), "How long an announcement to these callers is.", "0 s"),
      key("trunks", trunks_of_calls,
          "Over which trunks simulated callers come, who stay with theirs when they call again. Shares sum to 100 %; "
          "without them, callers spread in proportion to the trunks' lines.",
          "all trunks"),
  });
  for (Key& follows : after_contact_keys()) shape.keys.push_back(std::move(follows));
  for (Key& earns : commerce_keys()) shape.keys.push_back(std::move(earns));
  shape.later = {"channels", "language"};
  return block_of(std::move(shape), "One call type.");
}

ShapePointer groups_shape() {
  const auto no_answer = done(record({
      required("share", share(), "share of offers that ring unanswered"),
      key("after", duration(above(0)), "How long such an offer rings at most.", "offers.ring_limit"),
  }));
  Shape shape = record({
      required_to_simulate("scheduled", agents_shape(),
                           "agents on duty: a number, or from each time of day on, or by weekday"),
      key("skills", skills_of_group_shape(), "Skills of the group's agents.", "none"),
      key("no_answer", no_answer, "Offers that nobody takes.", "all are answered"),
      key("decline", share(), "Share of offers that an agent declines.", "0 %"),
      key("answer_after", distribution_shape(), "How long it rings until the agent answers.", "0 s"),
      key("capacity", whole(within(1, 100)),
          "Contacts that one agent serves at once; a call always takes the whole agent.", "1"),
      key("pace", list_of(number(above_up_to(0, 1))),
          "At which rate each of 1, 2, 3, … contacts in hand goes on, from 1 down: [1, 0.8, 0.65].", "1 for all"),
      key("cost", scalar(ScalarKind::money_per_hour, at_least(0)), "Cost of one agent on duty.", "0"),
  });
  shape.later = {"shrinkage", "channels", "learning", "turnover",  "breaks", "absence", "adherence",
                 "team",      "teams",    "site",     "contracts", "shifts", "desk"};
  return block_of(std::move(shape), "One agent group: people with the same skills.");
}

}  // namespace twinline::scenarios
