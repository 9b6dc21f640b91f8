// What each experiment expects. "Derived" figures come from tests/laws/erlang.cpp, which erlang_test.cpp holds against
// printed ones; "long run" figures are those of an independent program for the same model, run far longer than the
// published study, whose interval stands beside them for context.
#include "tests/laws/experiments.hpp"

namespace twinline::laws {
namespace {

using reports::Fraction;
using reports::KpiCell;

Fraction kpi(std::string_view name, const KpiCell& cell) { return reports::find_kpi(name)->fraction(cell); }

Fraction blocking(const KpiCell& cell) { return {kpi("blocked", cell).numerator, kpi("attempts", cell).numerator}; }
Fraction probability_of_wait(const KpiCell& cell) { return kpi("probability_of_wait", cell); }
Fraction service_level(const KpiCell& cell) { return kpi("service_level", cell); }
Fraction speed_of_answer(const KpiCell& cell) { return kpi("asa", cell); }
Fraction mean_wait(const KpiCell& cell) { return kpi("mean_wait", cell); }
Fraction abandonment(const KpiCell& cell) { return kpi("abandonment_rate", cell); }
Fraction occupancy(const KpiCell& cell) { return kpi("occupancy", cell); }
Fraction answered(const KpiCell& cell) { return kpi("answered", cell); }
Fraction abandoned(const KpiCell& cell) { return kpi("abandoned", cell); }

/// The CallCenter study divides by the expected number of calls, not by those that came.
constexpr double expected_calls = 1660;
Fraction wait_per_expected_call(const KpiCell& cell) { return {kpi("mean_wait", cell).numerator, expected_calls}; }
Fraction short_waits_per_expected_call(const KpiCell& cell) {
  return {kpi("service_level", cell).numerator, expected_calls};
}
/// Of laws/redials.yaml: 22 a minute for 400 hours.
constexpr double first_attempts = 528'000;
Fraction attempts_per_first_attempt(const KpiCell& cell) { return {kpi("attempts", cell).numerator, first_attempts}; }
Fraction lost_per_expected_call(const KpiCell& cell) { return {kpi("abandoned", cell).numerator, expected_calls}; }

constexpr std::string_view derived = "derived";
constexpr std::string_view r_erlang_c = "Erlang C, R package ErlangC";
constexpr std::string_view markov_chain = "Markov chain, tests/oracle", fixed_point = "fixed point of Erlang A";
constexpr std::string_view center_tools = "Erlang C, call-center-tools";
constexpr std::string_view pyworkforce = "Erlang A, pyworkforce";

constexpr std::uint32_t seeds = 40, few_seeds = 8;
constexpr std::uint32_t days = 20'000, few_days = 1'000;

Experiment steady_state(std::string_view name, std::string_view title, std::string_view scenario,
                        std::vector<Quantity> quantities, std::string_view arm = {}) {
  return {name, title, scenario, arm, Replications::seeds, seeds, few_seeds, std::move(quantities)};
}
Experiment short_days(std::string_view name, std::string_view title, std::string_view scenario,
                      std::vector<Quantity> quantities) {
  return {name, title, scenario, {}, Replications::indices, days, few_days, std::move(quantities)};
}

std::vector<Experiment> erlang_experiments() {
  return {
      steady_state("erlang_b_1_1", "Erlang B, one line and one erlang", "laws/erlang_b_1_1.yaml",
                   {{"blocked / attempts", {.5}, "B(1, 1)", blocking}}),
      steady_state("erlang_b_2_1", "Erlang B, two lines and one erlang", "laws/erlang_b_2_1.yaml",
                   {{"blocked / attempts", {.2}, "B(2, 1)", blocking}}),
      steady_state("erlang_b_14_10", "Erlang B, 14 lines and 10 erlangs", "laws/erlang_b_14_10.yaml",
                   {{"blocked / attempts", {.05681914, 5e-9}, derived, blocking}}),
      steady_state("erlang_b_110_100", "Erlang B, 110 lines and 100 erlangs", "laws/erlang_b_110_100.yaml",
                   {{"blocked / attempts", {.02746345, 5e-9}, derived, blocking}}),
      steady_state("erlang_c_14", "Erlang C, 14 agents, 100 calls of 180 s in half an hour", "laws/erlang_c_14.yaml",
                   {{"probability of waiting", {.1741319, 5e-8}, r_erlang_c, probability_of_wait},
                    {"answered within 20 s", {.88835, 5e-6}, r_erlang_c, service_level},
                    {"speed of answer [s]", {7.83594, 5e-6}, r_erlang_c, speed_of_answer},
                    {"occupancy", {.7142857, 5e-8}, r_erlang_c, occupancy}}),
      steady_state("erlang_c_40", "Erlang C, 40 agents, 1000 calls of 120 s an hour", "laws/erlang_c_40.yaml",
                   {{"probability of waiting", {.1907, 5e-5}, center_tools, probability_of_wait},
                    {"answered within 20 s", {.9372, 5e-5}, center_tools, service_level},
                    {"speed of answer [s]", {3.43, 5e-3}, center_tools, speed_of_answer}}),
      steady_state("erlang_c_28", "Erlang C, 28 agents, 250 calls of 330 s an hour", "laws/erlang_c_28.yaml",
                   {{"answered within 30 s", {.857, 5e-4}, derived, service_level}}),
      steady_state("erlang_c_27", "Erlang C, one agent too few for 80 % within 30 s", "laws/erlang_c_28.yaml",
                   {{"answered within 30 s", {.782, 5e-4}, derived, service_level}}, "with_27"),
      steady_state("erlang_a_14", "Erlang A, 14 agents, patience 5 min", "laws/erlang_a_14.yaml",
                   {{"probability of waiting", {.14526, 5e-6}, pyworkforce, probability_of_wait},
                    {"abandoned / offered", {.013984, 5e-7}, pyworkforce, abandonment},
                    {"occupancy", {.704297, 5e-7}, pyworkforce, occupancy},
                    {"mean wait [s]", {4.19514, 3e-5}, pyworkforce, mean_wait},
                    {"answered within 20 s", {.916792, 5e-7}, pyworkforce, service_level}}),
      steady_state("erlang_a_13", "Erlang A, 13 agents, patience 5 min", "laws/erlang_a_13.yaml",
                   {{"mean wait [s]", {9.913, 5e-4}, derived, mean_wait}}),
      steady_state("erlang_a_100", "Erlang A, 100 erlangs and 100 agents", "laws/erlang_a_100.yaml",
                   {{"probability of waiting", {.596703, 5e-7}, derived, probability_of_wait},
                    {"abandoned / offered", {.033030, 5e-7}, derived, abandonment}}),
      steady_state("erlang_a_90", "Erlang A, 100 erlangs and 90 agents", "laws/erlang_a_90.yaml",
                   {{"probability of waiting", {.937677, 5e-7}, derived, probability_of_wait},
                    {"abandoned / offered", {.103364, 5e-7}, derived, abandonment}}),
      steady_state("erlang_a_102", "Erlang A, 102 erlangs and 100 agents", "laws/erlang_a_102.yaml",
                   {{"probability of waiting", {.591719, 5e-7}, derived, probability_of_wait},
                    {"abandoned / offered", {.049918, 5e-7}, derived, abandonment}}),
      steady_state("m1", "M1, the yardstick: 95 erlangs and 100 agents", "laws/m1.yaml",
                   {{"abandoned / offered", {.020166, 5e-7}, derived, abandonment},
                    {"mean wait [s]", {6.050, 5e-4}, derived, mean_wait},
                    {"occupancy", {.93084, 5e-6}, derived, occupancy},
                    {"answered within 20 s", {.86377, 5e-6}, derived, service_level}}),
  };
}

/// What tests/oracle works out, to half a unit of the last digit.
std::vector<Experiment> oracle_experiments() {
  const std::string_view redials = "laws/redials.yaml", skills = "laws/two_skills.yaml";
  std::vector<Experiment> all{
      steady_state("redials_late", "Erlang A with redials after 50 mean services", redials,
                   {{"attempts per first attempt", {1.364584, 5e-7, 0, .02}, fixed_point, attempts_per_first_attempt},
                    {"abandoned / offered", {.333970, 5e-7, 0, .02}, fixed_point, abandonment},
                    {"probability of waiting", {.997696, 5e-7, 0, .02}, fixed_point, probability_of_wait},
                    {"mean wait [s]", {40.07636, 5e-6, 0, .02}, fixed_point, mean_wait}},
                   "after_50_services"),
      steady_state("redials_after_one_service", "Erlang A with redials after one mean service", redials,
                   {{"attempts per first attempt", {1.379826, 5e-7}, markov_chain, attempts_per_first_attempt},
                    {"abandoned / offered", {.344089, 5e-7}, markov_chain, abandonment},
                    {"probability of waiting", {.978150, 5e-7}, markov_chain, probability_of_wait},
                    {"mean wait [s]", {41.29066, 5e-6}, markov_chain, mean_wait}},
                   "after_one_service"),
      steady_state("redials_almost_at_once", "Erlang A with redials after a tenth of a mean service", redials,
                   {{"attempts per first attempt", {1.388178, 5e-7}, markov_chain, attempts_per_first_attempt},
                    {"abandoned / offered", {.349539, 5e-7}, markov_chain, abandonment},
                    {"probability of waiting", {.970079, 5e-7}, markov_chain, probability_of_wait},
                    {"mean wait [s]", {41.94469, 5e-6}, markov_chain, mean_wait}},
                   "almost_at_once"),
      steady_state("two_skills", "M/M/n with two skills: specialists, and two agents with both", skills,
                   {{"gold: probability of waiting", {.325161, 5e-7}, markov_chain, probability_of_wait, {}, 0},
                    {"gold: mean wait [s]", {43.62995, 5e-6}, markov_chain, mean_wait, {}, 0},
                    {"silver: probability of waiting", {.284955, 5e-7}, markov_chain, probability_of_wait, {}, 1},
                    {"silver: mean wait [s]", {33.58301, 5e-6}, markov_chain, mean_wait, {}, 1}},
                   "lines_enough"),
      steady_state("two_skills_few_lines", "The same centre behind a trunk of nine lines", skills,
                   {{"blocked / attempts", {.04782426, 5e-9}, markov_chain, blocking},
                    {"gold: probability of waiting", {.243526, 5e-7}, markov_chain, probability_of_wait, {}, 0},
                    {"gold: mean wait [s]", {23.43283, 5e-6}, markov_chain, mean_wait, {}, 0},
                    {"silver: probability of waiting", {.182045, 5e-7}, markov_chain, probability_of_wait, {}, 1},
                    {"silver: mean wait [s]", {10.52715, 5e-6}, markov_chain, mean_wait, {}, 1}},
                   "few_lines"),
  };
  for (Experiment& experiment : all) experiment.largest_relative_error = .005;
  return all;
}

std::vector<Experiment> published_studies() {
  return {
      short_days("mmc", "MMC of ContactCenters: a day of twelve agents", "laws/mmc.yaml",
                 {{"answered within 20 s", {.9005, 5e-5}, "long run; published .900–.904", service_level},
                  {"occupancy", {.6969, 5e-5}, "long run; published .694–.697", occupancy}}),
      short_days("mmcab", "MMCAb of ContactCenters: the same with impatient callers", "laws/mmcab.yaml",
                 {{"abandoned in a day", {59.19, 5e-3}, "long run; published 57.66–59.56", abandoned},
                  {"answered within 20 s / answered", {.9744, 5e-5}, "long run; published .975", service_level}}),
      short_days("simple_msk", "SimpleMSK of ContactCenters: three call types, two groups", "laws/simple_msk.yaml",
                 {{"answered in a day", {4287.5, .05, 4.3}, "long run ± 4.3; published 4270–4324", answered},
                  {"abandoned in a day", {899.8, .05, 5.5}, "long run ± 5.5; published 876–945", abandoned},
                  {"service level", {.5054, 5e-5}, "long run; published .494–.509", service_level},
                  {"occupancy of group 0", {.8792, 5e-5}, "long run; published .877–.884", occupancy, 0}}),
      short_days(
          "callcenter_400", "CallCenter of SSJ, busyness of shape 400", "laws/callcenter_400.yaml",
          {{"wait per expected call [s]", {4.731, 5e-4}, "long run; published 4.680–4.746", wait_per_expected_call},
           {"waits below 20 s per expected call",
            {.9246, 5e-5},
            "long run; published .925",
            short_waits_per_expected_call},
           {"lost per expected call", {.01985, 5e-6}, "long run; published .020", lost_per_expected_call}}),
      short_days(
          "callcenter_10", "CallCenter of SSJ, busyness of shape 10", "laws/callcenter_10.yaml",
          {{"wait per expected call [s]",
            {12.79, 5e-3, .30},
            "long run ± .30; published 10.06–13.61",
            wait_per_expected_call},
           {"lost per expected call", {.0370, 5e-5}, "long run; published .0311–.0374", lost_per_expected_call}}),
  };
}

}  // namespace

std::span<const Experiment> experiments() {
  static const std::vector<Experiment> all = [] {
    std::vector<Experiment> list = erlang_experiments();
    for (Experiment& experiment : oracle_experiments()) list.push_back(std::move(experiment));
    for (Experiment& study : published_studies()) list.push_back(std::move(study));
    return list;
  }();
  return all;
}

}  // namespace twinline::laws
