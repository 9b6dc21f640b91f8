// A scenario as loaded and checked: everything that a run needs to know, as plain data. It draws nothing and
// decides nothing; sim/ turns its people into behaviour and hands its centre to the ACD.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policies/contract/centre.hpp"
#include "policies/contract/parameters.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/by_period.hpp"
#include "scenarios/schema/customers.hpp"
#include "scenarios/schema/demand.hpp"
#include "scenarios/schema/distribution.hpp"
#include "scenarios/schema/infrastructure.hpp"
#include "scenarios/schema/journeys.hpp"
#include "scenarios/schema/outbound.hpp"

namespace twinline::scenarios {

/// One day of the horizon. Instants are on the world's clock, so that a day with a clock change has its true
/// length.
struct Day {
  Time midnight;             ///< local
  Time opens, closes;        ///< equal on a closed day
  Duration length{24h};      ///< to the next local midnight: 23, 24 or 25 h
  std::uint8_t weekday = 0;  ///< 0 Monday to 6 Sunday
  int year = 1970;
  unsigned month = 1, day = 1;
  std::int32_t utc_offset_seconds = 0;  ///< at local midnight
  /// Instant at which a local time of day is reached; a time that the clock skips is the instant of the skip.
  /// Offsets change at most once a day.
  Duration clock_change_at{0};            ///< time of day (before the change), 0 when there is none
  std::int32_t clock_change_seconds = 0;  ///< +3600: the clock skips an hour, −3600: it repeats one

  Time at(Duration time_of_day) const;
  bool is_open(Time at) const { return at >= opens && at < closes; }
  std::string date() const;  ///< "2026-03-02"
};

struct Handling {
  ByPeriod<Distribution> talk;
  std::optional<Distribution> identification;  ///< before a talk whose caller has not proved to a machine who it is
  double with_context = 1;  ///< the talk's length is multiplied by it when the agent knows what a machine was told
  double hold_share = 0;
  Distribution hold;
  ByPeriod<Distribution> wrap_up;  ///< empty: none, the agent is free at once
};

/// Callers of one call type: what the centre cannot see.
struct Callers {
  Arrivals arrivals;
  std::optional<ByPeriod<Distribution>> patience;  ///< none: they wait for ever
  double balk = 0;                                 ///< share that leaves at once when no agent is free
  Handling handling;
  double redial_share = 0;  ///< of those who abandoned or were blocked
  Distribution redial_delay;
  std::uint8_t most_attempts = 10;
  double accepts_callback = 0;       ///< share of those to whom a callback is offered
  std::optional<Callback> callback;  ///< none: nobody calls those back who accept
  Distribution prompt_length;        ///< of an announcement or a message left
  std::vector<double> trunk_shares;  ///< by trunk: share of callers who come over it, sum 1; empty without trunks
  /// How long an agent who may not serve this type talks to such a caller, who was queued as another, until both know.
  /// None: whoever answers serves the caller as what the call was queued as.
  std::optional<Distribution> finds_out;
};

/// What callers do at a step of an IVR flow that asks or tells them something. Whoever does nothing of this chooses
/// among the keys, or enters as many as are wanted.
struct AtStep {
  double hangs_up = 0, presses_nothing = 0, presses_wrong = 0;  ///< shares, per time that the step is met
  double opts_out = 0;                                          ///< share who want a human being and say so, likewise
  std::vector<double> keys;           ///< by branch: shares of the others, sum 1; empty: all are alike
  std::optional<Distribution> takes;  ///< from the end of the prompt to the last key; none: at once
  double accepts = 0;                 ///< share who go on over the channel that is offered, the incentive included
  double incentive = 0;               ///< what is paid for each of them
  std::optional<Distribution> after;  ///< until they come again there; none: at once
  double resolved = 1;                ///< of those served by this step: share whose matter really is done
};

/// What a source answers about simulated callers.
struct SourceAnswers {
  struct Values {
    AttributeIndex attribute;
    /// Values and shares of callers, sum at most 1; the others have none.
    std::vector<std::pair<std::int64_t, double>> shares;
  };
  /// The same for one whose shares depend on what the caller really wants: by call type.
  struct ValuesByMatter {
    AttributeIndex attribute;
    std::vector<std::vector<std::pair<std::int64_t, double>>> shares;
  };
  Distribution takes;  ///< later than the step's deadline, it is a time-out
  double fails = 0;
  std::vector<Values> values;
  std::vector<ValuesByMatter> by_matter;
};

struct IvrPeople {
  std::vector<std::vector<AtStep>> at_step;          ///< by flow, then step
  std::vector<std::optional<Distribution>> prompts;  ///< by prompt: its length; none: announcement_length of the call
  std::vector<SourceAnswers> sources;                ///< by look-up
};

struct OpeningHours {
  Duration opens{0}, closes{0};  ///< times of day; equal: closed
};

/// Opening hours as rules over days, from which tables of world time are made.
struct WeeklyHours {
  std::map<std::uint8_t, OpeningHours> by_weekday;
  std::map<std::string, OpeningHours> by_date;  ///< wins over the weekday

  OpeningHours on(const Day& day) const;
};

/// How an agent group's people serve, which the centre cannot see either.
struct SkillPerformance {
  CallTypeIndex type;
  double speed = 1.0;  ///< talk and wrap-up times are divided by it
};

/// Agents on duty: from a time of day on, this many. The last entry holds until closing time.
struct StaffingStep {
  Duration from{0};
  std::uint32_t agents = 0;
};

struct Schedule {
  std::map<std::uint8_t, std::vector<StaffingStep>> by_weekday;
  std::map<std::string, std::vector<StaffingStep>> by_date;
};

struct People {
  Schedule schedule;
  std::vector<SkillPerformance> performance;
  double no_answer_share = 0;
  Duration no_answer_after = 20s;
  double decline_share = 0;
  std::optional<Distribution> answer_after;  ///< ringing until the agent answers; none: at once
  double cost_per_hour = 0;
  /// Of 1, 2, 3, … contacts in hand: at which rate each goes on, from 1 down; empty: all as if it were alone.
  std::vector<double> pace;
};

enum class AtClosing : std::uint8_t {
  serve_waiting,    ///< agents stay until nobody waits
  release_waiting,  ///< who still waits is released
};

enum class RunOut : std::uint8_t {
  until_empty,  ///< after the horizon no call arrives, and the last schedule holds until the last call has
                ///< ended
  cut,          ///< the horizon's end is the end; waits that go on are left out
};

/// A run that is one long look at a centre that never closes, in place of many days: what its beginning from empty
/// distorts is deleted, and the rest is cut into batches, which are the observations.
struct SteadyState {
  std::uint32_t batches = 30;
};

struct Horizon {
  std::vector<Day> days;
  Time end;             ///< of the last day, or earlier for a horizon shorter than a day
  Duration warm_up{0};  ///< left out of every KPI
  RunOut run_out = RunOut::until_empty;
  AtClosing at_closing = AtClosing::serve_waiting;
  std::string time_zone = "UTC";
  Duration interval = 15min;
  bool fold_by_weekday = false;  ///< KPIs by interval are folded into one week
  std::optional<SteadyState> steady_state;
};

/// How replications are tied together, or corrected, so that fewer of them tell as much (docs/statistics.md).
struct VarianceReduction {
  bool antithetic = false;
  std::uint32_t busyness_strata = 1;                              ///< of the busyness by day
  bool arrivals = false, offered_load = false, erlang_a = false;  ///< control variates

  /// Replications that are drawn together: one observation.
  std::uint32_t block() const { return busyness_strata > 1 ? busyness_strata : antithetic ? 2 : 1; }
  bool uses_controls() const { return arrivals || offered_load || erlang_a; }
  bool is_used() const { return block() > 1 || uses_controls(); }

  friend bool operator==(const VarianceReduction&, const VarianceReduction&) = default;
};

struct PolicyChoice {
  std::string name;
  std::uint32_t version = 0;  ///< 0: the current one
  std::vector<ParameterText> parameters;
  std::string build{};  ///< SHA-256 of the shared object that has the policy; empty for Twinline's own
};

/// When a comparison ends that is looked at while it runs: decided, beyond hope, or out of budget.
struct Stopping {
  std::uint64_t budget = 4000;  ///< replications of each arm at most
};

struct Compare {
  std::vector<std::string> kpis;               ///< "service_level", or "loans.service_level" for one queue
  std::map<std::string, double> least_effect;  ///< by KPI as in `kpis`
  std::map<std::string, double> guardrails;    ///< largest tolerated change for the worse, signed
  std::set<std::string> one_sided;             ///< of `kpis`, those that are only asked whether they get better
  std::optional<Stopping> stop;                ///< none: the number of replications is fixed
};

/// What `twinline kpi-check` holds against a baseline.
struct KpiCheck {
  std::vector<std::string> kpis;              ///< as in Compare; each has a good direction and is no quantile
  std::map<std::string, double> tolerance;    ///< by KPI, in its unit
  std::map<std::string, double> of_baseline;  ///< by KPI, as a share of the baseline's value
  std::uint64_t budget = 1000;                ///< replications of each arm at most
};

struct Scenario {
  std::string name;
  std::string description;
  std::string hash;  ///< SHA-256 over the canonical form of everything that bears on results, files included
  std::uint64_t seed = 1;
  std::uint64_t replications = 40;
  std::string currency = "CHF";
  Centre centre;
  std::vector<double> segment_shares;  ///< by segment, sum 1; empty without segments
  std::vector<Callers> callers;        ///< by call type
  std::vector<People> people;          ///< by agent group; Centre::agents has as many as the schedule ever needs
  IvrPeople ivr_people;
  std::vector<LookUpIndex> look_up_at_arrival;  ///< by call type: who is asked at once, if any; empty: nobody
  std::vector<WeeklyHours> ivr_hours;           ///< by Centre::hours, which holds them for the days of the horizon
  std::optional<Distribution> busyness_by_day;  ///< this and the next four are shared by all call types
  std::optional<IntervalBusyness> busyness_by_interval;
  std::optional<Growth> growth;  ///< of the rates of all call types, beside their own
  DayFactors special_days;       ///< likewise
  std::vector<Surge> surges;
  std::vector<Notice> notices;
  std::vector<Campaign> campaigns;
  std::optional<Infrastructure> infrastructure;  ///< what the calls run on; none: it never runs short and never fails
  std::optional<Journeys> journeys;              ///< what follows contacts; none: every one resolves its matter
  std::optional<Customers> customers;            ///< what customers think and do; with journeys or not at all
  Horizon horizon;
  PolicyChoice routing{"longest_idle_agent", 0, {}};
  PolicyChoice staffing{"fixed", 0, {}};
  PolicyChoice ivr{"straight", 0, {}};
  Compare compare;
  VarianceReduction variance_reduction;
  KpiCheck kpi_check;
  std::map<std::string, std::string> provenance;  ///< path → "assumed" or where it was calibrated

  /// Whether the centre calls customers, back or of its own accord.
  bool calls_customers() const;
};

/// The hours' table for these days, in the world time that the days have: a bridge makes it anew for days to come.
BusinessHours business_hours(std::string name, const WeeklyHours& hours, const std::vector<Day>& days);

/// An overlay: dotted path → value as YAML text.
using Overlays = std::vector<std::pair<std::string, std::string>>;

struct ArmDefinition {
  std::string name;
  Overlays overlays;
};

}  // namespace twinline::scenarios
