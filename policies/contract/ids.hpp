// Names of things, as small typed integers. An Index<Tag> counts the entries of one table of the Centre and stays valid
// as long as the Centre does; a CallId or OfferId carries a generation, so that a name kept too long is recognised.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace twinline {

template <class Tag>
struct Index {
  static constexpr std::uint32_t none_value = 0xffffffffU;
  std::uint32_t value = none_value;

  constexpr Index() = default;
  constexpr explicit Index(std::size_t position) : value(static_cast<std::uint32_t>(position)) {}
  constexpr explicit operator bool() const { return value != none_value; }
  constexpr auto operator<=>(const Index&) const = default;
};

using AgentIndex = Index<struct AgentTag>;
using GroupIndex = Index<struct GroupTag>;
using QueueIndex = Index<struct QueueTag>;
using SkillIndex = Index<struct SkillTag>;
using CallTypeIndex = Index<struct CallTypeTag>;
using SegmentIndex = Index<struct SegmentTag>;
using TrunkIndex = Index<struct TrunkTag>;
using SiteIndex = Index<struct SiteTag>;
using ServiceIndex = Index<struct ServiceTag>;
using LineIndex = Index<struct LineTag>;
using AttributeIndex = Index<struct AttributeTag>;
using PromptIndex = Index<struct PromptTag>;
using FlowIndex = Index<struct FlowTag>;
using StepIndex = Index<struct StepTag>;  ///< within one flow
using HoursIndex = Index<struct HoursTag>;
using LookUpIndex = Index<struct LookUpTag>;
using DestinationIndex = Index<struct DestinationTag>;
/// Where a call lives in the pools of world and ACD. Reused; a CallId tells one tenant from the next.
using CallSlot = Index<struct CallSlotTag>;

/// One call as facts, wishes and policies name it. The world hands it out; a slot's next tenant has the next
/// generation.
struct CallId {
  CallSlot slot;
  std::uint32_t generation = 0;
  constexpr auto operator<=>(const CallId&) const = default;
  constexpr explicit operator bool() const { return static_cast<bool>(slot); }
};

/// What a call is known by for ever: a function of its origin (call type and ordinal, or a pseudonym), never of a pool
/// slot. Keyed draws and Decisions hang on it, so that a call behaves alike under every policy.
using CallKey = std::uint64_t;

/// One offer of a call to an agent: the agent's how-manieth.
struct OfferId {
  AgentIndex agent;
  std::uint32_t ordinal = 0;
  constexpr auto operator<=>(const OfferId&) const = default;
};

/// A request to people (log in, move a break, …), numbered by the ACD.
struct RequestId {
  std::uint32_t value = 0;
  constexpr auto operator<=>(const RequestId&) const = default;
};

/// A timer of the ACD. Each call, each agent and the policies own one at most, so a timer is named by its owner.
struct TimerId {
  enum class Owner : std::uint8_t { call, agent, policies };
  Owner owner = Owner::policies;
  std::uint32_t position = 0;    ///< call slot or agent index; 0 for the policies
  std::uint32_t generation = 0;  ///< a timer that fires with another generation is stale and ignored
  constexpr auto operator<=>(const TimerId&) const = default;
};

}  // namespace twinline
