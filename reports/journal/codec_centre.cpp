#include "reports/journal/codec.hpp"
#include "reports/journal/codec_enumerators.hpp"
#include "reports/journal/codec_fields.hpp"
#include "reports/journal/codec_flow.hpp"
#include "reports/journal/journal.pb.h"

namespace twinline::journal {
namespace {

std::uint8_t priority_from(std::uint32_t number) {
  if (number > highest_priority) throw BadRecord("a priority of " + std::to_string(number) + " is above the highest");
  return static_cast<std::uint8_t>(number);
}

void put(const ServiceLevel& level, v1::ServiceLevel& message) {
  message.set_threshold(nanoseconds(level.threshold));
  message.set_target(level.target);
  message.set_definition(wire<v1::ServiceLevel::Definition>(level.definition));
  message.set_short_abandon(nanoseconds(level.short_abandon));
}

ServiceLevel service_level_of(const v1::ServiceLevel& message) {
  return {Duration{message.threshold()}, message.target(),
          enumerator<ServiceLevelDefinition>(message.definition(), v1::ServiceLevel::Definition_IsValid,
                                             "a service level's definition"),
          Duration{message.short_abandon()}};
}

void put(const Treatment& treatment, v1::Treatment& message) {
  message.set_after(nanoseconds(treatment.after));
  message.set_kind(wire<v1::TreatmentKind>(treatment.kind));
  message.set_prompt(number_of(treatment.prompt));
  message.set_to(number_of(treatment.to));
  message.set_every(nanoseconds(treatment.every));
}

Treatment treatment_of(const v1::Treatment& message, const v1::Centre& centre) {
  const auto queues = static_cast<std::size_t>(centre.queues_size());
  const auto kind = enumerator<TreatmentKind>(message.kind(), v1::TreatmentKind_IsValid, "a treatment's kind");
  const bool moves = kind == TreatmentKind::overflow || kind == TreatmentKind::exit_to_queue;
  return {Duration{message.after()}, kind,
          present_or_none<PromptIndex>(message.prompt(), static_cast<std::size_t>(centre.prompts_size()), "prompt"),
          moves ? present<QueueIndex>(message.to(), queues, "queue")
                : present_or_none<QueueIndex>(message.to(), queues, "queue"),
          Duration{message.every()}};
}

void put(const Queue& queue, v1::Queue& message) {
  message.set_name(queue.name);
  put(queue.service_level, *message.mutable_service_level());
  for (const Treatment& treatment : queue.treatments) put(treatment, *message.add_treatments());
}

Queue queue_of(const v1::Queue& message, const v1::Centre& centre) {
  Queue queue{message.name(), service_level_of(message.service_level()), {}};
  for (const v1::Treatment& treatment : message.treatments()) {
    queue.treatments.push_back(treatment_of(treatment, centre));
  }
  return queue;
}

void put(const AgentGroup& group, v1::AgentGroup& message) {
  message.set_name(group.name);
  for (const SkillLevel& skill : group.skills) {
    v1::SkillLevel& added = *message.add_skills();
    added.set_skill(number_of(skill.skill));
    added.set_level(skill.level);
  }
  message.set_capacity(group.capacity);
  message.set_site(number_of(group.site));
}

SiteIndex site_of(std::uint32_t number, const v1::Centre& centre) {
  return present_or_none<SiteIndex>(number, static_cast<std::size_t>(centre.sites_size()), "site");
}

AgentGroup group_of(const v1::AgentGroup& message, const v1::Centre& centre) {
  AgentGroup group{message.name(),
                   {},
                   narrow<std::uint16_t>(message.capacity(), "a group's capacity"),
                   site_of(message.site(), centre)};
  for (const v1::SkillLevel& skill : message.skills()) {
    group.skills.push_back(
        {present<SkillIndex>(skill.skill(), static_cast<std::size_t>(centre.skills_size()), "skill"), skill.level()});
  }
  return group;
}

void put(const CallType& type, v1::CallType& message) {
  message.set_name(type.name);
  message.set_queue(number_of(type.queue));
  for (const SkillIndex need : type.needs) message.add_needs(number_of(need));
  for (const GroupIndex group : type.ranking) message.add_ranking(number_of(group));
  message.set_priority(type.priority);
  message.set_value(type.value);
  message.set_wrap_up(type.wrap_up);
  message.set_flow(number_of(type.flow));
  message.set_survey(number_of(type.survey));
  message.set_channel(wire<v1::Channel>(type.channel));
  message.set_whole_agent(type.whole_agent);
  message.set_deadline(nanoseconds(type.deadline));
  message.set_callback_keeps_place(type.callback.keeps_place);
  message.set_kept_callback_is_answered(type.callback.kept_is_answered);
  message.set_callback_tries(type.callback.tries);
}

CallType call_type_of(const v1::CallType& message, const v1::Centre& centre) {
  CallType type;
  type.name = message.name();
  type.queue = present<QueueIndex>(message.queue(), static_cast<std::size_t>(centre.queues_size()), "queue");
  for (const std::uint32_t need : message.needs()) {
    type.needs.push_back(present<SkillIndex>(need, static_cast<std::size_t>(centre.skills_size()), "skill"));
  }
  for (const std::uint32_t group : message.ranking()) {
    type.ranking.push_back(present<GroupIndex>(group, static_cast<std::size_t>(centre.groups_size()), "group"));
  }
  type.priority = priority_from(message.priority());
  type.value = message.value();
  type.wrap_up = message.wrap_up();
  const auto flows = static_cast<std::size_t>(centre.flows_size());
  type.flow = present_or_none<FlowIndex>(message.flow(), flows, "flow");
  type.survey = present_or_none<FlowIndex>(message.survey(), flows, "flow");
  type.channel = enumerator<Channel>(message.channel(), v1::Channel_IsValid, "a channel");
  type.whole_agent = message.whole_agent();
  type.deadline = Duration{message.deadline()};
  type.callback = {message.callback_keeps_place(), message.kept_callback_is_answered(),
                   narrow<std::uint8_t>(message.callback_tries(), "the tries of a callback")};
  return type;
}

void put(const RefusalRule& rule, v1::RefusalRule& message) {
  message.set_then(wire<v1::RefusalRule::Then>(rule.then));
  message.set_cool_down(nanoseconds(rule.cool_down));
}

RefusalRule rule_of(const v1::RefusalRule& message) {
  return {enumerator<AfterRefusal>(message.then(), v1::RefusalRule::Then_IsValid, "a refusal rule"),
          Duration{message.cool_down()}};
}

void put(const OfferRules& rules, v1::OfferRules& message) {
  message.set_ring_limit(nanoseconds(rules.ring_limit));
  put(rules.no_answer, *message.mutable_no_answer());
  put(rules.declined, *message.mutable_declined());
  put(rules.unreachable, *message.mutable_unreachable());
}

OfferRules rules_of(const v1::OfferRules& message) {
  return {Duration{message.ring_limit()}, rule_of(message.no_answer()), rule_of(message.declined()),
          rule_of(message.unreachable())};
}

void put(const IvrPorts& ports, v1::IvrPorts& message) {
  message.set_ports(ports.ports);
  message.set_when_busy(wire<v1::IvrPorts::WhenBusy>(ports.when_busy));
}

IvrPorts ports_of(const v1::IvrPorts& message) {
  return {message.ports(), enumerator<WhenPortsBusy>(message.when_busy(), v1::IvrPorts::WhenBusy_IsValid,
                                                     "what busy ports of the IVR mean")};
}

}  // namespace

void encode(const Centre& centre, v1::Centre& message) {
  for (const std::string& name : centre.skills) message.add_skills(name);
  for (const std::string& name : centre.attributes) message.add_attributes(name);
  for (const std::string& name : centre.prompts) message.add_prompts(name);
  for (const Queue& queue : centre.queues) put(queue, *message.add_queues());
  for (const AgentGroup& group : centre.groups) put(group, *message.add_groups());
  for (const Agent& agent : centre.agents) {
    v1::Agent& added = *message.add_agents();
    added.set_name(agent.name);
    added.set_group(number_of(agent.group));
  }
  for (const CallType& type : centre.call_types) put(type, *message.add_call_types());
  for (const Segment& segment : centre.segments) {
    v1::Segment& added = *message.add_segments();
    added.set_name(segment.name);
    added.set_priority(segment.priority);
    added.set_value(segment.value);
  }
  for (const Trunk& trunk : centre.trunks) {
    v1::Trunk& added = *message.add_trunks();
    added.set_name(trunk.name);
    added.set_lines(trunk.lines);
    added.set_site(number_of(trunk.site));
  }
  for (const Flow& flow : centre.flows) encode(flow, *message.add_flows());
  for (const BusinessHours& hours : centre.hours) {
    v1::BusinessHours& added = *message.add_hours();
    added.set_name(hours.name);
    for (const BusinessHours::Span& span : hours.open) {
      v1::BusinessHours::Span& open = *added.add_open();
      open.set_from(nanoseconds(span.from));
      open.set_until(nanoseconds(span.until));
    }
  }
  for (const std::string& name : centre.look_ups) message.add_look_ups(name);
  for (const std::string& name : centre.destinations) message.add_destinations(name);
  for (const std::string& name : centre.sites) message.add_sites(name);
  for (const std::string& name : centre.services) message.add_services(name);
  put(centre.offers, *message.mutable_offers());
  put(centre.ivr_ports, *message.mutable_ivr_ports());
}

Centre decode(const v1::Centre& message) {
  Centre centre;
  centre.skills.assign(message.skills().begin(), message.skills().end());
  centre.attributes.assign(message.attributes().begin(), message.attributes().end());
  centre.prompts.assign(message.prompts().begin(), message.prompts().end());
  for (const v1::Queue& queue : message.queues()) centre.queues.push_back(queue_of(queue, message));
  for (const v1::AgentGroup& group : message.groups()) centre.groups.push_back(group_of(group, message));
  for (const v1::Agent& agent : message.agents()) {
    centre.agents.push_back({agent.name(), present<GroupIndex>(agent.group(), centre.groups.size(), "group")});
  }
  for (const v1::CallType& type : message.call_types()) centre.call_types.push_back(call_type_of(type, message));
  for (const v1::Segment& segment : message.segments()) {
    centre.segments.push_back({segment.name(), priority_from(segment.priority()), segment.value()});
  }
  for (const v1::Trunk& trunk : message.trunks())
    centre.trunks.push_back({trunk.name(), trunk.lines(), site_of(trunk.site(), message)});
  for (const v1::Flow& flow : message.flows()) centre.flows.push_back(flow_of(flow, message));
  for (const v1::BusinessHours& hours : message.hours()) {
    BusinessHours& added = centre.hours.emplace_back();
    added.name = hours.name();
    for (const v1::BusinessHours::Span& span : hours.open()) {
      added.open.push_back({time_of(span.from()), time_of(span.until())});
    }
  }
  centre.look_ups.assign(message.look_ups().begin(), message.look_ups().end());
  centre.destinations.assign(message.destinations().begin(), message.destinations().end());
  centre.sites.assign(message.sites().begin(), message.sites().end());
  centre.services.assign(message.services().begin(), message.services().end());
  centre.offers = rules_of(message.offers());
  centre.ivr_ports = ports_of(message.ivr_ports());
  centre.link();
  return centre;
}

}  // namespace twinline::journal
