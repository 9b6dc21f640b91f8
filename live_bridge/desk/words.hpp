// The words by which the desk's interface calls what people and policies do. One table for each, read both ways, so
// that what is printed is what is understood, and a refusal can name what would have been.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "live_bridge/recording/progress.hpp"
#include "policies/contract/facts.hpp"
#include "policies/contract/happenings.hpp"
#include "policies/contract/wishes.hpp"

namespace twinline::live::desk {

template <class Value>
struct Word {
  Value value;
  std::string_view word;
};
template <class Value, std::size_t count>
using Words = std::array<Word<Value>, count>;

inline constexpr Words<Presence, 3> presences{
    {{Presence::logged_out, "logged_out"}, {Presence::not_ready, "not_ready"}, {Presence::ready, "ready"}}};

/// The reasons that a person may give.
inline constexpr Words<NotReadyReason, 4> reasons_to_give{{{NotReadyReason::pause, "pause"},
                                                           {NotReadyReason::meeting, "meeting"},
                                                           {NotReadyReason::training, "training"},
                                                           {NotReadyReason::other, "other"}}};

/// All reasons, also those that the centre gives.
inline constexpr Words<NotReadyReason, 9> reasons{{{NotReadyReason::none, "none"},
                                                   {NotReadyReason::pause, "pause"},
                                                   {NotReadyReason::refused_offer, "refused_offer"},
                                                   {NotReadyReason::cooling_down, "cooling_down"},
                                                   {NotReadyReason::phone_lost, "phone"},
                                                   {NotReadyReason::meeting, "meeting"},
                                                   {NotReadyReason::training, "training"},
                                                   {NotReadyReason::other, "other"},
                                                   {NotReadyReason::consulting, "consulting"}}};

inline constexpr Words<AgentState, 6> agent_states{{{AgentState::logged_out, "logged_out"},
                                                    {AgentState::not_ready, "not_ready"},
                                                    {AgentState::ready, "ready"},
                                                    {AgentState::offered, "offered"},
                                                    {AgentState::busy, "busy"},
                                                    {AgentState::wrap_up, "wrap_up"}}};

inline constexpr Words<RequestKind, 6> request_kinds{{{RequestKind::log_in, "log_in"},
                                                      {RequestKind::log_out, "log_out"},
                                                      {RequestKind::move_group, "move_group"},
                                                      {RequestKind::move_break, "move_break"},
                                                      {RequestKind::join_emergency_group, "join_emergency_group"},
                                                      {RequestKind::stay_longer, "stay_longer"}}};

inline constexpr Words<recording::Progress, 5> recording_progress{{{recording::Progress::off, "off"},
                                                                   {recording::Progress::recording, "recording"},
                                                                   {recording::Progress::paused, "paused"},
                                                                   {recording::Progress::refused, "refused"},
                                                                   {recording::Progress::failed, "failed"}}};

inline constexpr Words<RequestAnswer, 2> request_answers{
    {{RequestAnswer::accepted, "accepted"}, {RequestAnswer::refused, "refused"}}};

template <class Value, std::size_t count>
constexpr std::string_view word_of(const Words<Value, count>& words, Value value) {
  for (const auto& entry : words) {
    if (entry.value == value) return entry.word;
  }
  return "unknown";
}

template <class Value, std::size_t count>
constexpr std::optional<Value> value_of(const Words<Value, count>& words, std::string_view word) {
  for (const auto& entry : words) {
    if (entry.word == word) return entry.value;
  }
  return std::nullopt;
}

}  // namespace twinline::live::desk
