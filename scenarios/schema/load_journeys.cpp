#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"

namespace twinline::scenarios {
namespace {

constexpr std::array after_contact{"resolution", "recontact", "transfers", "escalation", "complaint"};
constexpr std::string_view as_before = "same";

CallTypeIndex call_type_of(const Node* name, const Node& calls) {
  const auto position = name ? position_of(&calls, name->text) : std::nullopt;
  return position ? CallTypeIndex{*position} : CallTypeIndex{};
}

/// Shares by call type, of which `own` is the one called "same". A single name has the whole share.
std::vector<double> read_types(const Node* node, const Node& calls, std::size_t own, Problems& problems) {
  if (!node) return {};
  if (!node->entries.empty()) {
    Node named = *node;
    for (Entry& entry : named.entries) {
      const bool is_own_name = entry.key == calls.entries[own].key;
      if (entry.key == as_before && !position_of(&calls, as_before))
        entry.key = calls.entries[own].key;
      else if (is_own_name && node->find(as_before))
        problems.error(entry.place, fmt::format("{} is the same; keep one of the two", in_quotes(entry.key)));
    }
    return read_shares(named, &calls, calls.entries.size(), "call type", problems);
  }
  std::vector<double> shares(calls.entries.size(), 0);
  if (const auto position = position_of(&calls, node->text)) shares[*position] = 1;
  return shares;
}

AfterContact read_after_contact(const Node& call, const Node& calls, std::size_t own, Binding& binding) {
  AfterContact after;
  after.resolution = share_or(call.find("resolution"), 1);
  if (const Node* recontact = call.find("recontact")) {
    after.recontact.share = share_or(recontact->find("if_unresolved"), 0);
    after.recontact.delay = read_distribution(recontact->find("delay"), binding);
    after.recontact.as = read_types(recontact->find("as"), calls, own, binding.problems);
    after.recontact.inconsistent = share_or(find(recontact, {"inconsistent", "share"}), 0);
    after.recontact.inconsistent_talk = read_distribution(find(recontact, {"inconsistent", "talk"}), binding);
  }
  if (const Node* transfers = call.find("transfers")) {
    after.transfers.share = share_or(transfers->find("share"), 0);
    after.transfers.to = read_types(transfers->find("to"), calls, own, binding.problems);
    after.transfers.with_context = share_or(transfers->find("context"), 1);
    after.transfers.repeated_questions = read_distribution(transfers->find("repeated_questions"), binding);
    after.transfers.most_in_a_row =
        static_cast<std::uint8_t>(std::min<std::uint64_t>(whole_or(transfers->find("most_in_a_row"), 3), 15));
  }
  if (const Node* escalation = call.find("escalation")) {
    after.escalation.share = share_or(escalation->find("share"), 0);
    after.escalation.levels =
        static_cast<std::uint8_t>(std::clamp<std::uint64_t>(whole_or(escalation->find("levels"), 3), 1, 20));
    after.escalation.delay = read_distribution(escalation->find("delay"), binding);
    after.escalation.rework = share_or(find(escalation, {"rework", "share"}), 0);
    after.escalation.rework_as = call_type_of(find(escalation, {"rework", "as"}), calls);
  }
  if (const Node* complaint = call.find("complaint")) {
    after.complaint.share = share_or(complaint->find("if_unresolved"), 0);
    after.complaint.from_contact =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(whole_or(complaint->find("from_contact"), 1), 15));
    after.complaint.as = call_type_of(complaint->find("as"), calls);
    after.complaint.delay = read_distribution(complaint->find("delay"), binding);
  }
  return after;
}

/// An agent resolves as much as with the least of the skills that the call needs.
std::vector<double> read_resolution_factors(const Node* groups, const Centre& centre) {
  std::vector<double> factors(centre.groups.size() * centre.call_types.size(), 1.0);
  for (std::size_t group = 0; groups && group < centre.groups.size(); ++group) {
    for (std::size_t type = 0; type < centre.call_types.size(); ++type) {
      std::optional<double> least;
      for (const SkillIndex need : centre.call_types[type].needs) {
        const Node* skill = find(&groups->entries[group].value, {"skills", centre.skills[need.value]});
        const double factor = number_or(find(skill, {"resolution"}), 1.0);
        least = std::min(least.value_or(factor), factor);
      }
      if (least) factors[group * centre.call_types.size() + type] = *least;
    }
  }
  return factors;
}

bool says_what_follows(const Entry& call) {
  return std::any_of(after_contact.begin(), after_contact.end(),
                     [&](const char* name) { return call.value.find(name) != nullptr; });
}

/// Machines deal with matters, or lead to other channels, or run short of ports.
bool has_self_service(const Node* ivr) {
  if (find(ivr, {"ports"})) return true;
  const Node* flows = find(ivr, {"flows"});
  if (!flows) return false;
  for (const Entry& flow : flows->entries) {
    for (const Entry& step : flow.value.entries) {
      if (step.value.find("bot") || step.value.find("steer") || find(&step.value, {"callers", "resolved"})) return true;
    }
  }
  return false;
}

}  // namespace

void load_journeys(Binding& binding) {
  Scenario& scenario = binding.scenario;
  const Node* calls = binding.root.find("calls");
  const Node* journeys = binding.root.find("journeys");
  if (!calls) return;
  const bool follows = journeys || scenario.customers || scenario.calls_customers() ||
                       has_self_service(binding.root.find("ivr")) ||
                       std::any_of(calls->entries.begin(), calls->entries.end(), says_what_follows);
  if (!follows) return;
  Journeys& read = scenario.journeys.emplace();
  read.fcr_window = duration_or(find(journeys, {"fcr_window"}), read.fcr_window);
  read.after_opening = duration_or(find(journeys, {"after_opening"}), read.after_opening);
  for (std::size_t type = 0; type < calls->entries.size(); ++type) {
    read.after.push_back(read_after_contact(calls->entries[type].value, *calls, type, binding));
  }
  read.resolution_factor = read_resolution_factors(binding.root.find("groups"), scenario.centre);
  for (const std::string_view known : {contacts_attribute, hours_since_contact_attribute}) {
    scenario.centre.attributes.emplace_back(known);
  }
}

}  // namespace twinline::scenarios
