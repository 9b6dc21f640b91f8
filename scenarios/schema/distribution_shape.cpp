#include "scenarios/schema/scenario_shape.hpp"
#include "scenarios/schema/shape_words.hpp"

namespace twinline::scenarios {
namespace {

using namespace words;

enum class Parts : unsigned char { all, no_log, none };

const std::vector<std::string> simple_kinds{"constant",         "exponential", "lognormal", "gamma",    "erlang",
                                            "hyperexponential", "weibull",     "uniform",   "empirical"};

Key spoken_as(std::string spoken, Key entry) {
  entry.spoken = std::move(spoken);
  return entry;
}

ShapePointer kind_named(std::string definition, std::vector<Key> keys) {
  Shape shape = record(std::move(keys));
  shape.definition = std::move(definition);
  shape.keeps_subject = true;
  return done(std::move(shape));
}

ShapePointer record_of(Parts parts, std::vector<Key> beside) {
  const auto positive = duration(above(0));
  const auto any_length = duration(at_least(0));
  std::vector<Key> keys{
      key("constant", any_length, "Always this."),
      spoken_as("mean", key("exponential", positive, "Exponential with this mean.")),
      key("lognormal",
          kind_named("lognormal", {required("mean", positive, "of the duration itself, not of its logarithm"),
                                   required("sd", positive, "standard deviation of the duration itself")}),
          "Lognormal."),
      key("gamma",
          kind_named("gamma", {required("mean", positive, "the mean"),
                               required("shape", number(above(0)), "1 is exponential, more is steadier")}),
          "Gamma."),
      key("erlang",
          kind_named("erlang", {required("mean", positive, "the mean of the sum"),
                                required("phases", whole(within(1, 1000)), "exponential phases in a row")}),
          "Sum of equal exponential phases."),
      key("hyperexponential",
          kind_named("hyperexponential",
                     {required("means", list_of(positive), "the mean of each exponential"),
                      required("weights", list_of(number(above(0))), "how often each is drawn; any scale")}),
          "One of several exponentials."),
      key("weibull",
          kind_named("weibull", {required("scale", positive, "63.2 % are below it"),
                                 required("shape", number(above(0)), "below 1 the longest waits last longest")}),
          "Weibull."),
      key("uniform",
          kind_named("uniform",
                     {required("low", any_length, "the shortest"), required("high", positive, "the longest")}),
          "Uniform between two durations."),
      key("empirical",
          kind_named("empirical",
                     {key("values", list_of(any_length), "the observed durations"),
                      key("file", text(), "a CSV file with a column seconds and perhaps one named weight"),
                      key("weights", list_of(number(above(0))), "how often each is drawn; any scale", "all alike")}),
          "One of observed values."),
  };
  std::vector<std::string> kinds = simple_kinds;
  if (parts != Parts::none) {
    auto part =
        record_of(Parts::none, {required("weight", number(above(0)), "how often this part is drawn; any scale")});
    keys.push_back(key("mixture", list_of(part), "One of several distributions, each with its weight."));
    kinds.emplace_back("mixture");
  }
  if (parts == Parts::all) {
    auto otherwise = either("a distribution or a duration", {record_of(Parts::no_log, {}), any_length});
    keys.push_back(key(
        "from_log",
        kind_named("from_log", {required("otherwise", otherwise, "drawn for a call of which the log says nothing")}),
        "What the replayed call log says of the call."));
    kinds.emplace_back("from_log");
  }
  keys.push_back(key("shift", any_length, "Added to every draw.", "0 s"));
  keys.push_back(key("at_least", any_length, "Draws below it (shift included) are drawn again."));
  keys.push_back(key("at_most", positive, "Draws above it (shift included) are drawn again."));
  const std::size_t shared = keys.size();
  for (Key& extra : beside) keys.push_back(std::move(extra));
  Shape shape = record(std::move(keys));
  shape.keeps_subject = true;
  shape.shared_keys = parts == Parts::all && beside.empty() ? 0 : shared;
  shape.exactly_one = {kinds};
  if (parts == Parts::all && beside.empty()) shape.definition = "distribution";
  if (parts != Parts::all) shape.definition = parts == Parts::none ? "part_of_mixture" : "distribution_without_log";
  return done(std::move(shape));
}

constexpr const char* expected =
    "a duration with its unit such as '30 s', or a distribution such as {exponential: 4 min}";

}  // namespace

ShapePointer distribution_shape_with(std::vector<Key> beside) { return record_of(Parts::all, std::move(beside)); }

ShapePointer distribution_shape() {
  static const ShapePointer shape =
      either(expected, {duration(at_least(0)), record_of(Parts::all, {})}, "duration_or_distribution");
  return shape;
}

ShapePointer distribution_by_period_shape(std::vector<Key> beside) {
  Shape by_time = record(beside);
  by_time.others_form = KeyForm::times;
  by_time.others = distribution_shape();
  by_time.others_help = "The distribution from this time of day on.";
  return either(std::string{expected} + ", or one for each time of day",
                {duration(at_least(0)), distribution_shape_with(std::move(beside)), done(std::move(by_time))});
}

namespace {

Shape factor_record(std::vector<Key> beside) {
  Shape shape = record({
      key("gamma",
          kind_named("gamma_factor", {required("shape", number(above(0)), "the variance of the factor is 1 / shape")}),
          "Gamma with mean 1."),
      key("lognormal",
          kind_named("lognormal_factor", {required("sd", number(above(0)), "standard deviation of the factor")}),
          "Lognormal with mean 1."),
  });
  for (Key& extra : beside) shape.keys.push_back(std::move(extra));
  shape.keeps_subject = true;
  shape.exactly_one = {{"gamma", "lognormal"}};
  return shape;
}

}  // namespace

ShapePointer factor_shape() {
  Shape shape = factor_record({});
  shape.definition = "factor";
  return done(std::move(shape));
}

ShapePointer busyness_shape() {
  Shape of_interval = factor_record({key("persistence", scalar(ScalarKind::share, at_least_below(0, 1)),
                                         "How much an interval's busyness is like that of the one before: the "
                                         "correlation of their normal scores, see docs/model.md.",
                                         "0")});
  of_interval.definition = "factor_of_intervals";
  return done(record({
      key("day", factor_shape(), "A factor drawn once a day that multiplies all rates of the day.", "1"),
      key("interval", done(std::move(of_interval)), "A factor drawn for every reporting interval.", "1"),
  }));
}

}  // namespace twinline::scenarios
