#include "tests/laws/coverage.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "reports/kpi/difference_estimate.hpp"
#include "reports/kpi/estimates.hpp"
#include "reports/statistics/reference_distributions.hpp"
#include "sim/lab/experiment.hpp"
#include "tests/laws/coverage_truth.hpp"
#include "tests/laws/library.hpp"
#include "tests/laws/sequence_coverage.hpp"

namespace twinline::laws {
namespace {

/// Each run is looked at when it has so many replications.
constexpr std::array<std::size_t, 3> run_lengths{10, 30, 200};
constexpr std::size_t longest_run = run_lengths.back();
constexpr std::size_t means_from = 30, others_from = 200;
constexpr double nominal = 0.95, least = 0.94, most = 0.965;

/// Runs that are simulated together; more only take memory.
constexpr std::uint32_t runs_at_once = 25;

enum class Of : std::uint8_t { arm_a, paired_difference, independent_difference };

/// One kind of interval, with the value that it should hold.
struct Question {
  std::string name;
  const reports::Kpi* kpi = nullptr;
  reports::Place place;
  Of of = Of::arm_a;
  double truth = 0;
  std::size_t judged_from = others_from;
  std::array<std::uint32_t, run_lengths.size()> covered{};  ///< runs, by length
};

constexpr std::array<std::string_view, 4> means{"offered", "answered", "answered_in_sl", "abandoned"};
constexpr std::array<std::string_view, 8> ratios{"answer_rate", "abandonment_rate",    "service_level", "asa",
                                                 "mean_wait",   "probability_of_wait", "aht",           "occupancy"};
constexpr std::array<std::string_view, 3> quantiles{"wait_p50", "wait_p90", "wait_p99"};
constexpr std::array<std::string_view, 4> by_interval{"offered", "service_level", "mean_wait", "wait_p90"};
constexpr std::array<std::string_view, 5> differing{"abandoned", "service_level", "mean_wait", "wait_p90", "wait_p99"};

class Questions {
 public:
  Questions(const sim::Model& a, const sim::Model& b) : a_(a.scenario()), b_(b.scenario()) {
    for (const auto& names : {std::span<const std::string_view>(means), std::span<const std::string_view>(ratios),
                              std::span<const std::string_view>(quantiles)}) {
      for (const std::string_view name : names) ask(name, std::nullopt, Of::arm_a);
    }
    for (std::size_t interval = 0; interval < a.grid().cells(); ++interval) {
      for (const std::string_view name : by_interval) ask(name, interval, Of::arm_a);
    }
    for (const Of of : {Of::paired_difference, Of::independent_difference}) {
      for (const std::string_view name : differing) ask(name, std::nullopt, of);
    }
  }
  std::vector<Question> take() { return std::move(questions_); }

 private:
  void ask(std::string_view name, std::optional<std::size_t> interval, Of of) {
    Question question;
    question.kpi = reports::find_kpi(name);
    question.of = of;
    question.truth = a_.of(*question.kpi, interval);
    question.name = name;
    if (interval) {
      question.place = {reports::PlaceKind::interval, 0, static_cast<std::uint32_t>(*interval), {}};
      question.name += fmt::format(" in interval {}", *interval + 1);
    }
    if (of != Of::arm_a) {
      question.truth = b_.of(*question.kpi, interval) - question.truth;
      question.name += of == Of::paired_difference ? ", paired difference" : ", independent difference";
    }
    const bool is_plain_mean = question.kpi->estimand == reports::Estimand::mean && !interval && of == Of::arm_a;
    if (is_plain_mean) question.judged_from = means_from;
    // A median of 0 that everybody knows is no question.
    if (question.truth != 0) questions_.push_back(std::move(question));
  }

  CoverageTruth a_, b_;
  std::vector<Question> questions_;
};

using Totals = std::span<const reports::ReplicationTotals>;

/// What the run of one seed came to in both arms, the second once with the same callers and once with its own.
struct Run {
  Totals a, paired_b, independent_b;
};

statistics::Bounds difference_bounds(const Question& question, const reports::PlaceSample& a,
                                     const reports::PlaceSample& b) {
  const reports::Sampling plain;
  reports::ComparisonTerms terms;
  if (question.of == Of::independent_difference) terms.pairing = reports::Pairing::independent;
  return reports::DifferenceEstimate(*question.kpi, question.place, {&a, &plain}, {&b, &plain}, terms)
      .bounds(statistics::Sides::two, 1 - nominal);
}

class Counting {
 public:
  Counting(const sim::Model& a, const sim::Model& b) : a_(&a), b_(&b), questions_(Questions(a, b).take()) {}

  void look_at(const Run& run) {
    for (std::size_t length = 0; length < run_lengths.size(); ++length) {
      const auto sampler = [&](const sim::Model& model, Totals totals) {
        return reports::PlaceSampler(model.scenario().centre, model.grid(), totals.first(run_lengths[length]));
      };
      const auto a = sampler(*a_, run.a), paired = sampler(*b_, run.paired_b), other = sampler(*b_, run.independent_b);
      for (Question& question : questions_) {
        const auto& in_b = question.of == Of::paired_difference ? paired : other;
        question.covered[length] += covers(question, a.at(question.place), in_b);
      }
    }
  }

  const std::vector<Question>& questions() const { return questions_; }

 private:
  static bool covers(const Question& question, const reports::PlaceSample& a, const reports::PlaceSampler& b) {
    if (question.of == Of::arm_a) {
      const statistics::Interval interval = reports::estimate_of(*question.kpi, a);
      return interval.half_width && interval.low() <= question.truth && question.truth <= interval.high();
    }
    const statistics::Bounds bounds = difference_bounds(question, a, b.at(question.place));
    return bounds.low <= question.truth && question.truth <= bounds.high;
  }

  const sim::Model *a_, *b_;
  std::vector<Question> questions_;
};

void simulate(const sim::Model& a, const sim::Model& b, std::uint64_t first_seed, Counting& counting) {
  std::vector<sim::SeededModel> seeded;
  for (std::uint64_t seed = first_seed; seed < first_seed + runs_at_once; ++seed) {
    seeded.push_back({&a, seed});
    seeded.push_back({&b, seed});
  }
  sim::Effort effort;
  effort.replications = longest_run;
  const auto totals = sim::replicate(seeded, effort);
  // The second arm on other callers is that of the next run, and of the first after the last.
  for (std::size_t run = 0; run < totals.size(); run += 2)
    counting.look_at({totals[run], totals[run + 1], totals[(run + 3) % totals.size()]});
}

/// The share's own interval must reach the range. A few runs are allowed three standard errors: many rows are looked
/// at.
LabRow row_of(const Question& question, std::size_t length, std::uint32_t runs, Size size) {
  const double share = static_cast<double>(question.covered[length]) / runs;
  const double half_width = statistics::normal_quantile(0.5 + nominal / 2) * std::sqrt(share * (1 - share) / runs);
  LabRow row{fmt::format("{}, n = {}", question.name, run_lengths[length]),
             nominal,
             "nominal",
             share,
             half_width,
             "published only",
             true};
  if (run_lengths[length] < question.judged_from) return row;
  const double slack = size == Size::full ? half_width : 3 * std::sqrt(nominal * (1 - nominal) / runs);
  row.criterion = size == Size::full ? "94 to 96.5 %, within its interval" : "94 to 96.5 %, 3 standard errors allowed";
  row.passed = share >= least - slack && share <= most + slack;
  return row;
}

std::vector<LabRow> coverage(const std::string& scenario, const std::string& arm_a, const std::string& arm_b,
                             std::uint32_t runs, Size size) {
  const auto a = library_model_as_arm(scenario, arm_a), b = library_model_as_arm(scenario, arm_b);
  Counting counting(*a, *b);
  for (std::uint32_t seed = 1; seed <= runs; seed += runs_at_once) simulate(*a, *b, seed, counting);
  std::vector<LabRow> rows;
  for (const Question& question : counting.questions()) {
    for (std::size_t length = 0; length < run_lengths.size(); ++length)
      rows.push_back(row_of(question, length, runs, size));
  }
  return rows;
}

std::vector<LabRow> busy_hour(std::uint32_t runs, std::uint32_t, Size size) {
  return coverage("laws/erlang_a_hour.yaml", "five", "six", runs, size);
}

std::vector<LabRow> quiet_hour(std::uint32_t runs, std::uint32_t, Size size) {
  return coverage("laws/quiet_hour.yaml", "ten", "eleven", runs, size);
}

constexpr std::uint32_t all_runs = 10'000, few_runs = 100;
static_assert(all_runs % runs_at_once == 0 && few_runs % runs_at_once == 0);

constexpr std::array<LabExperiment, 3> table_of_coverage{{
    {"coverage_busy_hour", "Coverage of 95 % intervals: Erlang A, a busy hour from empty", "arms five and six",
     "laws/erlang_a_hour.yaml", all_runs, few_runs, longest_run, longest_run, busy_hour},
    {"coverage_quiet_hour", "Coverage of 95 % intervals: Erlang A, a quiet hour from empty", "arms ten and eleven",
     "laws/quiet_hour.yaml", all_runs, few_runs, longest_run, longest_run, quiet_hour},
    {"coverage_sequence", "Coverage of confidence sequences, at every look at once: Erlang A, a busy hour from empty",
     "arms five and six, paired, looked at after each of 50 to 1000 replications; to 300 in the reduced run",
     "laws/erlang_a_hour.yaml", 2000, 50, 1000, 300, sequence_coverage},
}};

}  // namespace

std::span<const LabExperiment> coverage_experiments() { return table_of_coverage; }

}  // namespace twinline::laws
