// Calls that the centre makes: to customers who have accepted a callback, and to those of a campaign's list. Plain
// data; sim/people says who answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "policies/contract/ids.hpp"
#include "policies/contract/time.hpp"
#include "scenarios/schema/distribution.hpp"

namespace twinline::scenarios {

/// What happens when the centre rings a customer.
struct Ringing {
  double answers = 0;  ///< share of the tries that the customer answers
  Distribution rings;  ///< until the customer answers; no later than the limit
  Duration limit = 25s;
};

enum class CallbackKind : std::uint8_t {
  immediate,     ///< the centre calls `delay` after the acceptance
  scheduled,     ///< … at the next full `slot` after that, which the customer has chosen
  virtual_hold,  ///< … when it is the customer's turn
};

/// Callbacks to callers of one call type.
struct Callback {
  CallbackKind kind = CallbackKind::virtual_hold;
  Distribution delay;
  Duration slot = 15min;
  Ringing ringing;
  std::uint8_t retries = 2;
  Duration retry_after = 10min;
  std::optional<std::uint8_t> priority;  ///< none: the call's own
};

enum class DiallingMode : std::uint8_t {
  preview,      ///< an idle agent gets the record, reads, and listens to the ringing
  progressive,  ///< one customer is rung for each idle agent
  predictive,   ///< more are, as far as the limit of abandonment allows
};

/// Customers on a list whom the centre calls.
struct Campaign {
  std::string name;
  CallTypeIndex type;  ///< as what their calls are queued and handled
  std::uint32_t records = 0;
  Duration from{0}, until{24h};  ///< times of day, within the opening hours
  DiallingMode mode = DiallingMode::progressive;
  Ringing ringing;
  double machine = 0;    ///< share of the tries that an answering machine takes; the dialler hangs up on it
  Distribution preview;  ///< how long the agent reads
  std::uint8_t retries = 2;
  Duration retry_after = 1h;
  double abandon_limit = 0.03;  ///< of those who answer and meet no agent in time, per day
  Duration within = 2s;         ///< so long the customer waits for an agent
  std::uint32_t keep_free = 0;  ///< idle agents whom the dialler leaves to other calls
  std::uint32_t lines = 0;      ///< customers rung at once at most; 0 means without limit
};

}  // namespace twinline::scenarios
