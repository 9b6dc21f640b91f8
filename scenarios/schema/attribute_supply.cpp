// Who looks at an attribute that nothing supplies decides as if it did not exist, in silence: that is told at load.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {
namespace {

class AttributeSupply {
 public:
  AttributeSupply(Binding& binding, const std::vector<LookUpSource>* sources)
      : binding_(binding), centre_(binding.scenario.centre), sources_(sources) {}

  void check() {
    find_sources_asked();
    for (const Flow& flow : centre_.flows) {
      for (const Step& step : flow.steps) {
        const bool remembers = step.kind == StepKind::menu || step.kind == StepKind::collect;
        if (remembers && step.attribute) supplied_.insert(step.attribute);
      }
    }
    if (binding_.scenario.journeys) {
      for (const std::string_view name : {contacts_attribute, hours_since_contact_attribute}) supply(name);
    }
    check_policy("routing", binding_.menu.routing, binding_.scenario.routing);
    check_policy("staffing", binding_.menu.staffing, binding_.scenario.staffing);
    check_policy("ivr", binding_.menu.ivr, binding_.scenario.ivr);
    if (sources_) check_branches();
  }

 private:
  void supply(std::string_view name) {
    const auto found = std::find(centre_.attributes.begin(), centre_.attributes.end(), name);
    if (found == centre_.attributes.end()) return;
    supplied_.insert(AttributeIndex{static_cast<std::size_t>(found - centre_.attributes.begin())});
  }

  /// Those that a flow's step or an arriving call asks. Where a bridge has no such source, that is an error.
  void find_sources_asked() {
    const Node* flows = find(&binding_.root, {"ivr", "flows"});
    for (const Flow& flow : centre_.flows) {
      for (const Step& step : flow.steps) {
        if (!step.source) continue;
        const Node* written = find(flows, {flow.name, step.name});
        for (const std::string_view key : {"look_up", "authenticate", "bot"}) {
          if (const Node* asked = find(written, {key})) ask(step.source, asked);
        }
      }
    }
    const Node* calls = binding_.root.find("calls");
    const auto& at_arrival = binding_.scenario.look_up_at_arrival;
    for (std::size_t type = 0; type < at_arrival.size(); ++type) {
      if (at_arrival[type]) ask(at_arrival[type], find(calls, {centre_.call_types[type].name, "look_up"}));
    }
  }

  void ask(LookUpIndex look_up, const Node* asked) {
    if (!sources_) {
      for (const auto& values : binding_.scenario.ivr_people.sources[look_up.value].values) {
        supplied_.insert(values.attribute);
      }
      for (const auto& values : binding_.scenario.ivr_people.sources[look_up.value].by_matter) {
        supplied_.insert(values.attribute);
      }
      return;
    }
    const auto source = std::find_if(sources_->begin(), sources_->end(),
                                     [&](const LookUpSource& candidate) { return candidate.look_up == look_up; });
    if (source != sources_->end()) {
      for (const ToldAttribute& told : source->tells) supplied_.insert(told.attribute);
    } else if (asked) {
      binding_.problems.error(asked->place,
                              fmt::format("the bridge has no source '{}'; say where it is under bridge.look_ups",
                                          centre_.look_ups[look_up.value]));
    }
  }

  void check_policy(std::string_view family, const std::vector<PolicyDescription>& menu, const PolicyChoice& choice) {
    const PolicyDescription* policy = find_policy(menu, choice.name, choice.version);
    if (policy == nullptr) return;
    const Node* node = find(&binding_.root, {"policies", family});
    const Node* name = find(node, {"name"});
    std::vector<std::string> read = policy->reads;
    if (policy->reads_with) {
      for (std::string& attribute : policy->reads_with(choice.parameters)) read.push_back(std::move(attribute));
    }
    for (const std::string& attribute : read) {
      if (is_supplied(attribute)) continue;
      const Node& place = name ? *name : node ? *node : binding_.root;
      binding_.problems.error(place.place, fmt::format("policy '{}' reads the attribute '{}', {}", policy->name,
                                                       attribute, which_nothing_supplies(attribute)));
    }
  }

  /// A simulation may be without: its shares of callers are what one wants to vary.
  void check_branches() {
    const Node* flows = find(&binding_.root, {"ivr", "flows"});
    for (const Flow& flow : centre_.flows) {
      for (const Step& step : flow.steps) {
        if (step.kind != StepKind::branch || !step.attribute || supplied_.contains(step.attribute)) continue;
        const std::string& attribute = centre_.attributes[step.attribute.value];
        if (const Node* named = find(flows, {flow.name, step.name, "branch_on"})) {
          binding_.problems.error(named->place, fmt::format("step '{}' branches on the attribute '{}', {}", step.name,
                                                            attribute, which_nothing_supplies(attribute)));
        }
      }
    }
  }

  bool is_supplied(const std::string& attribute) const {
    return std::any_of(supplied_.begin(), supplied_.end(),
                       [&](AttributeIndex known) { return centre_.attributes[known.value] == attribute; });
  }

  std::string which_nothing_supplies(const std::string& attribute) const {
    std::vector<std::string> names;
    for (const AttributeIndex known : supplied_) names.push_back(centre_.attributes[known.value]);
    std::string remedy = did_you_mean(attribute, names);
    if (remedy.empty()) remedy = "; let a look-up that is asked tell it, or a step of a flow remember it";
    return fmt::format("which nothing {} supplies{}", sources_ ? "that this bridge asks" : "in this scenario", remedy);
  }

  Binding& binding_;
  const Centre& centre_;
  const std::vector<LookUpSource>* sources_;
  std::set<AttributeIndex> supplied_;
};

}  // namespace

void check_attributes_read(Binding& binding, const std::vector<LookUpSource>* sources) {
  AttributeSupply(binding, sources).check();
}

}  // namespace twinline::scenarios
