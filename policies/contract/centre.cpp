#include "policies/contract/centre.hpp"

#include <algorithm>
#include <string_view>

namespace twinline {
namespace {

/// The lowest level that the group has among the skills needed, or nothing if it lacks one.
std::optional<int> level_for(const AgentGroup& group, const std::vector<SkillIndex>& needs) {
  int lowest = needs.empty() ? 1 : 10;
  for (const SkillIndex need : needs) {
    const auto has = std::find_if(group.skills.begin(), group.skills.end(),
                                  [need](const SkillLevel& skill) { return skill.skill == need; });
    if (has == group.skills.end()) return std::nullopt;
    lowest = std::min(lowest, has->level);
  }
  return lowest;
}

/// None where the centre has no such attribute.
AttributeIndex attribute_named(const std::vector<std::string>& attributes, std::string_view name) {
  const auto found = std::find(attributes.begin(), attributes.end(), name);
  if (found == attributes.end()) return {};
  return AttributeIndex{static_cast<std::size_t>(found - attributes.begin())};
}

}  // namespace

void Centre::link() {
  roles = {attribute_named(attributes, "preferred_agent"), attribute_named(attributes, "segment"),
           attribute_named(attributes, "priority"),        attribute_named(attributes, "value"),
           attribute_named(attributes, "authenticated"),   attribute_named(attributes, "context")};
  eligible_groups.assign(call_types.size(), {});
  eligibility.assign(groups.size(), std::vector<std::optional<Eligibility>>(call_types.size()));
  for (std::size_t type = 0; type < call_types.size(); ++type) {
    std::vector<GroupIndex> order = call_types[type].ranking;
    for (std::size_t group = 0; group < groups.size(); ++group) {
      if (std::find(order.begin(), order.end(), GroupIndex{group}) == order.end()) order.emplace_back(group);
    }
    for (const GroupIndex group : order) {
      const auto level = level_for(groups[group.value], call_types[type].needs);
      if (!level) continue;
      const Eligibility entry{group, static_cast<std::uint32_t>(eligible_groups[type].size()), *level};
      eligible_groups[type].push_back(entry);
      eligibility[group.value][type] = entry;
    }
  }
}

bool has_channels(const Centre& centre) {
  return std::any_of(centre.call_types.begin(), centre.call_types.end(),
                     [](const CallType& type) { return type.channel != Channel::voice || type.deadline > 0ns; }) ||
         std::any_of(centre.groups.begin(), centre.groups.end(),
                     [](const AgentGroup& group) { return group.capacity > 1; });
}

std::uint8_t priority_of(const Centre& centre, CallTypeIndex type, SegmentIndex segment) {
  const int own = centre.call_types[type.value].priority;
  const int added = segment ? centre.segments[segment.value].priority : 0;
  return static_cast<std::uint8_t>(std::min<int>(own + added, highest_priority));
}

}  // namespace twinline
