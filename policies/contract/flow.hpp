// An IVR flow as plain data: what a caller hears and is asked before the queue, or after the talk. Steps name each
// other by position; the first is where the flow begins. What the steps mean is the flow policy's business
// (policies/ivr); the ACD only keeps where each call stands.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"

namespace twinline {

/// Where a call stands: in which flow, at which step, and how often that step has asked in vain.
struct FlowPosition {
  FlowIndex flow;  ///< none: in no flow
  StepIndex step;
  std::uint32_t tries = 0;
  constexpr auto operator<=>(const FlowPosition&) const = default;
};

/// How keys are taken down: input is over after `most` keys, after `#`, or when the caller pauses for too long.
struct DigitRules {
  Duration first_key{5s};  ///< from the end of the prompt, which the first key cuts short
  Duration next_key{3s};
  std::uint8_t fewest = 1, most = 1;
  bool secret = false;  ///< the keys reach no fact, journal or log; whoever looks something up has them from the world
  friend bool operator==(const DigitRules&, const DigitRules&) = default;
};

enum class StepKind : std::uint8_t {
  announce,        ///< plays the prompt; goes on at `next`
  menu,            ///< one key chooses among the branches; `otherwise` after the last vain try
  collect,         ///< takes keys down, remembers them in `attribute`; `otherwise` after the last vain try
  hours,           ///< `next` while the hours are open, else `otherwise`
  look_up,         ///< asks the source; `next` when it answered in time, else `otherwise`
  branch,          ///< chooses by the value of `attribute`; `otherwise` for any other value or none
  queue,           ///< the call waits, as `type` if one is named
  say_wait,        ///< announces the expected wait of a call of `type`; goes on at `next`
  offer_callback,  ///< accepted, the call flows out as a callback; else goes on at `next`
  voicemail,       ///< takes a message; the call flows out
  transfer,        ///< to a destination outside; `otherwise` when that fails
  hang_up,
  authenticate,  ///< asks the source; `next` when it answered in time and `attribute` is above 0, else `otherwise`
  bot,           ///< likewise: a machine that talks the matter over; `next` when it is done, else `otherwise`
  steer,         ///< offers to go on as a contact of `type`; accepted, the call ends as that, else it goes on at `next`
};

/// One way on out of a menu or branch.
struct Branch {
  std::int64_t value = 0;  ///< a menu's key as its character, a branch's attribute value
  StepIndex to;
};

/// A way on that names no step leads to the queue of the call's type; after the talk it ends the call.
struct Step {
  std::string name;
  StepKind kind = StepKind::queue;
  PromptIndex prompt{};
  StepIndex next{}, otherwise{};
  std::vector<Branch> branches{};
  AttributeIndex attribute{};  ///< looked at by branch, authenticate and bot; where keys are remembered, if anywhere
  DigitRules digits{};         ///< for menu and collect
  std::uint8_t tries = 3;      ///< for menu and collect: how often the caller is asked
  PromptIndex on_nothing{};    ///< played instead of `prompt` after a try without a key
  PromptIndex on_wrong{};      ///< played instead of `prompt` after keys that do not fit
  HoursIndex hours{};          ///< for hours
  LookUpIndex source{};        ///< for look_up, authenticate and bot
  Duration deadline{2s};       ///< likewise
  CallTypeIndex type{};        ///< for queue, say_wait and steer
  DestinationIndex destination{};  ///< for transfer
  bool self_served = false;        ///< for hang_up: the caller got what the call was for
  StepIndex human{};               ///< for collect: where a lone 0 leads; none: it is a key like any other
};

struct Flow {
  std::string name;
  std::vector<Step> steps;
};

/// What becomes of a caller who finds every port of the IVR busy.
enum class WhenPortsBusy : std::uint8_t {
  queue,   ///< goes straight to the queue of the call's type; after the talk there is no survey
  reject,  ///< is refused, as if no line were free
};

/// How many callers the IVR serves at once. A port is taken by whoever hears, is asked or looked up anything in a flow,
/// until a queue, or the end of the call. What plays in a queue takes none.
struct IvrPorts {
  std::uint32_t ports = 0;  ///< 0 means without limit, and then they are not counted
  WhenPortsBusy when_busy = WhenPortsBusy::queue;
  friend bool operator==(const IvrPorts&, const IvrPorts&) = default;
};

/// When something is open, in world time, so that a replay finds the same answer. Spans are ascending and do not touch.
struct BusinessHours {
  struct Span {
    Time from, until;
  };
  std::string name;
  std::vector<Span> open;

  bool is_open(Time now) const;
};

}  // namespace twinline
