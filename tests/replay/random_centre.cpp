#include "tests/replay/random_centre.hpp"

#include <algorithm>

namespace twinline::reference {
namespace {

RefusalRule random_rule(Dice& dice) {
  return {static_cast<AfterRefusal>(dice.below(3)), dice.one_in(5) ? Duration{0} : dice.milliseconds(8'000)};
}

/// Moves only go to queues of a higher number, so that no call goes round at one instant.
std::vector<Treatment> random_treatments(Dice& dice, std::size_t queue, std::size_t queues) {
  std::vector<Treatment> treatments(dice.below(4));
  for (Treatment& treatment : treatments) {
    treatment.after = dice.one_in(6) ? Duration{0} : dice.milliseconds(20'000);
    treatment.kind = static_cast<TreatmentKind>(dice.below(7));
    treatment.prompt = PromptIndex{dice.below(3)};
    const bool moves = treatment.kind == TreatmentKind::overflow || treatment.kind == TreatmentKind::exit_to_queue;
    if (moves && queue + 1 == queues) treatment.kind = TreatmentKind::announcement;
    if (moves && queue + 1 < queues) treatment.to = QueueIndex{queue + 1 + dice.below(queues - queue - 1)};
    const bool repeats =
        treatment.kind == TreatmentKind::announcement || treatment.kind == TreatmentKind::expected_wait;
    if (repeats && dice.one_in(2)) treatment.every = Duration{500'000'000} + dice.milliseconds(9'000);
  }
  std::stable_sort(treatments.begin(), treatments.end(),
                   [](const Treatment& a, const Treatment& b) { return a.after < b.after; });
  return treatments;
}

AgentGroup random_group(Dice& dice, std::size_t skills) {
  AgentGroup group{"group", {}, static_cast<std::uint16_t>(dice.one_in(2) ? 1 : 1 + dice.below(3))};
  for (std::size_t skill = 0; skill < skills; ++skill) {
    if (!dice.one_in(3)) group.skills.push_back({SkillIndex{skill}, static_cast<int>(1 + dice.below(10))});
  }
  return group;
}

CallType random_type(Dice& dice, const Centre& centre) {
  CallType type;
  type.queue = QueueIndex{dice.below(centre.queues.size())};
  if (!dice.one_in(4)) type.needs.push_back(SkillIndex{dice.below(centre.skills.size())});
  for (std::uint64_t ranked = dice.below(3); ranked > 0; --ranked) {
    const GroupIndex group{dice.below(centre.groups.size())};
    if (std::find(type.ranking.begin(), type.ranking.end(), group) == type.ranking.end()) type.ranking.push_back(group);
  }
  type.priority = static_cast<std::uint8_t>(dice.below(4));
  type.wrap_up = !dice.one_in(3);
  type.whole_agent = type.priority % 2 == 0;
  type.deadline = Duration{30s} * type.priority;
  if (dice.one_in(2)) type.survey = FlowIndex{std::size_t{0}};
  type.callback.keeps_place = dice.one_in(2);
  return type;
}

IvrPorts random_ports(Dice& dice) {
  return {static_cast<std::uint32_t>(dice.below(8)), dice.one_in(2) ? WhenPortsBusy::queue : WhenPortsBusy::reject};
}

void add_agents(Centre& centre, Dice& dice, std::uint64_t agents) {
  for (; agents > 0; --agents) centre.agents.push_back({"agent", GroupIndex{dice.below(centre.groups.size())}});
}

}  // namespace

Centre random_centre(Dice& dice) {
  Centre centre;
  centre.skills.resize(1 + dice.below(4), "skill");
  // Those with a role among others, in every place.
  centre.attributes = {"priority", "value", "segment", "preferred_agent"};
  centre.attributes.resize(20, "attribute");
  std::rotate(centre.attributes.begin(), centre.attributes.begin() + static_cast<std::ptrdiff_t>(dice.below(20)),
              centre.attributes.end());
  centre.prompts.resize(3, "prompt");
  centre.queues.resize(1 + dice.below(4));
  for (std::size_t queue = 0; queue < centre.queues.size(); ++queue) {
    centre.queues[queue].treatments = random_treatments(dice, queue, centre.queues.size());
  }
  centre.sites.resize(dice.below(4), "site");
  centre.services.resize(dice.below(3), "service");
  for (std::uint64_t groups = 1 + dice.below(5); groups > 0; --groups) {
    centre.groups.push_back(random_group(dice, centre.skills.size()));
  }
  add_agents(centre, dice, dice.one_in(5) ? 60 + dice.below(10) : 1 + dice.below(14));
  for (std::uint64_t types = 1 + dice.below(5); types > 0; --types)
    centre.call_types.push_back(random_type(dice, centre));
  centre.segments.resize(2);
  centre.flows.resize(1);
  centre.look_ups.resize(2, "source");
  centre.destinations.resize(2, "outside");
  for (std::uint64_t trunks = dice.below(3); trunks > 0; --trunks) {
    centre.trunks.push_back({"trunk", static_cast<std::uint32_t>(dice.one_in(3) ? 0 : 1 + dice.below(12))});
  }
  centre.offers = {20s, random_rule(dice), random_rule(dice), random_rule(dice)};
  if (dice.one_in(2)) centre.ivr_ports = random_ports(dice);
  centre.link();
  return centre;
}

Centre changed_centre(Centre centre, Dice& dice) {
  if (dice.one_in(2)) centre.queues.emplace_back();
  for (std::size_t queue = 0; queue < centre.queues.size(); ++queue) {
    if (dice.one_in(2)) centre.queues[queue].treatments = random_treatments(dice, queue, centre.queues.size());
  }
  for (AgentGroup& group : centre.groups) group.capacity = static_cast<std::uint16_t>(1 + dice.below(3));
  if (dice.one_in(2)) centre.groups.push_back(random_group(dice, centre.skills.size()));
  add_agents(centre, dice, dice.below(4));
  for (CallType& type : centre.call_types) {
    if (dice.one_in(3)) type = random_type(dice, centre);
  }
  if (dice.one_in(2)) centre.call_types.push_back(random_type(dice, centre));
  for (Trunk& trunk : centre.trunks) trunk.lines = static_cast<std::uint32_t>(dice.below(12));
  if (dice.one_in(2)) centre.sites.emplace_back("site");
  if (dice.one_in(2)) centre.services.emplace_back("service");
  centre.offers = {15s, random_rule(dice), random_rule(dice), random_rule(dice)};
  if (dice.one_in(2)) centre.ivr_ports = random_ports(dice);
  centre.link();
  return centre;
}

}  // namespace twinline::reference
