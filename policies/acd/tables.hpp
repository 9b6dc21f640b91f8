// The ACD's state that policies do not see, beside the rows of the View that they do: what is outstanding, due or
// wanted for each call and agent.
#pragma once

#include <cstdint>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "policies/contract/view.hpp"
#include "policies/contract/wishes.hpp"

namespace twinline::acd {

/// Which answer the world owes about a caller whom no agent has in hand.
enum class Awaited : std::uint8_t { nothing, playing, input, look_up, transfer_out };

struct CallRecord {
  Time reconsider_at = never;  ///< the policy wants to be asked again
  Time timer_at = never;       ///< what the world was told
  Time entered_at;             ///< into this queue, where its treatments begin; an overflow keeps queued_at, not this
  Duration treated_until{-1};  ///< treatments due up to this time after entered_at are done
  Time requeued_at = never;    ///< when a policy last moved it to another queue
  Time offered_at, talk_ended_at;
  Duration hold{0};
  Time held_since;     ///< valid while the caller holds
  Time port_taken_at;  ///< valid while the call holds a port of the IVR
  std::uint32_t ivr_steps = 0;
  std::uint32_t offer = 0;  ///< ordinal of the outstanding offer
  PromptIndex prompt;       ///< what plays, or played last
  TreatmentKind playing = TreatmentKind::announcement;
  Awaited awaited = Awaited::nothing;
  bool cut_short = false;  ///< by the caller's hold: comes again afterwards
  bool holds_line = false;
  bool in_survey = false;  ///< the talk is over and the caller still answers questions
  bool transferred_out = false;
  bool outside = false;     ///< passed on, and still on the line
  bool holds_port = false;  ///< of the IVR; never where they are without limit
};

struct AgentRecord {
  Presence presence = Presence::logged_out;
  NotReadyReason reason = NotReadyReason::none;
  bool cooling_down = false;
  bool is_idle = false;  ///< in the idle list of the group
  std::uint16_t offered = 0, talking = 0, wrapping_up = 0;
  std::uint32_t timer_generation = 0;
};

/// A request to people that is not settled yet.
struct OpenRequest {
  RequestId id;
  AskPeople asked;
  std::uint32_t accepted = 0;
};

}  // namespace twinline::acd
