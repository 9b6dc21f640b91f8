#include "scenarios/schema/scenario_shape.hpp"

#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

ShapePointer site_shape() {
  const auto hours = scalar(ScalarKind::opening_hours);
  const auto holidays =
      either("a list of dates, or {file: holidays.ics}",
             {list_of(scalar(ScalarKind::date)),
              done(record({required("file", text(), "An iCalendar file; each all-day event is a holiday.")}))});
  Shape shape = record({
      key("time_zone", text(), "IANA name of the zone on whose clock all times of day are.", "UTC"),
      key("opens",
          either("opening hours such as '08:00-20:00', or such hours for each weekday",
                 {hours, map_of(KeyForm::days, hours, "Opening hours of these days.")}),
          "When calls come and are served; days that are not named are closed.", "always"),
      key("holidays", holidays, "Days on which the site is closed.", "none"),
      key("interval", duration(within(60, 86400)), "Length of a reporting interval; divides the day.", "15 min"),
      key("currency", scalar(ScalarKind::text), "Three capital letters.", "CHF"),
  });
  shape.later = {"sites", "name"};
  return done(std::move(shape));
}

ShapePointer horizon_shape() {
  return done(record({
      key("from", scalar(ScalarKind::date), "First day.", "2026-01-05, a Monday"),
      key("days", whole(within(1, 3700)), "How many days.", "1"),
      key("duration", duration(above_up_to(0, 3700 * 86400.0)),
          "In place of days: this long from midnight of the first day."),
      key("warm_up", duration(at_least(0)), "Left out of every KPI, for steady-state models.", "0 s"),
      key("run_out", one_of_words({"until_empty", "cut"}),
          "Whether calls that are there at the end are finished or left out.", "until_empty"),
      key("at_closing", one_of_words({"serve_waiting", "release_waiting"}),
          "What becomes of those who wait when the site closes.", "serve_waiting"),
      key("fold", scalar(ScalarKind::yes_no), "Whether KPIs by interval are folded into one week.",
          "yes beyond 62 days"),
      key("steady_state",
          done(record({
              key("batches", whole(within(10, 1000)), "Into how many observations the run is cut.", "30"),
          })),
          "One long look at a centre that never closes: the beginning is deleted by MSER-5, the rest cut into batches, "
          "see docs/statistics.md.",
          "no: replications are the observations"),
  }));
}

ShapePointer variance_reduction_shape() {
  return done(record({
      key("antithetic", scalar(ScalarKind::yes_no),
          "Replications in pairs: arrivals, patience, talk and busyness of the second mirror the first.", "no"),
      key("busyness_strata", whole(within(2, 1000)),
          "Spreads the busyness of each day evenly over so many replications; even with antithetic.", "none"),
      key("control_variates", list_of(one_of_words({"arrivals", "offered_load", "erlang_a"})),
          "What estimates are corrected by, its expectation being known: how many calls came, the work that they "
          "brought, the waits that Erlang A makes of the days' busyness.",
          "none"),
  }));
}

ShapePointer segments_shape() {
  return block_of(record({
                      key("share", share(), "Share of callers.", "what the others leave, in equal parts"),
                      key("value", scalar(ScalarKind::money), "Added to the call type's.", "0"),
                      key("value_per_year", scalar(ScalarKind::money, at_least(0)),
                          "What such a customer is worth a year.", "customers.value_per_year"),
                      key("priority", whole(within(0, 9)), "Added to the call type's.", "0"),
                  }),
                  "One segment of the customers.");
}

ShapePointer treatment_shape() {
  const auto marker = scalar(ScalarKind::marker);
  Shape shape = record({
      required("after", duration(at_least(0)), "how long after entering the queue"),
      key("announce", scalar(ScalarKind::name), "Plays a prompt of this name; the caller keeps the place."),
      key("expected_wait", marker, "Announces the expected wait."),
      key("overflow_to", name_in("queues"), "Moves the call to another queue; wait and place are kept."),
      key("exit_to", name_in("queues"), "Ends this wait and begins one in another queue."),
      key("callback", marker, "Offers a call back."),
      key("voicemail", marker, "Takes a message."),
      key("release", marker, "Hangs up with an apology."),
      key("every", duration(above(0)), "Repeats an announcement with this period.", "once"),
  });
  shape.exactly_one = {{"announce", "expected_wait", "overflow_to", "exit_to", "callback", "voicemail", "release"}};
  return done(std::move(shape));
}

ShapePointer policy_shape(const std::string& family) {
  Shape shape = record({
      required("name", scalar(ScalarKind::name), "name on the menu, see `twinline policies`"),
      key("version", whole(within(1, 1000000)), "Version of the policy.", "the current one"),
      key("params", map_of(KeyForm::names, scalar(ScalarKind::text), "A parameter of the policy."), "Its parameters.",
          "the policy's own"),
  });
  shape.shorthand = "name";
  shape.definition = family + "_policy";
  return done(std::move(shape));
}

ShapePointer policies_shape() {
  const auto choice = [](const std::string& family) {
    return either("the name of a policy, or a map with name, version or params",
                  {scalar(ScalarKind::name), policy_shape(family)}, "choice_of_" + family);
  };
  return done(record({
      key("routing", choice("routing"), "Which call goes to which agent.", "longest_idle_agent"),
      key("staffing", choice("staffing"), "What is asked of people during the day.", "fixed"),
      key("ivr", choice("ivr"), "What the interactive voice response does.",
          "flow where a call type names one, else straight"),
  }));
}

/// Fewer replications are not looked at (reports/statistics/t_mixture.hpp).
constexpr double fewest_to_decide = 50;

ShapePointer compare_shape() {
  const auto effects = [](std::string help) {
    return map_of(KeyForm::any, scalar(ScalarKind::effect), std::move(help));
  };
  const auto stop = done(record({
      key("when", one_of_words({"decided"}), "What the experiment goes on for: a verdict on every KPI in kpis.",
          "decided"),
      key("budget", whole(within(fewest_to_decide, 100000000)), "Replications of each arm at most.", "4000"),
  }));
  return done(record({
      key("kpis", list_of(text()), "What the arms are compared on: a KPI, or queue.KPI.", "all"),
      key("least_effect", effects("By KPI."), "The least difference that matters.", "none"),
      key("guardrails", effects("By KPI."), "The largest change for the worse that is tolerated, signed.", "none"),
      key("sides", map_of(KeyForm::any, one_of_words({"one", "two"}), "By KPI."),
          "Whether a KPI is asked if it gets better, or if it changes at all.", "two"),
      key("stop", stop, "Looks after every replication and stops when the answer is clear.",
          "a fixed number of replications"),
  }));
}

/// Fewer equal replications are not taken to be always equal (reports/statistics/t_mixture.hpp).
constexpr double fewest_to_check = 300;

ShapePointer kpi_check_shape() {
  return done(record({
      key("kpis", list_of(text()), "What may not get worse: a KPI, or queue.KPI.",
          "those of compare that can get worse, or service_level, abandonment_rate and asa"),
      key("tolerance", map_of(KeyForm::any, scalar(ScalarKind::effect), "By KPI."),
          "The largest change for the worse that does not matter, in the KPI's unit.", "see docs/kpi-check.md"),
      key("of_baseline", map_of(KeyForm::any, share(), "By KPI."),
          "The same as a share of the baseline's value; where both are given, the larger.", "see docs/kpi-check.md"),
      key("budget", whole(within(fewest_to_check, 100000000)), "Replications of each arm at most.", "1000"),
  }));
}

Shape whole_file() {
  const auto anything = done(Shape{});
  Shape shape = record({
      required("twinline", whole(within(1, 1)), "version of this format: 1"),
      key("name", text(), "What reports call it.", "the file's name"),
      key("description", text(), "A sentence or a paragraph for reports."),
      key("seed", whole(at_least(0)), "All chance follows from it.", "1"),
      key("replications", whole(within(1, 100000000)), "How many independent runs.", "40"),
      key("site", site_shape(), "Where and when."),
      key("horizon", horizon_shape(), "What is simulated.", "one day"),
      key("segments", segments_shape(), "Customers by what they are worth.", "none"),
      key("skills", list_of(scalar(ScalarKind::name)), "All skills; given, every other skill is a slip of the pen.",
          "those that are used"),
      required("queues", queues_shape(), "where calls wait"),
      required("calls", calls_shape(), "the call types"),
      required("groups", groups_shape(), "the agent groups"),
      key("offers", offers_shape(), "What ringing agents may do."),
      key("trunks",
          block_of(record({required("lines", whole(within(1, 10000000)),
                                    "calls that it carries at once, in talk or waiting")}),
                   "A trunk."),
          "Lines into the centre.", "without limit"),
      key("bridge", bridge_shape(), "How real calls and agents reach the centre; bears on no simulation.", "none"),
      key("ivr", ivr_shape(), "What callers meet before the queue and after the talk.", "nothing"),
      key("infrastructure", infrastructure_shape(),
          "What the calls run on, and how it fails; see docs/infrastructure.md.",
          "it never runs short and never fails"),
      key("busyness", busyness_shape(), "Random factors shared by all call types."),
      key("growth", growth_shape(), "How the rates of all call types rise from day to day.", "none"),
      key("special_days", special_days_shape(), "Factors on the rates of all call types.", "none"),
      key("surges", surges_shape(), "Campaigns, outages: what makes many customers call at once.", "none"),
      key("notices", notices_shape(), "What customers are told that keeps some from calling now.", "none"),
      key("journeys", journeys_shape(), "What holds of what follows contacts, whatever the call type.",
          "a window of 24 h"),
      key("customers", customers_shape(), "What customers think of contacts, remember and do.", "nothing"),
      key("campaigns", campaigns_shape(), "Customers whom the centre calls of its own accord.", "none"),
      key("variance_reduction", variance_reduction_shape(), "Makes fewer replications tell as much.", "none"),
      key("policies", policies_shape(), "Who decides."),
      key("arms",
          map_of(KeyForm::names, map_of(KeyForm::any, anything, "Dotted path and what stands there in this arm."),
                 "One arm of an experiment: what it changes."),
          "Variants to compare; each overlays any path.", "none"),
      key("compare", compare_shape(), "What the arms are compared on."),
      key("kpi_check", kpi_check_shape(), "What `twinline kpi-check` holds against a baseline."),
      key("provenance", map_of(KeyForm::any, anything, "Dotted path and where its value comes from."),
          "Where numbers come from.", "unsaid"),
  });
  shape.later = {"channels", "teams", "sites", "forecast", "shifts", "staffing", "learning", "prompts"};
  return shape;
}

}  // namespace

ShapePointer queues_shape() {
  const auto service_level = done(record({
      key("threshold", duration(at_least(0)), "Within which a call should be answered.", "20 s"),
      key("target", share(), "Share that should be.", "80 %"),
      key("definition",
          one_of_words({"answered_in_threshold_over_offered", "answered_in_threshold_over_offered_less_short",
                        "answered_in_threshold_over_answered",
                        "answered_in_threshold_over_answered_plus_late_abandoned",
                        "handled_in_threshold_over_offered"}),
          "Which share is meant, see docs/kpis.md.", "answered_in_threshold_over_offered"),
      key("short_abandon", duration(at_least(0)), "An abandonment after a shorter wait counts as short.", "0 s"),
  }));
  Shape shape = record({
      key("service_level", service_level, "What a good service is.", "80 % within 20 s"),
      key("treatments", list_of(treatment_shape()), "What a waiting caller gets, by the time since entry.", "none"),
  });
  shape.later = {"channel", "music", "capacity"};
  return block_of(std::move(shape), "One queue.");
}

ShapePointer offers_shape() {
  const auto refusal = done(record({
      key("then", one_of_words({"cool_down", "not_ready", "stay_ready"}), "State of the agent afterwards.",
          "cool_down"),
      key("cool_down", duration(at_least(0)), "How long no further call is offered.", "5 s"),
  }));
  return done(record({
      key("ring_limit", duration(above(0)), "How long an offer rings.", "20 s"),
      key("no_answer", refusal, "After an offer that rang out."),
      key("declined", refusal, "After an offer that was declined."),
      key("unreachable", refusal, "After an offer that did not reach the agent."),
  }));
}

const Shape& scenario_shape() {
  static const Shape shape = whole_file();
  return shape;
}

}  // namespace twinline::scenarios
