// The centre as its policies know it: queues, skills, agent groups and agents, call types, trunks and the rules that
// the ACD keeps. Plain data, filled by whoever loads a scenario or a bridge configuration, then completed once by
// link(), which works out who may serve what. How callers and agents behave is not in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policies/contract/channel.hpp"
#include "policies/contract/flow.hpp"
#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline {

/// Which share is called "service level"; vendors differ by points on the same day (docs/kpis.md).
/// A = answered, B = abandoned, a = answered within the threshold, b = abandoned within the threshold,
/// s = abandoned before the short-abandon limit.
enum class ServiceLevelDefinition : std::uint8_t {
  answered_in_threshold_over_offered,                       ///< a / (A + B)
  answered_in_threshold_over_offered_less_short,            ///< a / (A + B − s)
  answered_in_threshold_over_answered,                      ///< a / A
  answered_in_threshold_over_answered_plus_late_abandoned,  ///< a / (A + B − b)
  handled_in_threshold_over_offered,                        ///< (a + b) / (A + B)
};

struct ServiceLevel {
  Duration threshold = 20s;
  double target = 0.8;
  ServiceLevelDefinition definition = ServiceLevelDefinition::answered_in_threshold_over_offered;
  Duration short_abandon{0};  ///< an abandonment with a shorter wait counts as short
};

enum class TreatmentKind : std::uint8_t {
  announcement,    ///< plays a prompt; the caller keeps the place
  expected_wait,   ///< announces the ACD's estimate of the wait
  overflow,        ///< moves the call to another queue; wait and place are kept
  exit_to_queue,   ///< ends this wait and begins one in another queue
  callback_offer,  ///< offers a call back; accepted, the call flows out
  voicemail,       ///< takes a message; the call flows out
  release,         ///< hangs up with an apology; the call flows out
  channel_offer,   ///< in a flow: offers another channel; accepted, the matter goes on there
};

/// One step of what a waiting caller gets, `after` the entry into the queue.
struct Treatment {
  Duration after{0};
  TreatmentKind kind = TreatmentKind::announcement;
  PromptIndex prompt;
  QueueIndex to;      ///< for overflow and exit_to_queue
  Duration every{0};  ///< repeats with this period when above zero (announcements and expected wait)
};

struct Queue {
  std::string name;
  ServiceLevel service_level;
  std::vector<Treatment> treatments;  ///< by `after`, ascending
};

struct SkillLevel {
  SkillIndex skill;
  int level = 1;  ///< 1 to 10, higher knows more
};

struct AgentGroup {
  std::string name;
  std::vector<SkillLevel> skills;
  std::uint16_t capacity = 1;  ///< contacts that one agent serves at once; one that takes the whole agent stays alone
  SiteIndex site{};            ///< where its agents sit; none when sites are not modelled
};

/// An agent's skills are those of the group; who has other skills is in another group, and a moved skill is a moved
/// agent.
struct Agent {
  std::string name;
  GroupIndex group;
};

/// What becomes of a caller who accepts a callback.
struct CallbackRule {
  /// Virtual hold: the caller hangs up, the call keeps its place and rings the customer when an agent has it. Else the
  /// call ends, and whoever calls back begins another.
  bool keeps_place = false;
  bool kept_is_answered = false;  ///< for KPIs: a callback that reached the customer counts as answered (docs/kpis.md)
  std::uint8_t tries = 1;         ///< after so many calls that did not reach the customer it is given up
};

struct CallType {
  std::string name;
  QueueIndex queue;
  std::vector<SkillIndex> needs;  ///< all of them
  std::vector<GroupIndex>
      ranking;                ///< groups in order of preference; eligible groups not named follow in their own order
  std::uint8_t priority = 0;  ///< 0 to 9, higher is served earlier by policies that look at it
  double value = 0;           ///< what a served call is worth, in the scenario's currency
  bool wrap_up = true;        ///< false: an agent is free as soon as the talk ends
  FlowIndex flow{};           ///< what a caller meets before the queue under the policy `flow`; none: nothing
  FlowIndex survey{};         ///< what the caller is asked when the agent has hung up; none: nothing
  Channel channel = Channel::voice;
  bool whole_agent = false;  ///< taken only by an agent with nothing in hand, who gets nothing else meanwhile
  Duration deadline{0};      ///< from arrival until the customer is served; 0: none is promised
  CallbackRule callback{};
};

struct Segment {
  std::string name;
  std::uint8_t priority = 0;  ///< added to the call type's, the sum bounded at 9
  double value = 0;           ///< added to the call type's
};

struct Trunk {
  std::string name;
  std::uint32_t lines = 0;  ///< 0 means without limit
  SiteIndex site{};         ///< where its lines end; none when sites are not modelled
};

/// What becomes of an agent whose offer came to nothing.
enum class AfterRefusal : std::uint8_t { cool_down, not_ready, stay_ready };

struct RefusalRule {
  AfterRefusal then = AfterRefusal::cool_down;
  Duration cool_down = 5s;
};

struct OfferRules {
  Duration ring_limit = 20s;
  RefusalRule no_answer;
  RefusalRule declined;
  RefusalRule unreachable;
};

/// Who may serve a call type, best first as far as the Centre can say; worked out by link().
struct Eligibility {
  GroupIndex group;
  std::uint32_t rank = 0;  ///< position in the call type's ranking
  int level = 0;           ///< the lowest level among the skills needed
};

/// Attributes that mean the same in every centre that has them, by their names; worked out by link().
struct AttributeRoles {
  AttributeIndex preferred_agent;  ///< an agent, by index: who should serve the call if that is possible
  AttributeIndex segment;          ///< a segment, by index; heeded when the call arrives
  AttributeIndex priority;         ///< 0 to 9, in place of the type's and the segment's; heeded until the call queues
  AttributeIndex value;            ///< what a served call is worth, likewise
  AttributeIndex authenticated;    ///< above 0: the caller has proved who it is, and no agent need ask
  AttributeIndex context;          ///< above 0: whoever serves the call is told what was said to a machine before
};

struct Centre {
  std::vector<std::string> skills;
  std::vector<std::string> attributes;
  std::vector<std::string> prompts;
  std::vector<Queue> queues;
  std::vector<AgentGroup> groups;
  std::vector<Agent> agents;
  std::vector<CallType> call_types;
  std::vector<Segment> segments;
  std::vector<Trunk> trunks;
  std::vector<Flow> flows;
  std::vector<BusinessHours> hours;
  std::vector<std::string> look_ups;      ///< sources that can be asked about a caller
  std::vector<std::string> destinations;  ///< outside numbers that a flow may transfer to; whoever dials knows them
  std::vector<std::string> sites;
  std::vector<std::string> services;  ///< what calls need from machines, as far as somebody watches it
  OfferRules offers;
  IvrPorts ivr_ports{};

  /// By call type, ranked.
  std::vector<std::vector<Eligibility>> eligible_groups;
  /// By group, then call type; empty where the group may not serve it.
  std::vector<std::vector<std::optional<Eligibility>>> eligibility;
  AttributeRoles roles{};

  /// Works out eligible_groups and eligibility from skills, needs and rankings, and roles from the attributes' names.
  /// Call it once after filling the rest, and again after a change.
  void link();

  const std::optional<Eligibility>& eligibility_of(GroupIndex group, CallTypeIndex type) const {
    return eligibility[group.value][type.value];
  }
};

/// Whether there is more than calls that take a whole agent each: another channel, a deadline, or agents with room for
/// several contacts.
bool has_channels(const Centre& centre);

inline constexpr std::uint8_t highest_priority = 9;

/// Priority of a call of this type and segment (no segment: pass none).
std::uint8_t priority_of(const Centre& centre, CallTypeIndex type, SegmentIndex segment);

}  // namespace twinline
