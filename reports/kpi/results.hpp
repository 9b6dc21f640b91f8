// What a run or a comparison came to, as plain data: the lab fills it, the renderers show it. One Estimate is one
// number with its interval and its n; one Difference is arm b minus arm a. No computation happens here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/kpi/infrastructure_layout.hpp"

namespace twinline::reports {

/// Where an estimate belongs. Keys are `interval`, `call_type`, `queue`, `group` and `segment`, and of what the calls
/// ran on `site`, `host`, `link`, `trunk`, `service` and, of dropped calls, `cause`; empty for the total. The value of
/// `interval` is the start of the interval in the site's zone, ISO 8601 with offset, or for folded long horizons the
/// weekday and time, `Mon 08:00`.
using Dimensions = std::map<std::string, std::string>;

enum class Direction : std::uint8_t { higher_is_better, lower_is_better, none };

/// The unit of a KPI's value: counts per replication, seconds, or a share between 0 and 1.
enum class Unit : std::uint8_t { count, seconds, share };

/// A KPI by name, with the words that a report prints beside it.
struct KpiDefinition {
  std::string name;        ///< stable, snake case: "service_level"
  std::string title;       ///< for people: "Service level"
  std::string definition;  ///< one sentence; for service levels the named variant and threshold
  Unit unit = Unit::count;
  Direction direction = Direction::none;
};

struct Estimate {
  std::string kpi;         ///< name of a KpiDefinition
  std::string definition;  ///< as it applies here: a queue's own threshold and variant
  Dimensions by;
  double mean = 0;                   ///< NaN when nothing was observed
  std::optional<double> half_width;  ///< of the 95 % interval; empty at one replication
  std::uint64_t n = 0;               ///< replications
};

enum class Verdict : std::uint8_t { better, worse, higher, lower, no_meaningful_difference, undecided };

/// A question among others of the same comparison, and what it comes to when all are counted.
struct Adjustment {
  std::string family;        ///< "kpis": all that the comparison names; "segments": those, segment by segment
  std::size_t size = 1;      ///< questions in the family, over all pairs of arms
  std::optional<double> p;   ///< after Holm; empty where the method has no p-values
  double low = 0, high = 0;  ///< with 95 % confidence for all intervals of the family at once
};

struct Difference {
  std::string a, b;  ///< names of arms; mean is b minus a
  std::string kpi;
  Dimensions by;
  double mean = 0, low = 0, high = 0;  ///< the open end of a one-sided interval is infinite
  std::uint64_t n = 0;
  std::string method;                  ///< "t", "t_mixture" or "bootstrap"
  std::optional<double> least_effect;  ///< smallest difference that matters, in the KPI's unit
  Verdict verdict = Verdict::undecided;
  bool one_sided = false;                  ///< asked was only whether b is better
  std::optional<double> p{};               ///< that nothing differs; of "t_mixture" valid at every look
  std::optional<Adjustment> adjustment{};  ///< empty: a difference that the comparison is not about
  /// Of plain replications of independent arms, to what was attained; empty for just those.
  std::optional<double> variance_ratio{};
};

/// Guardrail: arm b may not be worse than a by more than the limit.
struct Guardrail {
  std::string a, b;
  std::string kpi;
  Dimensions by;
  double limit = 0;  ///< signed, as in the scenario: -0.01 allows one point down
  bool held = false;
  double low = 0, high = 0;
  std::string method = "t";
};

struct Arm {
  std::string name;
  std::map<std::string, std::string> overlays;  ///< path → value as compact JSON text
};

/// What names a run: whoever repeats it with the same values gets the same bytes.
struct RunIdentity {
  std::string scenario_name;
  std::string scenario_hash;  ///< SHA-256, hex
  std::string model_version;
  std::string version;  ///< of the program
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;
  std::string time_zone;
  std::uint32_t interval_minutes = 15;
  std::string policies{};              ///< SHA-256 of the sources of the policies that decided, hex; empty: not known
  std::vector<std::string> plugins{};  ///< SHA-256 of each shared object that was loaded beside
};

/// What a queue promises its callers; reports draw it as a line. Queues without a target have none of these.
struct ServiceLevelGoal {
  std::string queue;
  double threshold_seconds = 0;
  double target = 0;  ///< share between 0 and 1
};

/// How many times as many replications one would need without variance reduction, for one KPI in total.
struct VarianceGain {
  std::string kpi;
  double factor = 1;
};

/// How replications were tied together or corrected, and what that brought.
struct VarianceReport {
  std::vector<std::string> methods;  ///< in words
  std::uint64_t observations = 0;    ///< blocks of replications
  std::vector<VarianceGain> gains;   ///< of a run; those of a comparison are its differences' variance ratios
};

/// How a single long run became observations.
struct SteadyStateReport {
  double warm_up_seconds = 0;  ///< deleted, as MSER-5 found it
  std::uint64_t batches = 0;
  double batch_seconds = 0;
  double correlation = 0;             ///< of neighbouring batches' mean waits
  std::vector<std::string> warnings;  ///< why its intervals should not be trusted; empty: nothing speaks against them
};

struct RunResult {
  RunIdentity identity;
  std::vector<KpiDefinition> kpis;
  std::vector<Estimate> estimates;
  std::vector<ServiceLevelGoal> service_level_goals{};
  std::optional<VarianceReport> variance{};
  std::optional<SteadyStateReport> steady_state{};
  std::optional<InfrastructureLayout> infrastructure{};  ///< what the calls ran on, if the scenario says it
};

/// Why an experiment ended whose number of replications was not fixed beforehand.
enum class StopReason : std::uint8_t {
  decided,  ///< every KPI that the comparison names has its verdict, and every guardrail is settled
  futile,   ///< what is not decided is unlikely to be with the whole budget
  budget,   ///< the budget is spent
};

struct Stopped {
  StopReason reason = StopReason::budget;
  std::uint64_t replications = 0;  ///< the smallest number, in order of index, at which the reason held
  std::uint64_t budget = 0;
  std::uint64_t first_look = 0;  ///< looked at after this many, and after each that followed
};

/// A KPI in one place: service_level in total, or of the queue loans.
struct KpiPlace {
  std::string kpi;
  Dimensions by;
};

struct ComparisonResult {
  RunIdentity identity;
  std::vector<KpiDefinition> kpis;
  std::vector<Arm> arms;
  std::vector<std::vector<Estimate>> estimates;  ///< one list per arm, in the arms' order
  std::vector<Difference> differences;
  std::vector<Guardrail> guardrails;
  std::vector<std::string> assumptions;  ///< uncalibrated effects, to stand beside the verdict
  bool paired = true;
  std::vector<ServiceLevelGoal> service_level_goals{};
  std::vector<KpiPlace> headlines{};  ///< what the comparison is about; empty: all KPIs in total
  std::string method = "t";           ///< of the headlines' intervals
  std::optional<Stopped> stopped{};   ///< empty: the number of replications was fixed
  std::optional<VarianceReport> variance{};
  std::vector<std::optional<InfrastructureLayout>> infrastructures{};  ///< what each arm's calls ran on
};

}  // namespace twinline::reports
