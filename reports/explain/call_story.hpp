// The story of one call of a journal: its life in order, and every routing decision about it or that could have chosen
// it, with what was known, who was weighed and why. Plain data in names and words, for a page, a terminal or a program;
// who tells it is story_teller.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/contract/time.hpp"
#include "reports/journal/header.hpp"

namespace twinline::reports {

/// What may not be read into the answers of a policy that was only asked.
inline constexpr std::string_view counterfactual_limits =
    "Counterfactual: each answer is to what really happened. Had it been carried out, what followed would have been "
    "different; how KPIs would have changed is for a simulation to say.";

/// Something that happened to the call.
struct LifeEvent {
  Time at;
  std::string local;           ///< date and time on the site's clock; empty where the journal does not say
  std::string kind;            ///< for programs: "arrived", "offer_ended"
  std::string text;            ///< for people: "ann (sales) does not answer, after 20.0 s"
  std::uint32_t decision = 0;  ///< number of the decision that it comes of; 0: of none that is told
};

/// A call and an agent whom a policy weighed against each other.
struct Candidate {
  std::string call;  ///< its key, as CallStory::key
  bool is_this_call = false;
  std::string agent, group;  ///< empty where the policy named nobody
  double score = 0;          ///< in the policy's own measure; the higher wins
  std::string why;
  bool won = false;
};

/// What a policy said, as far as it bears on the call.
struct PolicyAnswer {
  std::vector<std::string> decided;  ///< one sentence each; empty: nothing
  std::string because;               ///< why the winner won, or why nothing came of it
  std::vector<Candidate> candidates;
};

struct QueueSeen {
  std::string name;
  std::uint32_t waiting = 0, ringing = 0;
};

/// A group that may serve the call.
struct GroupSeen {
  std::string name;
  std::uint32_t rank = 0;  ///< 0 is tried first by policies that heed it
  int level = 0;           ///< the lowest level among the skills needed
  std::uint32_t idle = 0, engaged = 0, not_ready = 0, logged_in = 0;
};

struct AttributeSeen {
  std::string name;
  std::int64_t value = 0;
};

struct ForecastSeen {
  Time from, until;
  double calls = 0, low = 0, high = 0;
};

/// What the policy could see of the call and around it.
struct Known {
  std::string queue, type;
  std::uint32_t priority = 0;
  Duration waited{0};
  std::uint32_t ahead = 0;     ///< calls before it in its own line, of the same queue, type and priority
  std::uint32_t asked = 0;     ///< how often the policy was asked about the call, this time included
  std::uint32_t refusals = 0;  ///< offers of it that came to nothing
  std::vector<AttributeSeen> attributes;
  std::vector<QueueSeen> queues;         ///< all
  std::vector<GroupSeen> groups;         ///< those that may serve the call
  std::optional<ForecastSeen> forecast;  ///< of its type, the latest
};

enum class CallStanding : std::uint8_t {
  chosen,       ///< the call was given to an agent
  left,         ///< it was asked about and waits on
  passed_over,  ///< somebody or something else was asked about, and it waits on
};

/// One occasion at which the policy in force was asked.
struct RoutingStep {
  std::uint32_t number = 0;  ///< counted from 1 within the story
  Time at;
  std::string local;
  std::string occasion;  ///< "the call waits", "ann (sales) is free"
  CallStanding standing = CallStanding::left;
  journal::PolicyIdentity policy;  ///< in force
  Known known;
  PolicyAnswer recorded;
  std::optional<PolicyAnswer> other;  ///< what the other policy says to the same question
  bool differs = false;               ///< from what was recorded, as far as it bears on the call
};

struct CallStory {
  std::string key;            ///< 16 hexadecimal digits, as desks, records and recordings show it
  std::string id;             ///< slot and generation, "12:3", as a replay's differences show it
  std::uint64_t ordinal = 0;  ///< how-manieth arrival of the journal, from 1; 0: not counted
  Time arrived;
  std::string type, segment, trunk;  ///< empty where there is none
  std::uint32_t attempt = 0;         ///< 0 first, then counted over redials
  std::vector<LifeEvent> life;
  std::vector<RoutingStep> steps;
  bool ended = false;      ///< false: the journal ends first
  std::string other;       ///< the policy that was asked beside; empty: none
  std::string other_role;  ///< "candidate": what it is to the policy in force, where that is known
  std::string time_zone;   ///< of the local times
};

}  // namespace twinline::reports
