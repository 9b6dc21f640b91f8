// From a checked document to a Scenario. The shape has reported what is wrongly written by now, so the
// functions here read what can be read and take a default for the rest, in silence; they report only what no
// shape can know: names that do not fit each other, sums, files.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/promotion_gate.hpp"
#include "scenarios/schema/bridge.hpp"
#include "scenarios/schema/document.hpp"
#include "scenarios/schema/policy_menu.hpp"
#include "scenarios/schema/scenario.hpp"
#include "scenarios/schema/shape.hpp"

namespace twinline::scenarios {

/// The files that a scenario names, found beside it.
class ReferencedFiles {
 public:
  explicit ReferencedFiles(const std::filesystem::path& scenario);

  /// The path as the working directory sees it.
  std::filesystem::path resolve(std::string_view written) const;

  /// The text of a file of moderate size; a file that cannot be read is reported where it was named.
  std::optional<std::string> read(std::string_view written, const Place& named, Problems& problems);

  /// SHA-256 of a file of any size, read in pieces; reported as read() does.
  std::string hash(std::string_view written, const Place& named, Problems& problems);

  const std::vector<std::string>& names() const { return names_; }

 private:
  void remember(const std::filesystem::path& path);
  std::filesystem::path folder_;
  std::vector<std::string> names_;
};

struct Binding {
  const Node& root;
  const PolicyMenu& menu;
  ReferencedFiles& files;
  Problems& problems;
  Scenario& scenario;
  Purpose purpose = Purpose::simulation;
};

// Readers of what the shape has checked. A null node, or one that the shape has complained of, gives the
// fallback.
const Node* find(const Node* node, std::initializer_list<std::string_view> path);
std::string text_or(const Node* node, std::string_view fallback);
Duration duration_or(const Node* node, Duration fallback);
double share_or(const Node* node, double fallback);
double number_or(const Node* node, double fallback);
std::uint64_t whole_or(const Node* node, std::uint64_t fallback);
bool yes_or(const Node* node, bool fallback);
/// Reports a currency that is not the site's.
double money_or(const Node* node, double fallback, Binding& binding);
double money_per_hour_or(const Node* node, double fallback, Binding& binding);
/// The texts of a list, or of a single scalar.
std::vector<const Node*> scalars_of(const Node* node);

/// Position of a name among the keys of a block; nothing when it is not there.
std::optional<std::size_t> position_of(const Node* block, std::string_view name);

/// Shares by the names of a block's entries, in the block's order. Complains of names that it does not have, and of
/// shares that do not sum to 1; `one` is what an entry is called, "trunk".
std::vector<double> read_shares(const Node& shares, const Node* block, std::size_t entries, std::string_view one,
                                Problems& problems);

Distribution read_distribution(const Node* node, Binding& binding);
/// Entries by time of day; the first from midnight on. Keys that are no times are skipped.
ByPeriod<Distribution> read_by_period(const Node* node, Binding& binding);
std::optional<Distribution> read_factor(const Node* node);
std::optional<IntervalBusyness> read_interval_busyness(const Node* node);
std::optional<Growth> read_growth(const Node* node);
/// Factors by weekday and date; reports a day that two keys name.
DayFactors read_day_factors(const Node* node, Problems& problems);
/// Hours for every day or by weekday and date; none: always open.
WeeklyHours read_weekly_hours(const Node* node, Problems& problems);

Arrivals read_arrivals(const Node* node, Binding& binding);
/// Expected calls per interval from a CSV file, by weekday or by date, as rates.
void read_volume_file(const Node& file, Duration interval, bool linear, Binding& binding, Arrivals& arrivals);

/// The tree of a scenario file, if it is a map of keys; everything else is reported.
std::optional<Node> read_scenario(const std::filesystem::path& path, Problems& problems);
/// Name, description, seed and currency; the rest as it is by default.
Scenario begin_scenario(const Node& root, const std::filesystem::path& path);

void load_centre(Binding& binding);
void load_people(Binding& binding);
/// What bears on the demand of all call types: busyness, growth, special days, surges, notices. After the people.
void load_demand(Binding& binding);
/// What becomes of matters after contacts, where the scenario says it. After the people and before the IVR, which may
/// ask for earlier contacts.
void load_journeys(Binding& binding);
/// What customers think and do, where the scenario says it. Before the journeys, which they need.
void load_customers(Binding& binding);
/// Whether calls come at rates that can be simulated. After the demand.
void check_rates(Binding& binding);
/// Callbacks and campaigns. After the people.
void load_outbound(Binding& binding);
/// Reports what would ring customers, which a bridge cannot.
void refuse_dialling(Binding& binding);
void load_horizon(Binding& binding);
void load_policies(Binding& binding);
/// Whether the policies can be made for the centre. After everything else, and only where all is well.
void try_policies(Binding& binding);
/// How replications are drawn, checked against people and horizon.
void load_variance_reduction(Binding& binding);
/// Whether a centre that is to be in a steady state can be in one. After people and horizon.
void check_steady_state(Binding& binding);
void load_comparison(Binding& binding);
/// Reports a name that is neither "service_level" nor "loans.service_level" for one queue, nor that of a KPI of the
/// infrastructure: "calls_dropped", "sbc_1.availability", or "host.crm.availability" where a service is called so too.
void check_kpi(const std::string& name, const Place& place, Binding& binding);
/// "availability" of "sbc_1.availability".
std::string without_place(const std::string& kpi);
/// Differences by KPI.
std::map<std::string, double> read_effects(const Node* effects, Binding& binding);
/// Whether there is a better and a worse of it; the name is without a place.
bool has_good_direction(const std::string& kpi);
/// What `ivr:` says, and which flow each call type names. After the centre, the horizon and the policies.
void load_ivr(Binding& binding);
/// What `infrastructure:` says. After the centre and the IVR.
void load_infrastructure(Binding& binding);
/// Whether the attributes that policies and flows look at can be known of any call. After the policies and the IVR;
/// `sources` are those of a bridge, null in a simulation.
void check_attributes_read(Binding& binding, const std::vector<LookUpSource>* sources);
/// What `look_ups` of the bridge block says. After the IVR; `agents` are the bridge's, by index.
std::vector<LookUpSource> load_look_up_sources(const Node& block, const std::vector<std::string>& agents,
                                               Binding& binding);
/// What `bridge:` says, checked against the centre. Secrets are looked for only where a bridge is to run.
BridgeSettings load_bridge_block(Binding& binding);
/// What `promotion` of the bridge block says, if anything. Its files are looked for only where a bridge is to run.
std::optional<PromotionGate> load_promotion(Binding& binding);
/// … and what it says of how policies come into force.
RolloutSettings load_rollout(Binding& binding);

}  // namespace twinline::scenarios
