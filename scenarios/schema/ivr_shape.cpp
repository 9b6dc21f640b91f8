#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

ShapePointer name() { return scalar(ScalarKind::name); }

ShapePointer callers_at_step_shape() {
  return done(record({
      key("hang_up", share(), "Share who hang up here, each time.", "0 %"),
      key("nothing", share(), "Share who press nothing in time.", "0 %"),
      key("wrong", share(), "Share who press what does not fit.", "0 %"),
      key("opts_out", share(), "Share who press 0, or ask the bot, for a human being at once.", "0 %"),
      key("accepts", share(), "Share who accept what steer offers, without an incentive.", "0 %"),
      key("resolved", share(), "Share of those who hang up as served here whose matter really is done.", "100 %"),
      key("keys", map_of(KeyForm::any, share(), "Share who press this key, of those who press one that fits."),
          "Which keys they press.", "all alike"),
      key("takes", distribution_shape(), "From the end of the prompt to the last key.", "0 s"),
  }));
}

ShapePointer step_shape() {
  const auto incentive = done(record({
      required("costs", scalar(ScalarKind::money), "money for each who accepts"),
      required("raises", share(), "share of callers who accept it besides"),
  }));
  const auto ways = map_of(KeyForm::any, name(), "The step to go on with.");
  Shape shape = record({
      key("announce", name(), "Plays this prompt."),
      key("menu", name(), "Plays this prompt; one key chooses among `keys`."),
      key("collect", name(), "Plays this prompt and takes keys down, up to `most` or `#`."),
      key("hours", name(), "Goes on with `then` while these hours of ivr.hours are open, else with `otherwise`."),
      key("look_up", name(), "Asks this source of ivr.look_ups; `otherwise` when it does not answer in time."),
      key("authenticate", name(),
          "Asks this source whether the caller is who it says; `otherwise` unless it tells `authenticated` above 0."),
      key("bot", name(),
          "Lets this source talk the matter over; `otherwise`, handed over, unless it tells `resolved` above 0."),
      key("branch_on", name(), "Goes on as `values` says for this attribute; `otherwise` for any other value."),
      key("queue", scalar(ScalarKind::marker), "The call waits, as the type that it is."),
      key("queue_as", name_in("calls"), "The call waits, as this type from now on."),
      key("say_wait", name(), "Plays this prompt and the expected wait."),
      key("offer_callback", name(), "Plays this prompt; who accepts is called back."),
      key("voicemail", name(), "Plays this prompt and takes a message."),
      key("steer", name(), "Plays this prompt, which offers another channel; who accepts goes on there as `to`."),
      key("transfer", name(), "Passes the caller on to this one of ivr.destinations; `otherwise` when that fails."),
      key("hang_up", one_of_words({"served", "closed"}), "Ends the call: its matter is done, or nobody is there."),
      key("to", name_in("calls"), "The call type as which who accepts the offer of steer comes again."),
      key("after", distribution_shape(), "From the offer of steer until they come again, in simulation.", "0 s"),
      key("incentive", incentive, "What is paid to whoever accepts the offer of steer, in simulation.", "none"),
      key("then", name(), "The next step.", "the next in the file; after the last, the queue"),
      key("otherwise", name(), "The next step when it did not work.", "the queue"),
      key("keys", ways, "The ways on from a menu, by key."),
      key("values", ways, "The ways on from branch_on, by value, a whole number."),
      key("human", name(), "Where a lone 0 leads from collect, for whoever wants a human being.",
          "a key like any other"),
      key("remember", name(), "The attribute that keeps the key of a menu or the number that was entered.", "none"),
      key("tries", whole(within(1, 50)), "How often a menu or collect asks.", "3"),
      key("on_nothing", name(), "Prompt after a try without a key.", "the step's own"),
      key("on_wrong", name(), "Prompt after keys that do not fit.", "the step's own"),
      key("first_key", duration(above(0)), "How long the first key may take after the prompt.", "5 s"),
      key("next_key", duration(above(0)), "How long every further key may take.", "3 s"),
      key("fewest", whole(within(1, 32)), "Keys that collect wants at least.", "1"),
      key("most", whole(within(1, 32)), "Keys that collect takes at most.", "32"),
      key("secret", scalar(ScalarKind::yes_no), "Whether the keys are kept from facts, journal and logs.", "no"),
      key("deadline", duration(above(0)), "How long a source may take.", "2 s; of a bot 10 min"),
      key("of", name_in("calls"), "Whose expected wait say_wait tells.", "the call's own type"),
      key("callers", callers_at_step_shape(), "What simulated callers do here."),
  });
  shape.exactly_one = {{"announce", "menu", "collect", "hours", "look_up", "authenticate", "bot", "branch_on", "queue",
                        "queue_as", "say_wait", "offer_callback", "voicemail", "transfer", "steer", "hang_up"}};
  shape.definition = "ivr_step";
  return done(std::move(shape));
}

ShapePointer look_up_shape() {
  const auto understood = map_of(KeyForm::any, share(), "Share taken to want this call type, or `unknown`; sum 100 %.");
  const auto shares = map_of(KeyForm::any, share(), "Share of callers with this value.");
  return done(record({
      key("attributes", map_of(KeyForm::names, shares, "One attribute: its values and their shares, for simulation."),
          "What the source knows of a caller.", "nothing"),
      key("confusion", map_of(KeyForm::names, understood, "What callers who want this call type are taken to want."),
          "How well it understands what callers want: told as `intent`, a call type by name or place; in simulation.",
          "it is no recogniser"),
      key("solves", map_of(KeyForm::names, share(), "Share of the matters of this call type that it deals with."),
          "What a bot does by itself: told as `resolved`, 1; in simulation.", "nothing"),
      key("takes", distribution_shape(), "How long it takes to answer, a bot to talk, in simulation.", "0 s"),
      key("fails", share(), "Share of look-ups without an answer, in simulation.", "0 %"),
  }));
}

}  // namespace

ShapePointer ivr_shape() {
  const auto hours = scalar(ScalarKind::opening_hours);
  const auto by_day = either("opening hours such as '08:00-20:00', or such hours for each weekday",
                             {hours, map_of(KeyForm::days, hours, "Opening hours of these days.")});
  const auto flow =
      map_of(KeyForm::names, step_shape(), "One step; the first is where the flow begins, and each leads to the next.");
  return done(record({
      key("flows", map_of(KeyForm::names, flow, "One flow."), "What callers are led through.", "none"),
      key("hours", map_of(KeyForm::names, by_day, "When something is open."), "Hours that a flow may ask about.",
          "none"),
      key("look_ups", map_of(KeyForm::names, look_up_shape(), "One source."), "Sources that know callers.", "none"),
      key("destinations", list_of(name()), "Numbers outside, by name; the bridge knows the numbers.", "none"),
      key("ports", whole(within(1, 1000000)), "How many callers the IVR serves at once.", "without limit"),
      key("when_busy", one_of_words({"queue", "reject"}),
          "What becomes of a caller who finds no port: straight to the queue of the call's type, or refused.", "queue"),
      key("human_within", whole(within(0, 50)),
          "How often a caller may be asked on the shortest way to a human being before `twinline check` warns.", "5"),
      key("prompts", map_of(KeyForm::names, distribution_shape(), "How long this prompt is, in simulation."),
          "All prompts of the flows; given, every other prompt is a slip of the pen.",
          "those that are used, as long as the call type's announcement_length"),
  }));
}

}  // namespace twinline::scenarios
