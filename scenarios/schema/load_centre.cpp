#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "scenarios/schema/binding.hpp"
#include "scenarios/schema/shape.hpp"

namespace twinline::scenarios {
namespace {

ServiceLevelDefinition definition_of(const Node* node) {
  using Definition = ServiceLevelDefinition;
  constexpr std::pair<std::string_view, Definition> definitions[] = {
      {"answered_in_threshold_over_offered", Definition::answered_in_threshold_over_offered},
      {"answered_in_threshold_over_offered_less_short", Definition::answered_in_threshold_over_offered_less_short},
      {"answered_in_threshold_over_answered", Definition::answered_in_threshold_over_answered},
      {"answered_in_threshold_over_answered_plus_late_abandoned",
       Definition::answered_in_threshold_over_answered_plus_late_abandoned},
      {"handled_in_threshold_over_offered", Definition::handled_in_threshold_over_offered}};
  const std::string written = text_or(node, "");
  for (const auto& [name, definition] : definitions) {
    if (written == name) return definition;
  }
  return Definition::answered_in_threshold_over_offered;
}

template <class Name>
std::uint32_t index_in(std::vector<std::string>& names, const Name& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::uint32_t>(found - names.begin());
  names.emplace_back(name);
  return static_cast<std::uint32_t>(names.size() - 1);
}

class CentreLoader {
 public:
  explicit CentreLoader(Binding& binding) : binding_(binding), centre_(binding.scenario.centre) {}

  void load() {
    load_segments();
    load_queues();
    load_skills();
    load_groups();
    load_call_types();
    check_that_queues_close_or_not();
    load_offers();
    load_trunks();
    centre_.link();
    check_that_somebody_serves();
  }

 private:
  const Node* block(std::string_view name) const { return binding_.root.find(name); }

  void load_segments() {
    const Node* segments = block("segments");
    if (!segments || segments->entries.empty()) return;
    double given = 0;
    std::size_t silent = 0;
    for (const Entry& entry : segments->entries) {
      const Node* share = entry.value.find("share");
      given += share_or(share, 0);
      silent += share ? 0 : 1;
      const auto priority = std::min<std::uint64_t>(whole_or(entry.value.find("priority"), 0), highest_priority);
      centre_.segments.push_back(
          {entry.key, static_cast<std::uint8_t>(priority), money_or(entry.value.find("value"), 0, binding_)});
    }
    constexpr double rounding = 1e-9;  // of shares written with a few decimals
    if (given > 1 + rounding || (silent == 0 && given < 1 - rounding)) {
      binding_.problems.error(
          segments->entries.front().place,
          fmt::format("the shares of the segments add up to {:.6g} %; they must be 100 %", given * 100));
    }
    const double rest = silent > 0 ? std::max(0.0, 1 - given) / static_cast<double>(silent) : 0;
    for (const Entry& entry : segments->entries) {
      binding_.scenario.segment_shares.push_back(share_or(entry.value.find("share"), rest));
    }
  }

  void load_queues() {
    const Node* queues = block("queues");
    if (!queues) return;
    for (const Entry& entry : queues->entries) {
      Queue queue;
      queue.name = entry.key;
      const Node* level = entry.value.find("service_level");
      queue.service_level = {duration_or(find(level, {"threshold"}), 20s), share_or(find(level, {"target"}), 0.8),
                             definition_of(find(level, {"definition"})),
                             duration_or(find(level, {"short_abandon"}), Duration{0})};
      load_treatments(entry, queue);
      centre_.queues.push_back(std::move(queue));
    }
  }

  void load_treatments(const Entry& owner, Queue& queue) {
    const Node* treatments = owner.value.find("treatments");
    if (!treatments) return;
    for (const Node& step : treatments->items) queue.treatments.push_back(read_treatment(step, owner.key));
    std::stable_sort(queue.treatments.begin(), queue.treatments.end(),
                     [](const Treatment& a, const Treatment& b) { return a.after < b.after; });
  }

  Treatment read_treatment(const Node& step, const std::string& queue) {
    Treatment treatment;
    treatment.after = duration_or(step.find("after"), Duration{0});
    treatment.every = duration_or(step.find("every"), Duration{0});
    if (const Node* prompt = step.find("announce")) {
      treatment.prompt = PromptIndex{index_in(centre_.prompts, text_or(prompt, ""))};
    }
    constexpr std::pair<std::string_view, TreatmentKind> kinds[] = {
        {"announce", TreatmentKind::announcement},   {"expected_wait", TreatmentKind::expected_wait},
        {"overflow_to", TreatmentKind::overflow},    {"exit_to", TreatmentKind::exit_to_queue},
        {"callback", TreatmentKind::callback_offer}, {"voicemail", TreatmentKind::voicemail},
        {"release", TreatmentKind::release}};
    for (const auto& [name, kind] : kinds) {
      if (!step.find(name)) continue;
      treatment.kind = kind;
      if (kind == TreatmentKind::overflow || kind == TreatmentKind::exit_to_queue) {
        const Node& to = *step.find(name);
        if (const auto position = position_of(block("queues"), to.text)) treatment.to = QueueIndex{*position};
        if (to.text == queue) binding_.problems.error(to.place, fmt::format("queue '{}' leads to itself", queue));
        // Two queues that pass a call to each other at once would never be done with it.
        if (treatment.after == Duration{0}) {
          binding_.problems.error(step.place, "a call cannot leave a queue as it enters it; give 'after' above 0 s");
        }
      }
    }
    const bool repeats =
        treatment.kind == TreatmentKind::announcement || treatment.kind == TreatmentKind::expected_wait;
    if (step.find("every") && !repeats) {
      binding_.problems.error(step.find("every")->place,
                              "only announce and expected_wait are repeated; remove 'every'");
    }
    return treatment;
  }

  /// All skills, in the order of the list or else of their first use.
  void load_skills() {
    const std::vector<const Node*> listed_skills = scalars_of(block("skills"));
    for (const Node* skill : listed_skills) index_in(centre_.skills, skill->text);
    const auto use = [&](const std::string& skill, const Place& place) {
      const bool unknown = std::find(centre_.skills.begin(), centre_.skills.end(), skill) == centre_.skills.end();
      if (unknown && !listed_skills.empty()) {
        std::string remedy = did_you_mean(skill, centre_.skills);
        if (remedy.empty()) remedy = "; add it to skills";
        binding_.problems.error(place, fmt::format("unknown skill {}{}", in_quotes(skill), remedy));
      } else if (unknown) {
        centre_.skills.push_back(skill);
      }
    };
    for_each_group_skill(
        [&](const Entry&, const std::string& skill, const Place& place, const Node*) { use(skill, place); });
    for_each_need([&](const Entry&, const Node& need) { use(need.text, need.place); });
  }

  template <class Visit>
  void for_each_group_skill(Visit visit) {
    const Node* groups = block("groups");
    if (!groups) return;
    for (const Entry& group : groups->entries) {
      const Node* skills = group.value.find("skills");
      if (!skills) continue;
      for (const Node* skill : scalars_of(skills)) visit(group, skill->text, skill->place, nullptr);
      for (const Entry& skill : skills->entries) visit(group, skill.key, skill.place, &skill.value);
    }
  }

  template <class Visit>
  void for_each_need(Visit visit) {
    const Node* calls = block("calls");
    if (!calls) return;
    for (const Entry& call : calls->entries) {
      for (const Node* need : scalars_of(call.value.find("needs"))) visit(call, *need);
    }
  }

  std::optional<SkillIndex> skill_index(const std::string& name) const {
    const auto found = std::find(centre_.skills.begin(), centre_.skills.end(), name);
    if (found == centre_.skills.end()) return std::nullopt;
    return SkillIndex{static_cast<std::size_t>(found - centre_.skills.begin())};
  }

  void load_groups() {
    const Node* groups = block("groups");
    if (!groups) return;
    for (const Entry& entry : groups->entries) {
      AgentGroup group;
      group.name = entry.key;
      group.capacity =
          static_cast<std::uint16_t>(std::min<std::uint64_t>(whole_or(entry.value.find("capacity"), 1), 100));
      centre_.groups.push_back(std::move(group));
    }
    for_each_group_skill([&](const Entry& group, const std::string& name, const Place& place, const Node* detail) {
      const auto position = position_of(groups, group.key);
      const auto skill = skill_index(name);
      if (!skill) return;
      const Node* level = detail && detail->is_scalar() ? detail : find(detail, {"level"});
      auto& skills = centre_.groups[*position].skills;
      const bool twice =
          std::any_of(skills.begin(), skills.end(), [&](const SkillLevel& had) { return had.skill == *skill; });
      if (twice) return binding_.problems.error(place, fmt::format("skill {} is given twice", in_quotes(name)));
      skills.push_back({*skill, static_cast<int>(std::clamp<std::uint64_t>(whole_or(level, 1), 1, 10))});
    });
  }

  void load_call_types() {
    const Node* calls = block("calls");
    if (!calls) return;
    for (const Entry& entry : calls->entries) {
      const Node& call = entry.value;
      CallType type;
      type.name = entry.key;
      type.queue = queue_of(entry);
      for (const Node* need : scalars_of(call.find("needs"))) {
        if (const auto skill = skill_index(need->text)) type.needs.push_back(*skill);
      }
      for (const Node* group : scalars_of(call.find("groups"))) add_to_ranking(*group, type);
      type.priority =
          static_cast<std::uint8_t>(std::min<std::uint64_t>(whole_or(call.find("priority"), 0), highest_priority));
      type.value = money_or(call.find("value"), 0, binding_);
      const Node* channel = call.find("channel");
      type.channel = channel_of(text_or(channel, "voice")).value_or(Channel::voice);
      if (binding_.purpose == Purpose::bridge && type.channel != Channel::voice) {
        binding_.problems.error(channel->place, fmt::format("a bridge routes telephone calls only; '{}' comes by {}",
                                                            type.name, name_of(type.channel)));
      }
      type.whole_agent = takes_whole_agent(type.channel);
      type.deadline = duration_or(call.find("deadline"), Duration{0});
      type.wrap_up = !call.find("handling") || find(&call, {"handling", "wrap_up"}) != nullptr;
      centre_.call_types.push_back(std::move(type));
    }
  }

  /// What waits over night and what does not cannot lie in one queue, which closes or not.
  void check_that_queues_close_or_not() {
    const Node* calls = block("calls");
    if (!calls) return;
    std::vector<std::optional<std::size_t>> first(centre_.queues.size());
    for (std::size_t type = 0; type < centre_.call_types.size(); ++type) {
      const CallType& here = centre_.call_types[type];
      if (here.queue.value >= first.size()) continue;
      auto& other = first[here.queue.value];
      if (!other) other = type;
      const CallType& there = centre_.call_types[*other];
      if (waits_while_closed(here.channel) == waits_while_closed(there.channel)) continue;
      binding_.problems.error(
          calls->entries[type].place,
          fmt::format("'{}' comes by {} and '{}' by {} to one queue: of the two only what is written waits while the "
                      "site is closed; give each a queue",
                      here.name, name_of(here.channel), there.name, name_of(there.channel)));
    }
  }

  QueueIndex queue_of(const Entry& call) {
    const Node* queue = call.value.find("queue");
    if (queue) {
      const auto position = position_of(block("queues"), queue->text);
      return position ? QueueIndex{*position} : QueueIndex{};
    }
    if (centre_.queues.size() > 1) {
      binding_.problems.error(call.place, fmt::format("call type '{}' lacks the key 'queue': there are {} queues",
                                                      call.key, centre_.queues.size()));
    }
    return centre_.queues.empty() ? QueueIndex{} : QueueIndex{0};
  }

  void add_to_ranking(const Node& name, CallType& type) {
    const auto position = position_of(block("groups"), name.text);
    if (!position) return;
    const GroupIndex group{*position};
    if (std::find(type.ranking.begin(), type.ranking.end(), group) != type.ranking.end()) {
      binding_.problems.error(name.place, fmt::format("group '{}' is ranked twice", name.text));
      return;
    }
    const auto& skills = centre_.groups[group.value].skills;
    for (const SkillIndex need : type.needs) {
      const bool has =
          std::any_of(skills.begin(), skills.end(), [&](const SkillLevel& had) { return had.skill == need; });
      if (has) continue;
      binding_.problems.error(name.place, fmt::format("group '{}' has no skill '{}', which '{}' needs", name.text,
                                                      centre_.skills[need.value], type.name));
    }
    type.ranking.push_back(group);
  }

  void load_offers() {
    const Node* offers = block("offers");
    OfferRules& rules = centre_.offers;
    rules.ring_limit = duration_or(find(offers, {"ring_limit"}), rules.ring_limit);
    const auto read = [&](std::string_view key, RefusalRule& rule) {
      const std::string then = text_or(find(offers, {key, "then"}), "cool_down");
      rule.then = then == "not_ready"    ? AfterRefusal::not_ready
                  : then == "stay_ready" ? AfterRefusal::stay_ready
                                         : AfterRefusal::cool_down;
      rule.cool_down = duration_or(find(offers, {key, "cool_down"}), rule.cool_down);
      const Node* unused = find(offers, {key, "cool_down"});
      if (unused && rule.then != AfterRefusal::cool_down) {
        binding_.problems.error(unused->place,
                                fmt::format("cool_down has no use when the agent is {}; remove one", then));
      }
    };
    read("no_answer", rules.no_answer);
    read("declined", rules.declined);
    read("unreachable", rules.unreachable);
  }

  void load_trunks() {
    const Node* trunks = block("trunks");
    if (!trunks) return;
    for (const Entry& entry : trunks->entries) {
      centre_.trunks.push_back({entry.key, static_cast<std::uint32_t>(whole_or(entry.value.find("lines"), 1))});
    }
  }

  void check_that_somebody_serves() {
    const Node* calls = block("calls");
    const Node* groups = block("groups");
    if (!calls || !groups || groups->entries.empty()) return;
    std::vector<std::string> held;
    for_each_group_skill(
        [&](const Entry&, const std::string& skill, const Place&, const Node*) { index_in(held, skill); });
    std::set<std::string> needed;
    std::set<std::string> without;  // call types with a skill that nobody has
    for_each_need([&](const Entry& call, const Node& need) {
      needed.insert(need.text);
      if (std::find(held.begin(), held.end(), need.text) != held.end()) return;
      without.insert(call.key);
      std::string remedy = did_you_mean(need.text, held);
      if (remedy.empty()) remedy = "; give it to a group";
      binding_.problems.error(need.place, fmt::format("no group has the skill {}{}", in_quotes(need.text), remedy));
    });
    for (std::size_t type = 0; type < calls->entries.size(); ++type) {
      const Entry& call = calls->entries[type];
      if (centre_.eligible_groups[type].empty() && !without.contains(call.key)) {
        binding_.problems.error(call.place, fmt::format("no group has all the skills that '{}' needs", call.key));
      }
    }
    std::set<std::string> warned;
    for_each_group_skill([&](const Entry&, const std::string& skill, const Place& place, const Node*) {
      if (needed.contains(skill) || !warned.insert(skill).second) return;
      const std::vector<std::string> all{needed.begin(), needed.end()};
      binding_.problems.warn(place,
                             fmt::format("no call needs the skill {}{}", in_quotes(skill), did_you_mean(skill, all)));
    });
  }

  Binding& binding_;
  Centre& centre_;
};

}  // namespace

void load_centre(Binding& binding) { CentreLoader(binding).load(); }

}  // namespace twinline::scenarios
